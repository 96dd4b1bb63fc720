"""The clocks of filing: from publication, of the review, of correction, and before a document ends."""

from __future__ import annotations

from datetime import timedelta

from ecoduty.casework.duties import owing, ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import local_date, start_of_day
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.legal_review import queries
from ecoduty.mechanisms.legal_review.filing import states
from ecoduty.organisation.directory.models import Body

FILING, COMPLETION, REVIEW, CORRECTION, EVALUATION = (
    "filing-review.filing", "filing-review.completion", "filing-review.review", "filing-review.correction-report",
    "filing-review.evaluation",
)  # fmt: skip
_REMIND = "legal-review.remind-days"


def _filing(attempt: Attempt) -> Ruled | None:
    """By its sort, from the day it came out."""
    own = attempt.subject.filing_review
    rule = queries.filing_limit(own.sort, local_date(attempt.recorded_at))
    return Ruled(rule, start=start_of_day(own.published_on)) if rule else None


def _evaluation(attempt: Attempt) -> Ruled | None:
    """Some days before its last day; where that is over, the last day itself."""
    until = attempt.subject.filing_review.valid_until
    if until is None or attempt.subject.state != states.IN_FORCE.code:
        return None
    on = local_date(attempt.recorded_at)
    early = until - timedelta(days=rulebooks.current().whole(_REMIND, on=on))
    return Ruled(EVALUATION, until=early if early > on else until)


def _correction(attempt: Attempt) -> Ruled | None:
    """Only where something is to be corrected."""
    return Ruled(CORRECTION) if attempt.subject.state == states.CORRECTING.code else None


def _reviewer(attempt: Attempt) -> Body:
    found = queries.reviewer(local_date(attempt.recorded_at))
    body: Body = found or attempt.subject.holder
    return body


def install() -> None:
    """Tell the deadlines."""
    ruling.ruled_by(FILING, _filing)
    ruling.ruled_by(CORRECTION, _correction)
    ruling.day_named(EVALUATION)
    ruling.ruled_by(EVALUATION, _evaluation)
    owing.held_by(REVIEW, _reviewer)


__all__ = ["COMPLETION", "CORRECTION", "EVALUATION", "FILING", "REVIEW", "install"]
