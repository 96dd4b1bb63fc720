"""A text message to somebody outside: put into words, and his number opened, only when it is sent.

The outbox holds no number and no word of it. Whoever has something to say registers how; the channel for text messages,
where there is one, offers itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ecoduty.kernel.clock import is_rehearsal, now
from ecoduty.kernel.outbox import drainer, queue
from ecoduty.kernel.outbox.drainer import Channel, DeliveryRefusedError, NothingToDeliverError
from ecoduty.kernel.outbox.queue import Outgoing

CHANNEL = "sms_public"


@dataclass(frozen=True, slots=True)
class Text:
    """What is sent to which number."""

    mobile: str
    words: str


Composer = Callable[[dict[str, Any]], Text | None]
_composers: dict[str, Composer] = {}
_offered: dict[str, int] = {}


def composed_by(what: str, composer: Composer) -> None:
    """Say how messages of one sort are put into words; None when there is nothing left to say."""
    _composers[what] = composer


def offer(deliver: Channel, per_second: int) -> None:
    """Make the channel known."""
    _offered[CHANNEL] = per_second
    drainer.register(CHANNEL, deliver, outside=True)


def withdraw() -> None:
    """Take the channel back; for tests."""
    _offered.clear()
    drainer.forget(CHANNEL)


def offered() -> bool:
    """Whether this installation sends text messages."""
    return bool(_offered)


def write(what: str, key: str, **payload: Any) -> None:
    """Have a message sent after the transaction; nothing where no channel is offered."""
    if offered():
        queue.write([Outgoing(CHANNEL, key, {"what": what, **payload})], now())


def compose(payload: dict[str, Any]) -> Text:
    """Number and words. Raises NothingToDeliverError or DeliveryRefusedError."""
    if is_rehearsal():
        raise NothingToDeliverError("演练库不对外发送")
    found = _composers[payload["what"]](payload)
    if found is None:
        raise NothingToDeliverError("没有要告知的了")
    if not found.mobile:
        raise DeliveryRefusedError("没有留下手机号码")
    return found


def drain() -> int:
    """What the worker calls every second."""
    return drainer.drain_outside(CHANNEL, _offered[CHANNEL]) if offered() else 0
