"""Text messages through the city's gateway: number, sender's sign and one sentence in a signed request."""

from __future__ import annotations

from functools import partial
from typing import Any, Protocol

from ecoduty.casework.deliveries import composing, outside
from ecoduty.casework.deliveries.outside import Outside
from ecoduty.casework.intakes import texts
from ecoduty.interfaces.channels import signed_post

KEY = "sms"


class Gateway(signed_post.Gateway, Protocol):
    """A gateway for text messages, as config/channels.py reads it."""

    @property
    def sign(self) -> str: ...
    @property
    def per_minute(self) -> int: ...


def install(gateway: Gateway) -> None:
    """Offer text messages."""
    offered = Outside(KEY, "短信", "mobile", gateway.per_minute)
    outside.offer(offered, partial(deliver, gateway))
    texts.offer(partial(deliver_public, gateway), offered.per_second)


def drain() -> int:
    """What the worker calls every second."""
    return outside.drain(KEY) + texts.drain()


def deliver(gateway: Gateway, key: str, payload: dict[str, Any]) -> None:  # noqa: ARG001 -- the protocol of channels
    """Send one message of the outbox."""
    outgoing = composing.compose(payload["message"], KEY)
    content = {
        "id": outgoing.reference,
        "mobile": outgoing.address,
        "sign": gateway.sign,
        "text": outgoing.said.text,
    }
    answer = signed_post.post(gateway, outgoing.reference, content)
    composing.sent(outgoing, confirmed=answer.delivered)


def deliver_public(gateway: Gateway, key: str, payload: dict[str, Any]) -> None:  # noqa: ARG001 -- the protocol of channels
    """Send one message to somebody outside."""
    text = texts.compose(payload)
    reference = f"ecoduty-{payload['message']}"
    signed_post.post(
        gateway, reference, {"id": reference, "mobile": text.mobile, "sign": gateway.sign, "text": text.words}
    )
