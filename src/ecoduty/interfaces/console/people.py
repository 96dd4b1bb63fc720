"""`ecoduty people`: bodies, posts and people from Excel, and back into it."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path

import click
from django.db import transaction

from ecoduty.interfaces.console import installation, language, output
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.organisation.enrolment import inviting, writing
from ecoduty.organisation.enrolment.applying import apply
from ecoduty.organisation.enrolment.checking import check
from ecoduty.organisation.enrolment.plan import Plan

_ACTOR = Actor.system("命令行")
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group(cls=language.Group)
def people() -> None:
    """机构、岗位、人员：用Excel导入和导出。"""


@people.command(name="import", cls=language.Command)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="导入生效日，默认今天。")
@click.option("--dry-run", is_flag=True, help="只检查，不写入。")
@click.option(
    "--invite", "links", type=_FILE, metavar="链接表", help="同时开通账号，邀请链接写入这个新Excel，只此一次。"
)
@click.option("--address", default="", metavar="网址", help="平台网址，如 https://hb.example.gov.cn，写在链接前面。")
@output.json_option
def import_(*, file: Path, on: datetime | None, dry_run: bool, links: Path | None, address: str, as_json: bool) -> None:
    """检查并导入一个填好的表；有一处不对就逐格列出，什么也不写入，退出码为 1。"""
    invited = inviting.Inviting()
    with installation.current().database():
        day = _day(on)
        if day > today():
            raise language.ProblemError("bad_day", "导入生效日应是今天或以前的日期。")
        try:
            plan = check(file, _ACTOR, day)
            if not plan.faults and not dry_run:
                invited = _apply(plan, links, address)
        except Refused as refused:
            raise language.ProblemError(refused.code, refused.sentence) from refused
    facts = {
        "ok": not plan.faults,
        "written": not plan.faults and not dry_run and not plan.empty,
        "lines": plan.lines,
        "changes": dict(plan.counts),
        "invited": len(invited.links),
        "not_invited": dict(invited.refused),
        "faults": [{"sheet": one.sheet, "cell": one.cell, "sentence": one.sentence} for one in plan.faults],
        "hints": [{"sheet": one.sheet, "cell": one.cell, "sentence": one.sentence} for one in plan.hints],
    }
    output.show(facts, as_json=as_json, text=_in_words(plan, invited, dry_run=dry_run))
    sys.exit(1 if plan.faults else 0)


def _apply(plan: Plan, links: Path | None, address: str) -> inviting.Inviting:
    """Import, and with a file for the links invite: it is written in the same transaction, or nothing is done."""
    if links is None:
        return apply(plan, _ACTOR, _told)
    with transaction.atomic():
        invited = apply(plan, _ACTOR, _told, invite=True)
        if invited.links:
            content = inviting.links_file(invited.links, lambda token: f"{address.rstrip('/')}/invitation/{token}/")
            _write_new(links, content)
    return invited


def _write_new(file: Path, content: bytes) -> None:
    """Write keys of doors: a file that was not there, for its owner alone."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
    except FileExistsError as error:
        raise language.ProblemError("file_exists", f"{file}已经有了，请换一个文件名；什么也没有写入。") from error
    except OSError as error:
        sentence = f"不能写入{file}：{error.strerror}；什么也没有导入。"
        raise language.ProblemError("file_unwritable", sentence) from error


def _told(done: int, total: int) -> None:
    output.progress(f"已办 {done}/{total}")


def _in_words(plan: Plan, invited: inviting.Inviting, *, dry_run: bool) -> str:
    hints = [f"提示 {one.place}：{one.sentence}" for one in plan.hints[:20]]
    if plan.faults:
        wrong = [f"{one.place}：{one.sentence}" for one in plan.faults]
        return "\n".join([*wrong, f"共{len(plan.faults)}处不对，什么也没有写入。"])
    if plan.empty:
        return f"{plan.lines}行与名录完全相符，没有改动。"
    said = [f"已为{len(invited.links)}人开通账号，链接写入表中。"] if invited.links else []
    said += [invited.sentence()] if invited.refused else []
    return "\n".join([*hints, f"{'检查无误，将办' if dry_run else '已导入'}：{plan.summary()}。", *said])


@people.command(cls=language.Command)
@click.argument("file", metavar="文件", type=_FILE)
def template(*, file: Path) -> None:
    """写一个空表，附填写说明和可选项。"""
    with installation.current().database():
        _write(file, writing.template(today()))


@people.command(cls=language.Command)
@click.argument("file", metavar="文件", type=_FILE)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="哪一天的名录，默认今天。")
def export(*, file: Path, on: datetime | None) -> None:
    """把现有机构、岗位、人员写成同样的表；原样导入不会有任何改动。"""
    with installation.current().database():
        _write(file, writing.export(None, _day(on)))


def _day(given: datetime | None) -> date:
    return given.date() if given else today()


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise language.ProblemError("file_unwritable", f"不能写入{file}：{error.strerror}。") from error
    output.progress(f"已写入{file}。")
