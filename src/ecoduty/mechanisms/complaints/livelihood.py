"""Complaints that are treated as 民生实事 (clause 2.1): marked and unmarked by an act, with a reason."""

from __future__ import annotations

from ecoduty.kernel.flow import Act, Attempt, Guard, Who
from ecoduty.mechanisms.complaints import data
from ecoduty.mechanisms.complaints.models import Complaint

_CLAUSES = ("2.1",)
UNMARKED = Guard(
    "marked_already",
    "这件已经列为民生实事。",
    lambda attempt: not attempt.subject.complaint.livelihood,
    clause="2.1",
)
MARKED = Guard(
    "not_marked",
    "这件没有列为民生实事。",
    lambda attempt: attempt.subject.complaint.livelihood,
    clause="2.1",
)


def acts(states: tuple[str, ...], who: tuple[Who, ...]) -> tuple[Act, ...]:
    """The two rows of the complaint's table: states in which it may be marked, and by whom."""
    return (
        Act("mark_livelihood", "列为民生实事", states, None, who, _CLAUSES, guards=(UNMARKED,),
            data=data.DecisionReason, effect=mark, aside=True, hint="与标为民生实事的任务同列一张表，单独计办结率"),
        Act("unmark_livelihood", "取消民生实事标记", states, None, who, _CLAUSES, guards=(MARKED,),
            data=data.DecisionReason, effect=unmark, aside=True),
    )  # fmt: skip


def mark(attempt: Attempt) -> None:
    """It counts among 民生实事 from now on."""
    _set(attempt, marked=True)


def unmark(attempt: Attempt) -> None:
    """It does not any more."""
    _set(attempt, marked=False)


def _set(attempt: Attempt, *, marked: bool) -> None:
    own: Complaint = attempt.subject.complaint
    own.livelihood = marked
    own.save(update_fields=["livelihood"])


__all__ = ["MARKED", "UNMARKED", "acts", "mark", "unmark"]
