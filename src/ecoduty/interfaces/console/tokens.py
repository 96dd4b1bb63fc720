"""`ecoduty token`: other systems' access to the API. Each is issued for one post of one body, for one purpose, for a time."""

from __future__ import annotations

from datetime import timedelta

import click

from ecoduty.interfaces.console import installation, language, output
from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.organisation.access import title_of
from ecoduty.organisation.tokens import secrets
from ecoduty.organisation.tokens.flow import TOKEN
from ecoduty.organisation.tokens.models import Token
from ecoduty.organisation.tokens.states import ACTIVE, Scope

_ACTOR = Actor.system("命令行")
_SCOPES = "；".join(f"{scope.value} {scope.label}" for scope in Scope)


@click.group(cls=language.Group)
def token() -> None:
    """接口令牌：发放、列出、吊销。"""


@token.command()
@click.option("--body", required=True, metavar="机构代码", help="代哪个机构，例如 water-bureau。")
@click.option("--post", required=True, metavar="岗位代码", help="代哪个岗位，只能是联络员或经办人，例如 liaison。")
@click.option("--purpose", required=True, metavar="用途", help="哪个系统用来做什么；留痕上以它署名。")
@click.option("--scope", "scopes", multiple=True, required=True, metavar="权限", help=f"可写多次：{_SCOPES}。")
@click.option("--days", default=180, show_default=True, metavar="天数", help="有效期，从今天起，最长366天。")
@output.json_option
def create(*, body: str, post: str, purpose: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    """发放令牌。令牌只显示这一次，平台只存摘要。"""
    shown = secrets.fresh()
    expires_on = wall_now().date() + timedelta(days=max(0, min(days, 100_000)))
    data = {
        "body": body,
        "post": post,
        "purpose": purpose,
        "scopes": list(scopes),
        "expires_on": expires_on,
        "digest": secrets.digest(shown).hex(),
    }
    with installation.current().database():
        try:
            made = perform(TOKEN, "issue", actor=_ACTOR, data=data).subject
        except Refused as refused:
            raise language.ProblemError(refused.code, refused.sentence) from refused
    output.show(
        {"id": made.pk, "token": shown, "expires_on": str(expires_on)},
        as_json=as_json,
        text=f"已发放令牌{made.pk}（{title_of(made.post)}，{purpose}），有效期至{expires_on}。只显示这一次：\n{shown}",
    )


@token.command(name="list")
@output.json_option
def list_(*, as_json: bool) -> None:
    """列出全部令牌；令牌本身不再显示。"""
    today = wall_now().date()
    with installation.current().database():
        rows = [
            {
                "id": one.pk,
                "purpose": one.purpose,
                "post": title_of(one.post),
                "scopes": one.scopes,
                "expires_on": str(one.expires_on),
                "state": "已过期" if one.state == ACTIVE and one.expires_on < today else TOKEN.state(one.state).label,
            }
            for one in Token.objects.select_related("post__body")
        ]
    lines = [
        f"{row['id']}\t{row['post']}\t{row['purpose']}\t{row['state']}\t{row['expires_on']}\t{' '.join(row['scopes'])}"
        for row in rows
    ]
    output.show(rows, as_json=as_json, text="\n".join(lines) or "还没有令牌。")


@token.command()
@click.argument("number", type=int, metavar="编号")
@click.option("--note", default="", metavar="原因", help="吊销原因，记入留痕。")
@output.json_option
def revoke(*, number: int, note: str, as_json: bool) -> None:
    """吊销令牌，立即生效。"""
    with installation.current().database():
        try:
            perform(TOKEN, "revoke", number, actor=_ACTOR, data={"note": note})
        except Refused as refused:
            if refused.code == "not_found":
                raise language.ProblemError("token_missing_here", f"没有编号为{number}的令牌。") from refused
            raise language.ProblemError(refused.code, refused.sentence) from refused
    output.show({"id": number}, as_json=as_json, text=f"已吊销令牌{number}。")
