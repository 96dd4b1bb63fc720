"""How delivery goes, for pages, alarms and health checks: what waits, since when, what failed for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

_BACKLOG = """
SELECT channel, count(*), min(due_at) FROM outbox_message WHERE state = 'waiting' AND due_at <= %s
GROUP BY channel ORDER BY channel
"""
_DEAD = "SELECT channel, count(*) FROM outbox_message WHERE state = 'dead' GROUP BY channel ORDER BY channel"


@dataclass(frozen=True, slots=True)
class Backlog:
    """What a channel has not delivered although it was due: how many, and since when the first should have left."""

    channel: str
    waiting: int
    since: datetime


def backlog(due_before: datetime) -> list[Backlog]:
    """The channels with messages that should have left by that moment. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_BACKLOG, [due_before])
        return [Backlog(*row) for row in cursor.fetchall()]


def dead() -> dict[str, int]:
    """How many messages of each channel wait for a person. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_DEAD)
        return dict(cursor.fetchall())
