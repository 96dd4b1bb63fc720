"""`ecoduty keys`: the keys that seal secrets in the database. The file belongs to no backup: keep a copy elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.db import transaction

from ecoduty.interfaces.console import installation, language, output
from ecoduty.kernel.clock import as_local, wall_now
from ecoduty.kernel.flow import Actor, perform
from ecoduty.kernel.sealing import SealingError, cipher, keyring, rotation
from ecoduty.organisation.accounts import entrance
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.models import Factor

_ACTOR = Actor.system("命令行")


@click.group(cls=language.Group)
def keys() -> None:
    """密钥：列出、更换、丢失后重建。"""


@keys.command(name="list")
@output.json_option
def list_(*, as_json: bool) -> None:
    """列出密钥编号、何时建立、各加密着多少项内容；不显示密钥本身。"""
    with installation.current().database():
        found, used = _present(), rotation.in_use()
    known = {key.id for key in found}
    rows: list[dict[str, Any]] = [
        {"id": key.id, "made": key.made, "values": used[key.id], "present": key is found[-1]} for key in found
    ]
    lost = [
        {"id": name, "made": "", "values": count, "present": False} for name, count in used.items() if name not in known
    ]
    lines = [
        f"{row['id']}\t{row['made'] or '文件中没有此密钥'}\t加密{row['values']}项{'（现用）' if row['present'] else ''}"
        for row in (*rows, *lost)
    ]
    text = "\n".join([f"密钥文件 {settings.KEY_FILE}（不在任何备份之内，请另行保管一份）", *lines])
    output.show([*rows, *lost], as_json=as_json, text=text)


@keys.command()
@output.json_option
def rotate(*, as_json: bool) -> None:
    """更换密钥：添一个新密钥，把已加密的内容全部改用新密钥。旧密钥留在文件里，供打开旧备份。"""
    with installation.current().database():
        try:
            with installation.sentences_for_system_errors(Path(settings.KEY_FILE).parent):
                fresh = keyring.add(Path(settings.KEY_FILE), _now())
            count = rotation.reseal()
        except SealingError as error:
            raise language.ProblemError(error.code, str(error)) from error
        entrance.note("rotate_keys", key=fresh.id, resealed=count)
    text = f"现用密钥 {fresh.id}，{count}项内容已改用新密钥。请把密钥文件 {settings.KEY_FILE} 重新另存一份。"
    output.show({"id": fresh.id, "resealed": count}, as_json=as_json, text=text)


@keys.command()
@click.option("--lost", is_flag=True, help="原密钥文件已丢失：各账号的动态口令一并作废，本人须重新绑定。")
@output.json_option
def create(*, lost: bool, as_json: bool) -> None:
    """建立密钥文件；平台首次启动时自动建立，平时不用。"""
    if Path(settings.KEY_FILE).exists():
        raise language.ProblemError(
            "key_file_there", f"密钥文件 {settings.KEY_FILE} 已经有了；要更换密钥请用 ecoduty keys rotate。"
        )
    with installation.current().database(), transaction.atomic():
        bound = list(Factor.objects.select_related("account").order_by("account"))
        if bound and not lost:
            raise language.ProblemError("key_file_missing", keyring.missing(Path(settings.KEY_FILE)))
        for row in bound:
            perform(ACCOUNT, "reset_factor", row.account_id, actor=_ACTOR)
        with installation.sentences_for_system_errors(Path(settings.KEY_FILE).parent):
            fresh = keyring.create(Path(settings.KEY_FILE), _now())
        entrance.note("create_keys", key=fresh.id)
    text = f"已建立密钥文件 {settings.KEY_FILE}" + (f"，{len(bound)}个账号须重新绑定动态口令。" if bound else "。")
    output.show({"id": fresh.id, "reset": len(bound)}, as_json=as_json, text=text)


def _present() -> list[keyring.Key]:
    try:
        return cipher.keys()
    except SealingError as error:
        raise language.ProblemError(error.code, str(error)) from error


def _now() -> str:
    return as_local(wall_now()).isoformat(timespec="seconds")
