"""The acts that the deadlines of any matter have: for people who decide, and for the platform itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from ecoduty.casework.duties.board import Board, DeadlineData
from ecoduty.casework.duties.deciding import ExtendDeadline, ResumeDeadline, ReviewDeadline, SuspendDeadline
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.recomputation import RecomputeDeadlines
from ecoduty.casework.duties.states import DeadlineState
from ecoduty.kernel.flow import Act, Attempt, Guard, State, Who

SYSTEM = Who("system", ("system",), "系统")
OFFICE = Who("committee_office", (), "市生环委办")
SUPERVISOR = Who("supervisor", (), "督办单位")


class MarkMissed(DeadlineData):
    """Deadlines whose time is over; the sweep names them."""

    deadlines: tuple[int, ...] = Field(title="时限")

    def facts(self) -> dict[str, Any]:
        """The effect records which deadlines they were."""
        return {}

    def change(self, board: Board, attempt: Attempt) -> None:
        """Note since when they are late; what was met or moved in the meantime is passed over."""
        for number in self.deadlines:
            row = board.row(attempt.subject.pk, number)
            if row is not None and row.state == DeadlineState.RUNNING and row.is_late(attempt.recorded_at):
                board.miss(row, attempt)


def deadline_acts(states: Sequence[State]) -> tuple[Act, ...]:
    """The acts that every kind of matter has for its deadlines, possible in every open state."""
    from_ = tuple(state.code for state in states if state.open)
    people = (OFFICE, SUPERVISOR)
    return (
        Act("extend_deadline", "延期", from_, None, people, guards=(_HAS_RUNNING,), data=ExtendDeadline, aside=True),
        Act(
            "suspend_deadline",
            "中止计时",
            from_,
            None,
            people,
            guards=(_HAS_RUNNING,),
            data=SuspendDeadline,
            aside=True,
        ),
        Act(
            "resume_deadline",
            "恢复计时",
            from_,
            None,
            people,
            guards=(_HAS_SUSPENDED,),
            data=ResumeDeadline,
            aside=True,
        ),
        Act("review_deadline", "核对期限", from_, None, people, guards=(_HAS_REVIEW,), data=ReviewDeadline, aside=True),
        Act("recompute_deadlines", "按新放假安排重算期限", from_, None, (SYSTEM,), data=RecomputeDeadlines, aside=True),
        Act("mark_missed", "逾期", from_, None, (SYSTEM,), data=MarkMissed, aside=True),
    )


def _has(**conditions: Any) -> Any:
    return lambda attempt: Deadline.objects.filter(matter=attempt.subject, **conditions).exists()


_HAS_RUNNING = Guard(
    "no_running_deadline", "现在没有正在计时的时限。", lambda attempt: attempt.subject.next_due_at is not None
)
_HAS_SUSPENDED = Guard("no_suspended_deadline", "现在没有中止的时限。", _has(state=DeadlineState.SUSPENDED))
_HAS_REVIEW = Guard("no_deadline_to_review", "现在没有待核对的期限。", _has(review__gt=""))
