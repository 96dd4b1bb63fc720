"""Subscriptions of the token's body: made, looked at, ended; what could not be delivered sent again."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Body, Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from ecoduty.interfaces.api import paging
from ecoduty.interfaces.api.answers.webhooks import (
    Again,
    DeliveryAnswer,
    DeliveryPage,
    NewSubscription,
    SubscriptionAnswer,
    facts,
)
from ecoduty.interfaces.api.entry import Bearer, caller_of
from ecoduty.interfaces.api.words import only_known
from ecoduty.interfaces.channels.webhook import signing
from ecoduty.interfaces.channels.webhook.flow import CHANNEL, WEBHOOK, Subscribe
from ecoduty.interfaces.channels.webhook.models import Subscription
from ecoduty.kernel.flow import perform
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.outbox.models import Message
from ecoduty.organisation.tokens.states import Scope

router = Router(tags=["webhooks"])
WRITE = Bearer(Scope.WEBHOOKS_WRITE)
Id = Annotated[int, Path(ge=1, le=2**62)]


def _own(request: HttpRequest, number: int) -> Subscription:
    """A subscription of the caller's body. Raises Refused `not_found`."""
    rows = Subscription.objects.filter(token__post__body=caller_of(request).actor.body_id)
    found = rows.filter(pk=number).first()
    if found is None:
        raise refuse("not_found")
    return found


@router.post("/webhooks", response={201: NewSubscription}, auth=WRITE, operation_id="subscribe", summary="订阅")
def subscribe(request: HttpRequest, wanted: Annotated[Subscribe, Body()]) -> NewSubscription:
    """订阅令牌所代岗位可见的办件上的动作。推送内容只有编号、种类、动作、状态和地址，内容凭令牌来取。"""
    made = perform(WEBHOOK, "subscribe", actor=caller_of(request).actor, data=wanted).subject
    return NewSubscription(**facts(made), secret=signing.shown(made))


@router.get(
    "/webhooks", response=list[SubscriptionAnswer], auth=WRITE, operation_id="list_webhooks", summary="订阅列表"
)
def subscriptions(request: HttpRequest) -> list[SubscriptionAnswer]:
    """本单位的订阅，最近的在前。"""
    rows = Subscription.objects.filter(token__post__body=caller_of(request).actor.body_id).order_by("-pk")
    return [SubscriptionAnswer.of(one) for one in rows[: paging.MOST]]


@router.delete(
    "/webhooks/{number}", response=SubscriptionAnswer, auth=WRITE, operation_id="end_webhook", summary="停用订阅"
)
def end(request: HttpRequest, number: Id) -> SubscriptionAnswer:
    """停用；还没有送出的一并撤销。"""
    done = perform(WEBHOOK, "end", _own(request, number).pk, actor=caller_of(request).actor)
    return SubscriptionAnswer.of(done.subject)


class DeliveryQuery(BaseModel):
    """Which deliveries."""

    model_config = ConfigDict(extra="forbid")

    state: Literal["waiting", "sent", "dead", "cancelled"] | None = Field(None, description="状态")
    limit: int = Field(paging.DEFAULT, ge=1, le=paging.MOST, description="每页条数")
    cursor: paging.Cursor | None = Field(None, description="上一页给出的 next")


@router.get(
    "/webhooks/{number}/deliveries",
    response=DeliveryPage,
    auth=WRITE,
    operation_id="list_deliveries",
    summary="推送情况",
)
def deliveries(request: HttpRequest, number: Id, query: Annotated[DeliveryQuery, Query()]) -> DeliveryPage:
    """一个订阅的推送，每条的状态、次数和最近一次的原因。"""
    only_known(request, DeliveryQuery)
    found = Message.objects.filter(channel=CHANNEL, key=_own(request, number).key).order_by("-pk")
    if query.state:
        found = found.filter(state=query.state)
    if query.cursor:
        (pk,) = paging.values_of(query.cursor, int)
        found = found.filter(pk__lt=pk)
    rows = list(found[: query.limit + 1])
    page = rows[: query.limit]
    following = paging.cursor_of(page[-1].pk) if len(rows) > query.limit else None
    return DeliveryPage(items=[DeliveryAnswer.of(one) for one in page], next=following)


@router.post(
    "/webhooks/{number}/send-again",
    response=Again,
    auth=WRITE,
    operation_id="send_again",
    summary="重发未送达的",
)
def send_again(request: HttpRequest, number: Id) -> Again:
    """多次未送达而停下的推送，从头再试。"""
    done = perform(WEBHOOK, "send_again", _own(request, number).pk, actor=caller_of(request).actor)
    return Again(messages=int(Entry.objects.get(pk=done.entry.id).facts["messages"]))
