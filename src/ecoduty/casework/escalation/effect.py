"""What the acts of a ladder do: rungs and notices for a whole batch at once; withdrawal when a deadline is met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection

from ecoduty.casework.duties import board, ruling
from ecoduty.casework.duties.board import Move
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation import advancing, deciding, firing, notices, queries
from ecoduty.casework.escalation.data import AdvanceRung, HoldRung, MergeRung, PrepareRungs, ReleaseRung, Remind, Urge
from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import office_seats
from ecoduty.casework.escalation.states import UNDECIDED, NoticeKind, RungState
from ecoduty.casework.matters import passing
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import ActData, Attempt, registry

ORDER = 200  # after deadlines

_HANDLERS: dict[type[ActData], Callable[[Sequence[Attempt]], None]] = {
    Remind: firing.remind,
    PrepareRungs: firing.prepare,
    ReleaseRung: deciding.release,
    MergeRung: deciding.merge,
    HoldRung: deciding.hold,
    AdvanceRung: advancing.advance,
    Urge: firing.urge,
}
# A statement for both: this runs with every act that meets a deadline.
_WITHDRAW = """
WITH lapsed AS (
    UPDATE escalation_rung SET state = %(lapsed)s
    WHERE deadline_id = ANY(%(ids)s) AND state = ANY(%(undecided)s)
)
UPDATE escalation_notice SET cancelled_at = %(at)s
WHERE deadline_id = ANY(%(ids)s) AND read_at IS NULL AND cancelled_at IS NULL
"""


def install() -> None:
    """Register with the gate and with the deadlines."""
    registry.before_write("ladder", apply, ORDER)
    registry.before_write("ladder-passing", pass_on, ORDER)
    board.listen("ladder", withdraw)
    board.listen("review", ask_for_review)
    ruling.told_by(queries.reached)


def apply(attempts: Sequence[Attempt]) -> None:
    """Do what the acts of a ladder do; all attempts are of one act."""
    handler = _HANDLERS.get(type(attempts[0].data)) if attempts else None
    if handler is not None:
        handler(attempts)


def pass_on(attempts: Sequence[Attempt]) -> None:
    """What a dissolved body had still to decide is decided by its successor, in the same post. One statement."""
    data = passing.passing(attempts)
    if data is not None:
        of_these = Deadline.objects.filter(matter__in=[attempt.subject.pk for attempt in attempts]).values("pk")
        waiting = Rung.objects.filter(deadline__in=of_these, state__in=UNDECIDED, release_body=data.former)
        waiting.update(release_body=data.heir)


def withdraw(moves: Sequence[Move]) -> None:
    """Meeting, moving, suspending or cancelling a deadline takes back what was queued for it and not yet decided."""
    gone = [move.deadline for move in moves if move.moved]
    if not gone:
        return
    at: datetime = max(move.recorded_at for move in moves)
    with connection.cursor() as cursor:
        cursor.execute(
            _WITHDRAW,
            {
                "ids": gone,
                "at": at,
                "lapsed": RungState.LAPSED.value,
                "undecided": [state.value for state in UNDECIDED],
            },
        )


def ask_for_review(moves: Sequence[Move]) -> None:
    """Tell the committee office of due days that a new calendar would have moved into lateness."""
    kept = [move for move in moves if move.did == "kept"]
    if not kept:
        return
    at = max(move.recorded_at for move in kept)
    titles = dict(
        Matter.objects.filter(pk__in={move.matter for move in kept})
        .exclude(secrecy=Secrecy.RESTRICTED)
        .values_list("pk", "title")
    )
    seats = office_seats(local_date(at))
    text = "放假安排有变，按新安排计算此件已经逾期，原定日期未动。请核对后决定。"
    drafts = [
        Draft(seat, NoticeKind.REVIEW, f"期限待核对：{titles[move.matter]}", text, move.matter, move.deadline)
        for move in kept
        if move.matter in titles
        for seat in seats
    ]
    notices.write(drafts, at)
