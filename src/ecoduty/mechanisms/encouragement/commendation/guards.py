"""Conditions of the acts of a commendation, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.encouragement.commendation import queries


def _another(attempt: Attempt) -> bool:
    proposed = attempt.subject.commendation.proposed_account
    return proposed is None or proposed != attempt.actor.account


def _over(attempt: Attempt) -> bool:
    until = attempt.subject.commendation.notice_until
    return until is not None and local_date(attempt.occurred_at) > until


def _settled(attempt: Attempt) -> bool:
    return not queries.unsettled(attempt.subject).exists()


ANOTHER = Guard("reviewed_by_proposer", "推荐的人不能自己审核，请由另一人审核。", _another, clause="16.3")
NOTICE_OVER = Guard("notice_running", "公示期还没有满，期满之后才能登记决定。", _over, clause="16.3")
SETTLED = Guard("objections_open", "还有异议没有核查结论，请先处理异议。", _settled, clause="16.3")
ANY_OPEN = Guard("no_objection_open", "没有等待核查的异议。", lambda attempt: not _settled(attempt), clause="16.3")
