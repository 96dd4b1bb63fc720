"""The government's work chat: a card with a title, lines and a link, to the person with that mobile number."""

from __future__ import annotations

from functools import partial
from typing import Any, Protocol

from ecoduty.casework.deliveries import composing, outside
from ecoduty.casework.deliveries.outside import Outside
from ecoduty.interfaces.channels import signed_post

KEY = "workchat"


class Gateway(signed_post.Gateway, Protocol):
    """A work chat, as config/channels.py reads it."""

    @property
    def per_minute(self) -> int: ...


def install(gateway: Gateway) -> None:
    """Offer the work chat."""
    outside.offer(Outside(KEY, "政务消息", "mobile", gateway.per_minute), partial(deliver, gateway))


def drain() -> int:
    """What the worker calls every second."""
    return outside.drain(KEY)


def deliver(gateway: Gateway, key: str, payload: dict[str, Any]) -> None:  # noqa: ARG001 -- the protocol of channels
    """Send one message of the outbox."""
    outgoing = composing.compose(payload["message"], KEY)
    said = outgoing.said
    content = {
        "id": outgoing.reference,
        "mobile": outgoing.address,
        "title": said.subject,
        "text": "\n".join(said.lines),
        "url": said.link,
    }
    answer = signed_post.post(gateway, outgoing.reference, content)
    composing.sent(outgoing, confirmed=answer.delivered)
