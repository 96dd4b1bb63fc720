"""Taking back what is queued: when a matter closes or changes hands, when a deadline is met or moved.

In the transaction of the act. What a channel is sending at this very moment is left to it, so no act waits for a
mail server; if that attempt fails, the next one finds that nothing holds any longer (composing.compose).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from ecoduty.casework.deliveries import outside
from ecoduty.casework.duties.board import Move
from ecoduty.casework.escalation.states import ASKING, OF_THE_HOLDER, NoticeKind
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Attempt, registry
from ecoduty.kernel.flow.table import START

ORDER = 300  # after deadlines and ladders

# Deliveries first; then the messages that have nothing else to say and are not being sent just now.
_CANCEL = """
WITH gone AS (
    UPDATE deliveries_delivery SET cancelled_at = %(at)s
    WHERE {which} = ANY(%(ids)s) AND sent_at IS NULL AND cancelled_at IS NULL AND written_at < %(at)s
    RETURNING id, message_id
), free AS (
    SELECT m.id FROM outbox_message m WHERE m.id IN (SELECT message_id FROM gone) AND m.state = 'waiting'
    FOR UPDATE SKIP LOCKED
)
UPDATE outbox_message SET state = 'cancelled' WHERE id IN (SELECT id FROM free) AND NOT EXISTS (
    SELECT 1 FROM deliveries_delivery other
    WHERE other.message_id = outbox_message.id AND other.cancelled_at IS NULL AND other.id NOT IN (SELECT id FROM gone)
)
"""
_OF_DEADLINE = _CANCEL.format(which="deadline_id")
_OF_MATTER = _CANCEL.format(which="matter_id")
# Only what its holder was asked: who releases a rung or looks through a day does so whoever holds the matter.
_UNASKED = _OF_MATTER.replace(
    "AND sent_at IS NULL",
    "AND notice_id IN (SELECT id FROM escalation_notice WHERE matter_id = ANY(%(ids)s) AND cancelled_at = %(at)s) "
    "AND sent_at IS NULL",
)
_UNASK = """
UPDATE escalation_notice SET cancelled_at = %s
WHERE matter_id = ANY(%s) AND kind = ANY(%s) AND read_at IS NULL AND cancelled_at IS NULL AND created_at < %s
"""


def moved(moves: Sequence[Move]) -> None:
    """A deadline was met, moved, suspended or cancelled: what is queued for it no longer holds. One statement."""
    gone = [move.deadline for move in moves if move.moved]
    if gone and outside.offered():
        _run(_OF_DEADLINE, gone, max(move.recorded_at for move in moves))


def matters(attempts: Sequence[Attempt]) -> None:
    """A matter closed or went into other hands: who was asked need not be told any more. Nothing where neither
    happened, else two statements for all of them.
    """
    at = max(attempt.recorded_at for attempt in attempts)
    _take_back([attempt.subject.pk for attempt in attempts if _closed(attempt)], ASKING, _OF_MATTER, at)
    _take_back([attempt.subject.pk for attempt in attempts if _handed_over(attempt)], OF_THE_HOLDER, _UNASKED, at)


def _take_back(gone: list[int], kinds: Sequence[NoticeKind], queued: str, at: datetime) -> None:
    if not gone:
        return
    with connection.cursor() as cursor:
        cursor.execute(_UNASK, [at, gone, [kind.value for kind in kinds], at])
    if outside.offered():
        _run(queued, gone, at)


def _closed(attempt: Attempt) -> bool:
    if not isinstance(attempt.subject, Matter) or attempt.before == START:
        return False
    states = attempt.table.by_state
    return states[attempt.before].open and not states[attempt.subject.state].open


def _handed_over(attempt: Attempt) -> bool:
    """Another body or unit holds it than when it was loaded."""
    matter = attempt.subject
    return isinstance(matter, Matter) and matter.loaded_with not in {None, (matter.holder_id, matter.holder_unit_id)}


def _run(statement: str, ids: list[int], at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": ids, "at": at})


def install() -> None:
    """Register with the gate."""
    registry.before_write("deliveries", matters, ORDER)
