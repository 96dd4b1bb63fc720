"""Writing messages: in the transaction of the act that causes them, many at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from ecoduty.kernel.outbox.models import Message, SendState


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message before it is written. `key` orders messages among themselves and lets them be cancelled."""

    channel: str
    key: str
    payload: dict[str, Any] = field(default_factory=dict)
    not_before: datetime | None = None


def write(messages: Sequence[Outgoing], moment: datetime) -> list[int]:
    """Write messages with one statement and return their numbers in order; they leave only if the transaction commits."""
    if not messages:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_message (channel, key, payload, state, attempts, written_at, due_at, next_try_at, last_error) "
            "SELECT channel, key, payload::jsonb, 'waiting', 0, %s, next_try_at, next_try_at, '' "
            "FROM unnest(%s::text[], %s::text[], %s::text[], %s::timestamptz[]) AS rows(channel, key, payload, next_try_at) "
            "RETURNING id",
            [
                moment,
                [message.channel for message in messages],
                [message.key for message in messages],
                [json.dumps(message.payload, ensure_ascii=False) for message in messages],
                [message.not_before or moment for message in messages],
            ],
        )
        return [row[0] for row in cursor.fetchall()]


def cancel(channel: str, key: str) -> int:
    """Withdraw what has not left yet; the number of messages withdrawn."""
    return Message.objects.filter(channel=channel, key=key, state=SendState.WAITING).update(state=SendState.CANCELLED)


def revive(channel: str, key: str, moment: datetime) -> int:
    """Send again what was given up, from its first try on; the number of messages."""
    rows = Message.objects.filter(channel=channel, key=key, state=SendState.DEAD)
    return rows.update(state=SendState.WAITING, attempts=0, due_at=moment, next_try_at=moment)
