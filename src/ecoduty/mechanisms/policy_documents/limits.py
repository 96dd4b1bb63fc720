"""The clocks of a document that ends: decide before its last day what becomes of it; be through by its last day."""

from __future__ import annotations

from datetime import date, timedelta

from ecoduty.casework.duties import ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.policy_documents import queries

REVIEW = "policy-document.review"
CONCLUSION = "policy-document.conclusion"


def review_day(until: date, on: date) -> date:
    """The day by which it is decided: some days before the last one; where that is over, the last one."""
    early = until - timedelta(days=queries.remind_days(on))
    return early if early > on else until


def _review(attempt: Attempt) -> Ruled | None:
    until = attempt.subject.policy_document.valid_until
    return Ruled(REVIEW, until=review_day(until, local_date(attempt.recorded_at))) if until else None


def _conclusion(attempt: Attempt) -> Ruled | None:
    until = attempt.subject.policy_document.valid_until
    return Ruled(CONCLUSION, until=until) if until else None


def install() -> None:
    """Tell the deadlines."""
    for limit, rule in ((REVIEW, _review), (CONCLUSION, _conclusion)):
        ruling.day_named(limit)
        ruling.ruled_by(limit, rule)
