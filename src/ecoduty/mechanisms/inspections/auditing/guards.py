"""Conditions of the acts of an audit project, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.flow import Attempt, Guard


def _over(attempt: Attempt) -> bool:
    """The day of the answer is past: the matter's next moment of lateness has come."""
    due = attempt.subject.next_due_at
    return due is not None and bool(due <= attempt.recorded_at)


SILENT = Guard("opinion_still_open", "提出意见的期限还没有过。", _over, clause="14.3")
AUDITED = Guard(
    "not_the_audited",
    "这一步由被审计单位办。",
    lambda attempt: attempt.subject.audit_project.audited_id in attempt.actor.bodies,
    clause="14.3",
)
