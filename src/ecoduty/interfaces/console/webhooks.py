"""`ecoduty webhook`: who is told of what, what could not be delivered, and sending that again."""

from __future__ import annotations

import click
from django.db.models import Count, Q

from ecoduty.interfaces.channels.webhook.flow import CHANNEL, WEBHOOK
from ecoduty.interfaces.channels.webhook.models import Subscription
from ecoduty.interfaces.console import installation, language, output
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.outbox.models import Message, SendState
from ecoduty.organisation.access import title_of

_ACTOR = Actor.system("命令行")


@click.group(cls=language.Group)
def webhook() -> None:
    """事件推送：列出订阅、重发、停用。订阅由持令牌的系统经接口提出。"""


@webhook.command(name="list")
@output.json_option
def list_(*, as_json: bool) -> None:
    """列出订阅，待发和未送达的各有几条。"""
    with installation.current().database():
        counted = {
            row["key"]: row
            for row in Message.objects.filter(channel=CHANNEL)
            .values("key")
            .annotate(
                waiting=Count("pk", filter=Q(state=SendState.WAITING)), dead=Count("pk", filter=Q(state=SendState.DEAD))
            )
        }
        rows = [
            {
                "id": one.pk,
                "post": title_of(one.token.post),
                "token": one.token_id,
                "url": one.url,
                "state": WEBHOOK.state(one.state).label,
                "waiting": counted.get(one.key, {}).get("waiting", 0),
                "dead": counted.get(one.key, {}).get("dead", 0),
            }
            for one in Subscription.objects.select_related("token__post__body")
        ]
    lines = [
        f"{row['id']}\t{row['post']}\t{row['url']}\t{row['state']}\t待发{row['waiting']}\t未送达{row['dead']}"
        for row in rows
    ]
    output.show(rows, as_json=as_json, text="\n".join(lines) or "还没有订阅。")


@webhook.command(name="send-again")
@click.argument("number", type=int, metavar="编号")
@output.json_option
def send_again(*, number: int, as_json: bool) -> None:
    """把多次未送达而停下的重新发送。"""
    messages = _perform("send_again", number).facts["messages"]
    output.show({"id": number, "messages": messages}, as_json=as_json, text=f"订阅{number}：重发{messages}条。")


@webhook.command()
@click.argument("number", type=int, metavar="编号")
@output.json_option
def end(*, number: int, as_json: bool) -> None:
    """停用订阅，撤销还没有送出的。"""
    cancelled = _perform("end", number).facts["cancelled"]
    output.show(
        {"id": number, "cancelled": cancelled}, as_json=as_json, text=f"已停用订阅{number}，撤销{cancelled}条。"
    )


def _perform(act: str, number: int) -> Entry:
    with installation.current().database():
        try:
            done = perform(WEBHOOK, act, number, actor=_ACTOR)
        except Refused as refused:
            raise language.ProblemError(refused.code, refused.sentence) from refused
        return Entry.objects.get(pk=done.entry.id)
