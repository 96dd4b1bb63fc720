"""Subscriptions and what became of each delivery."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from ecoduty.interfaces.channels.webhook.models import Subscription
from ecoduty.kernel.outbox.models import Message


class SubscriptionAnswer(BaseModel):
    """一个订阅。"""

    id: int
    token: int = Field(description="以哪个令牌订阅；令牌失效则不再推送")
    url: str
    kinds: list[str] = Field(description="只推这些种类；空为全部")
    acts: list[str] = Field(description="只推这些动作；空为全部")
    active: bool
    href: str

    @classmethod
    def of(cls, one: Subscription) -> SubscriptionAnswer:
        """From its row."""
        return cls(**facts(one))


class NewSubscription(SubscriptionAnswer):
    """刚订阅的。`secret` 只在这里给出一次，用于核对签名（Standard Webhooks）。"""

    secret: str


class DeliveryAnswer(BaseModel):
    """一次推送的情况。"""

    id: str = Field(description="推送时的 webhook-id，重发不变，可据此去重")
    event: str
    matter: str = Field(description="办件编号")
    act: str
    state: str = Field(description="waiting 待发，sent 已送达，dead 多次未送达，cancelled 已撤销")
    attempts: int
    written_at: datetime
    next_try_at: datetime
    sent_at: datetime | None
    last_error: str

    @classmethod
    def of(cls, message: Message) -> DeliveryAnswer:
        """From the outbox."""
        told = message.payload
        return cls(
            id=f"msg_{message.pk}", event=told["event"], matter=told["matter"]["number"], act=told["act"],
            state=message.state, attempts=message.attempts, written_at=message.written_at,
            next_try_at=message.next_try_at, sent_at=message.sent_at, last_error=message.last_error,
        )  # fmt: skip


class DeliveryPage(BaseModel):
    """一页推送，最近的在前。"""

    items: list[DeliveryAnswer]
    next: str | None = Field(description="下一页的游标；没有下一页则为空")


class Again(BaseModel):
    """重发了几条。"""

    messages: int


def facts(one: Subscription) -> dict[str, Any]:
    """What is told of a subscription."""
    return {
        "id": one.pk,
        "token": one.token_id,
        "url": one.url,
        "kinds": one.kinds,
        "acts": one.acts,
        "active": one.state == "active",
        "href": f"/api/v1/webhooks/{one.pk}",
    }
