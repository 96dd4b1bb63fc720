"""The daily message: one for each person and channel, over everything that waits for it."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from ecoduty.kernel.clock import now
from ecoduty.kernel.outbox import queue
from ecoduty.kernel.outbox.queue import Outgoing

BATCH = 20_000
_DUE = """
SELECT d.id, d.person_id, d.channel FROM deliveries_delivery d
WHERE d.message_id IS NULL AND d.sent_at IS NULL AND d.cancelled_at IS NULL AND d.due_at <= %s
ORDER BY d.due_at, d.id LIMIT %s FOR UPDATE SKIP LOCKED
"""
_TIE = """
UPDATE deliveries_delivery SET message_id = rows.message
FROM unnest(%s::bigint[], %s::bigint[]) AS rows(id, message) WHERE deliveries_delivery.id = rows.id
"""


def compose(moment: datetime | None = None) -> int:
    """Make the daily messages that are due; their number. Three statements for any number; safe beside another."""
    at = moment or now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DUE, [at, BATCH])
        due = cursor.fetchall()
        if not due:
            return 0
        places = dict.fromkeys((person, channel) for _, person, channel in due)
        messages = [Outgoing(channel, f"person-{person}-digest") for person, channel in places]
        numbers = dict(zip(places, queue.write(messages, at), strict=True))
        cursor.execute(_TIE, [[row[0] for row in due], [numbers[person, channel] for _, person, channel in due]])
    return len(messages)
