"""Delivering messages: take one, hand it to its channel, note the outcome. Many drainers may run side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.db import connection, transaction

from ecoduty.kernel.clock import now
from ecoduty.kernel.outbox.models import Message, SendState

log = structlog.get_logger()

Channel = Callable[[str, dict[str, Any]], None]
_channels: dict[str, Channel] = {}

ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=30)

# The oldest message that is due and has no older brother still waiting under the same key.
_TAKE = """
SELECT id FROM outbox_message AS message
WHERE state = 'waiting' AND next_try_at <= %s AND NOT EXISTS (
    SELECT 1 FROM outbox_message AS older
    WHERE older.state = 'waiting' AND older.channel = message.channel AND older.key = message.key AND older.id < message.id
)
ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
"""


class DeliveryFailedError(Exception):
    """A channel could not deliver now; the message stays and is tried again."""


def register(channel: str, deliver: Channel) -> None:
    """Name the function that delivers a channel's messages: deliver(key, payload), idempotent, raising DeliveryFailedError."""
    _channels[channel] = deliver


def channels() -> frozenset[str]:
    """The channels that can be written to."""
    return frozenset(_channels)


def drain(limit: int = 1000) -> int:
    """Deliver what is due, at most `limit` messages; the number delivered. Safe with several drainers at once."""
    delivered = 0
    for _ in range(limit):
        outcome = _deliver_one()
        if outcome is None:
            break
        delivered += outcome
    return delivered


def _deliver_one() -> bool | None:
    """Deliver one message; None when nothing is due.

    The row stays locked while its channel works: a drainer that dies gives it back untouched. Delivery is
    therefore at least once, and channels are idempotent by (key, message id in the payload).
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, [now()])
            row = cursor.fetchone()
        if row is None:
            return None
        message = Message.objects.get(pk=row[0])
        try:
            with transaction.atomic():
                _channels[message.channel](message.key, {**message.payload, "message": message.pk})
        except DeliveryFailedError as error:
            _postpone(message, str(error))
            return False
        except Exception as error:
            log.exception("outbox.delivery_failed", channel=message.channel, message=message.pk)
            _postpone(message, f"{type(error).__name__}: {error}")
            return False
        message.state, message.sent_at, message.attempts = SendState.SENT, now(), message.attempts + 1
        message.save(update_fields=["state", "sent_at", "attempts"])
        return True


def _postpone(message: Message, error: str) -> None:
    """Try again later, twice as long each time; after ATTEMPTS the message waits for a person."""
    message.attempts += 1
    message.last_error = error[:2000]
    if message.attempts >= ATTEMPTS:
        message.state = SendState.DEAD
    message.next_try_at = now() + FIRST_WAIT * 2 ** (message.attempts - 1)
    message.save(update_fields=["attempts", "last_error", "state", "next_try_at"])
