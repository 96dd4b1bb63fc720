"""The act table of subscriptions: made and ended by tokens of a body; dead letters sent again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlsplit

from django.conf import settings
from pydantic import Field, StringConstraints

from ecoduty.interfaces.channels.webhook import signing
from ecoduty.interfaces.channels.webhook.models import ACTIVE, ENDED, Subscription
from ecoduty.kernel.flow import Act, ActData, ActTable, Attempt, Guard, State, Subject, Who, register
from ecoduty.kernel.flow.table import START
from ecoduty.kernel.outbox import queue

CHANNEL = "webhook"
MOST = 20  # subscriptions in force of one body
Code = Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z0-9_]+$")]


class Subscribe(ActData):
    """订阅。"""

    url: str = Field(title="推送地址", max_length=1000, pattern=r"^https?://[^\s\x00]+$")
    kinds: tuple[Code, ...] = Field(default=(), title="办件种类", max_length=50)
    acts: tuple[Code, ...] = Field(default=(), title="动作", max_length=200)


def _subscribe(attempt: Attempt) -> None:
    given: Subscribe = attempt.data
    attempt.subject = Subscription(
        token_id=attempt.actor.token,
        url=given.url,
        kinds=sorted(set(given.kinds)),
        acts=sorted(set(given.acts)),
    )
    signing.give_key(attempt.subject)


def _end(attempt: Attempt) -> None:
    attempt.record(cancelled=queue.cancel(CHANNEL, attempt.subject.key))


def _send_again(attempt: Attempt) -> None:
    attempt.record(messages=queue.revive(CHANNEL, attempt.subject.key, attempt.recorded_at))


def _by_token(attempt: Attempt) -> bool:
    return attempt.actor.token is not None


def _room_left(attempt: Attempt) -> bool:
    rows = Subscription.objects.filter(state=ACTIVE, token__post__body=attempt.actor.body_id)
    return rows.count() < MOST


def _encrypted(attempt: Attempt) -> bool:
    parts = urlsplit(attempt.data.url)
    return parts.scheme == "https" or bool(settings.WEBHOOK_NETWORKS)


class SubscriptionStore:
    """Subscriptions by number."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """Names of the streams, by number."""
        return {pk: f"webhook:{pk}" for pk in Subscription.objects.filter(pk__in=refs).values_list("pk", flat=True)}

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """Subscriptions with their tokens' posts: one query."""
        return {one.pk: one for one in Subscription.objects.filter(pk__in=refs).select_related("token__post")}

    def write(self, subjects: Sequence[Any]) -> None:
        """One statement for the new ones, one for the others."""
        known = [one for one in subjects if one.pk is not None]
        if known:
            Subscription.objects.bulk_update(known, ["state", "version", "last_occurred_at"])
        Subscription.objects.bulk_create([one for one in subjects if one.pk is None])


PLATFORM = Who("system", (), "平台")
OWN = Who("own_body", (), "本单位的系统")
WEBHOOK = register(
    ActTable(
        kind="webhook",
        label="事件推送",
        states=(State(ACTIVE, "在用", open=False), State(ENDED, "已停用", open=False, main=False)),
        acts=(
            Act(
                "subscribe", "订阅", (START,), ACTIVE, (Who("anyone", (), "持令牌的系统"),), data=Subscribe,
                effect=_subscribe, main=True,
                guards=(
                    Guard("webhook_needs_token", "订阅须由持令牌的系统提出。", _by_token),
                    Guard("webhook_too_many", f"本单位在用的订阅已有{MOST}个，请先停用不用的。", _room_left),
                    Guard("webhook_not_encrypted", "推送地址须是 https。", _encrypted, asks_data=True),
                ),
            ),
            Act("send_again", "重发未送达的", (ACTIVE,), None, (PLATFORM, OWN), effect=_send_again),
            Act("end", "停用", (ACTIVE,), ENDED, (PLATFORM, OWN), effect=_end),
        ),
        store=SubscriptionStore(),
    )
)  # fmt: skip
