"""Delivering messages: take one, hand it to its channel, note the outcome. Many drainers may run side by side.

Channels inside the platform (drawing a paper) share one pass. Each channel that leads outside is drained by itself, so
that a slow gateway holds up nobody else; it has a pace, and when the other side is not there the channel waits, not
each of its messages.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import connection, transaction

from ecoduty.kernel.clock import is_rehearsal, now
from ecoduty.kernel.outbox.models import Channel as ChannelRow
from ecoduty.kernel.outbox.models import Message, SendState

log = structlog.get_logger()

Channel = Callable[[str, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class _Registered:
    deliver: Channel
    outside: bool = False


_channels: dict[str, _Registered] = {}
_reserved: set[str] = set()

SUNK = "演练：没有送出"  # what a rehearsal notes instead of sending to the outside
ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=10)  # of a channel whose other side is not there
JITTER = 0.2  # of every wait, so that what failed together does not come back together

# The oldest message that is due and has no older brother still waiting under the same key.
_TAKE = """
SELECT id FROM outbox_message AS message
WHERE state = 'waiting' AND next_try_at <= %s AND {which} AND NOT EXISTS (
    SELECT 1 FROM outbox_message AS older
    WHERE older.state = 'waiting' AND older.channel = message.channel AND older.key = message.key AND older.id < message.id
)
ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
_INSIDE = _TAKE.format(which="channel <> ALL(%s)")
_OUTSIDE = _TAKE.format(which="channel = %s")
# One sender at a time for each channel outside, over all processes. No row is locked while it sends: whoever stops
# the channel meanwhile need not wait.
_ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('outbox:' || %s))"


class DeliveryFailedError(Exception):
    """A channel could not deliver now; the message stays and is tried again."""


class ChannelDownError(DeliveryFailedError):
    """The other side is not there for anybody; the channel waits and no message is counted as failed."""


class DeliveryRefusedError(Exception):
    """The other side will never take this message (no such address); it waits for a person at once."""


class NothingToDeliverError(Exception):
    """What was to be said no longer holds; the message is withdrawn."""


def register(channel: str, deliver: Channel, *, outside: bool = False) -> None:
    """Name the function that delivers a channel's messages: deliver(key, payload), idempotent, raising one of the
    errors above. An `outside` channel is drained by itself.
    """
    _channels[channel] = _Registered(deliver, outside)


def reserve(*names: str) -> None:
    """Say that channels of these names lead outside, configured in this process or not: what is written to them by a
    process that has them waits for one that has them, too.
    """
    _reserved.update(names)


def forget(channel: str) -> None:
    """Take a channel back; what is written to it waits."""
    _channels.pop(channel, None)


def channels() -> frozenset[str]:
    """The channels that can be written to."""
    return frozenset(_channels)


def outward() -> frozenset[str]:
    """The channels of this process that lead outside."""
    return frozenset(name for name, known in _channels.items() if known.outside)


def drain(limit: int = 1000) -> int:
    """Deliver what is due on every channel, at most `limit` messages each; the number delivered."""
    return drain_inside(limit) + drain_every_outside(limit)


def drain_every_outside(limit: int = 1000) -> int:
    """Deliver what is due on every channel outside that this process has, at most `limit` messages each; their number."""
    return sum(drain_outside(name, limit) for name in sorted(outward()))


def drain_inside(limit: int = 1000) -> int:
    """Deliver what is due inside the platform. Safe with several drainers at once."""
    return _drain(_deliver_inside, limit)


def drain_outside(channel: str, limit: int = 1000) -> int:
    """Deliver what is due on one channel outside, one sender at a time however many drainers; the number delivered."""
    return _drain(lambda: _deliver_outside(channel), limit)


def _drain(one: Callable[[], bool | None], limit: int) -> int:
    delivered = 0
    for _ in range(limit):
        outcome = one()
        if outcome is None:
            break
        delivered += outcome
    return delivered


def _deliver_inside() -> bool | None:
    """Deliver one message; None when nothing is due.

    The row stays locked while its channel works: a drainer that dies gives it back untouched. Delivery is
    therefore at least once, and channels are idempotent by (key, message id in the payload).
    """
    with transaction.atomic():
        outside = {name for name, known in _channels.items() if known.outside}
        message = _taken(_INSIDE, sorted(outside | _reserved))
        return None if message is None else _attempt(message, None)


def _deliver_outside(name: str) -> bool | None:
    """The same for a channel outside, unless it is stopped, waiting, or just served by somebody else."""
    with transaction.atomic():
        if not _alone(name):
            return None
        channel, _ = ChannelRow.objects.get_or_create(pk=name)
        if channel.state != ChannelRow.WORKING or (channel.try_again_at and channel.try_again_at > now()):
            return None
        message = _taken(_OUTSIDE, name)
        if message is not None and is_rehearsal():
            return _sink(message)
        return None if message is None else _attempt(message, channel)


def _sink(message: Message) -> bool:
    """What a rehearsal does with a message that leads outside."""
    message.state, message.sent_at, message.last_error = SendState.SENT, now(), SUNK
    message.save(update_fields=["state", "sent_at", "last_error"])
    return True


def _alone(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [name])
        return bool(cursor.fetchone()[0])


def _taken(statement: str, which: Any) -> Message | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [now(), which])
        row = cursor.fetchone()
    return None if row is None else Message.objects.get(pk=row[0])


def _attempt(message: Message, channel: ChannelRow | None) -> bool:
    try:
        with transaction.atomic():
            _channels[message.channel].deliver(message.key, {**message.payload, "message": message.pk})
    except ChannelDownError as error:
        _pause(message, channel, str(error))
        return False
    except DeliveryFailedError as error:
        _postpone(message, str(error))
        return False
    except DeliveryRefusedError as error:
        _end(message, SendState.DEAD, str(error))
        return False
    except NothingToDeliverError as error:
        _end(message, SendState.CANCELLED, str(error))
        return False
    except Exception as error:
        log.exception("outbox.delivery_failed", channel=message.channel, message=message.pk)
        _postpone(message, f"{type(error).__name__}: {error}")
        return False
    message.state, message.sent_at, message.attempts = SendState.SENT, now(), message.attempts + 1
    message.save(update_fields=["state", "sent_at", "attempts"])
    if channel is not None:
        ChannelRow.objects.filter(pk=channel.pk).update(
            failures=0, failing_since=None, try_again_at=None, last_error="", last_sent_at=message.sent_at
        )
    return True


def _postpone(message: Message, error: str) -> None:
    """Try again later, twice as long each time; after ATTEMPTS the message waits for a person."""
    message.attempts += 1
    message.last_error = error[:2000]
    if message.attempts >= ATTEMPTS:
        message.state = SendState.DEAD
    message.next_try_at = _later(now(), FIRST_WAIT * 2 ** (message.attempts - 1))
    message.save(update_fields=["attempts", "last_error", "state", "next_try_at"])


def _end(message: Message, state: SendState, why: str) -> None:
    message.state, message.last_error, message.attempts = state, why[:2000], message.attempts + 1
    message.save(update_fields=["state", "last_error", "attempts"])


def _pause(message: Message, channel: ChannelRow | None, error: str) -> None:
    """Let the channel wait. The message that met a working channel is counted, so that one that always brings the
    other side down ends before a person; those that merely find it down are not.
    """
    if channel is None or channel.failures == 0:
        _postpone(message, error)
    else:  # the next one tries, so that this one cannot stand in the way of all
        message.last_error, message.next_try_at = error[:2000], _later(now(), FIRST_WAIT)
        message.save(update_fields=["last_error", "next_try_at"])
    if channel is None:
        return
    wait = min(FIRST_WAIT * 2 ** min(channel.failures, 10), LONGEST_PAUSE)
    ChannelRow.objects.filter(pk=channel.pk).update(
        failures=channel.failures + 1,
        failing_since=channel.failing_since or now(),
        try_again_at=_later(now(), wait),
        last_error=error[:2000],
    )
    log.warning("outbox.channel_down", channel=channel.pk, failures=channel.failures + 1, error=error)


def _later(moment: datetime, wait: timedelta) -> datetime:
    return moment + wait * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 -- spreading, no secret


__all__ = [
    "ATTEMPTS",
    "FIRST_WAIT",
    "ChannelDownError",
    "DeliveryFailedError",
    "DeliveryRefusedError",
    "NothingToDeliverError",
    "channels",
    "drain",
    "drain_every_outside",
    "drain_inside",
    "drain_outside",
    "forget",
    "outward",
    "register",
    "reserve",
]
