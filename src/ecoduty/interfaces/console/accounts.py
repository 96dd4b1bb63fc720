"""`ecoduty account`: the first accounts of a real installation, and help for who is locked out."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from django.db import transaction

from ecoduty.interfaces.console import installation, language, output
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.organisation.access import actors_of
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.states import ADMINISTRATORS
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.models import Appointment

_ACTOR = Actor.system("命令行")


@click.group(cls=language.Group)
def account() -> None:
    """账号：开通、邀请、管理员、重置口令和动态口令、解除锁定。"""


def _in_the_database(command: Callable[..., None]) -> Callable[..., None]:
    """Run a command with the database there; what the gate refuses is the command's failure."""

    @wraps(command)
    def run(**given: Any) -> None:
        with installation.current().database():
            try:
                command(**given)
            except Refused as refused:
                raise language.ProblemError(refused.code, refused.sentence) from refused

    return run


@account.command(name="open")
@click.argument("username", metavar="用户名")
@click.option("--body", required=True, metavar="机构代码", help="任职机构，例如 committee-office。")
@click.option("--post", required=True, metavar="岗位代码", help="任职岗位，例如 committee-office-director。")
@click.option("--name", default="", metavar="姓名", help="岗位空缺时登记任职的人；已有在任者可以不写。")
@output.json_option
@_in_the_database
def open_(*, username: str, body: str, post: str, name: str, as_json: bool) -> None:
    """给某岗位的在任者开通账号；岗位空缺时先登记任职。口令随机生成，只显示一次，首次登录须修改。"""
    password = _password()
    with transaction.atomic():
        person = _holder(body, post, name)
        perform(ACCOUNT, "open", actor=_ACTOR, data={"username": username, "person": person, "password": password})
    _show(username, password, f"已开通账号 {username}", as_json=as_json)


@account.command()
@click.argument("username", metavar="用户名")
@output.json_option
@_in_the_database
def reset(*, username: str, as_json: bool) -> None:
    """重置口令并解除锁定。新口令随机生成，只显示一次，登录后须修改。"""
    password = _password()
    perform(ACCOUNT, "reset_password", _known(username).pk, actor=_ACTOR, data={"password": password})
    _show(username, password, f"已重置 {username} 的口令", as_json=as_json)


@account.command()
@click.argument("username", metavar="用户名")
@output.json_option
@_in_the_database
def unlock(*, username: str, as_json: bool) -> None:
    """解除因口令多次输错造成的锁定。"""
    perform(ACCOUNT, "unlock", _known(username).pk, actor=_ACTOR)
    output.show({"username": username}, as_json=as_json, text=f"已解除 {username} 的锁定。")


@account.command()
@click.argument("username", metavar="用户名")
@output.json_option
@_in_the_database
def invite(*, username: str, as_json: bool) -> None:
    """给账号发邀请：本人凭一次性凭据自己设口令。凭据只显示一次，拼在网址 /invitation/ 之后。"""
    done = perform(ACCOUNT, "invite", _known(username).pk, actor=_ACTOR)
    path = f"/invitation/{done.subject.told_link}/"
    output.show({"username": username, "path": path}, as_json=as_json, text=f"{username} 的邀请：平台网址后接 {path}")


@account.command()
@click.argument("username", metavar="用户名")
@click.argument("office", metavar="管理员", type=click.Choice(list(ADMINISTRATORS)))
@click.option("--name", required=True, metavar="姓名", help="管理员是谁。")
@output.json_option
@_in_the_database
def administrator(*, username: str, office: str, name: str, as_json: bool) -> None:
    """开通管理员账号：system_administrator、security_administrator、audit_administrator，一人只能任其一。"""
    password = _password()
    given = {"username": username, "name": name, "office": office, "password": password}
    perform(ACCOUNT, "open_administrator", actor=_ACTOR, data=given)
    _show(username, password, f"已开通{ADMINISTRATORS[office]} {username}", as_json=as_json)


@account.command(name="reset-factor")
@click.argument("username", metavar="用户名")
@output.json_option
@_in_the_database
def reset_factor(*, username: str, as_json: bool) -> None:
    """重置动态口令：手机丢了、恢复码也没了的，本人下次登录后重新绑定。"""
    perform(ACCOUNT, "reset_factor", _known(username).pk, actor=_ACTOR)
    output.show({"username": username}, as_json=as_json, text=f"已重置 {username} 的动态口令。")


@account.command(name="list")
@output.json_option
@_in_the_database
def list_(*, as_json: bool) -> None:
    """列出账号及其现在的岗位。"""
    on = today()
    rows = [
        {
            "username": one.username,
            "name": one.person.name if one.person else "",
            "state": ACCOUNT.state(one.state).label,
            "posts": [actor.title for actor in actors_of(one, on)],
        }
        for one in Account.objects.select_related("person")
    ]
    lines = [f"{row['username']}\t{row['name']}\t{row['state']}\t{'、'.join(row['posts']) or '无岗位'}" for row in rows]
    output.show(rows, as_json=as_json, text="\n".join(lines) or "还没有账号。")


def _holder(body: str, post: str, name: str) -> int:
    """The person in the post today, of that name where several are; appointed now where nobody is."""
    on = today()
    found = queries.post(body, post)
    present = Appointment.objects.filter(holding(on), post=found).select_related("person")
    matching = [row for row in present if not name or row.person.name == name]
    if len(matching) == 1:
        return matching[0].person_id
    if len(matching) > 1:
        raise Refused("several_in_post", "这个岗位有多人在任，请用 --name 写明是谁。")
    perform(BODY, "appoint", body, actor=_ACTOR, data={"post": post, "name": name, "since": on})
    return Appointment.objects.get(holding(on), post=found, person__name=name).person_id


def _known(username: str) -> Account:
    found = Account.objects.filter(username=username).first()
    if found is None:
        raise Refused("unknown_account", f"没有 {username} 这个账号。", status=404)
    return found


def _password() -> str:
    """Four groups of four without look-alikes, about 78 bits, easy to read over the telephone."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def _show(username: str, password: str, said: str, *, as_json: bool) -> None:
    output.show(
        {"username": username, "password": password}, as_json=as_json, text=f"{said}，口令 {password}，登录后请即修改。"
    )
