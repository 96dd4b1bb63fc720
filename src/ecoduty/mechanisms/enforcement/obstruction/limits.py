"""Whose clocks they are: every limit of support and obstruction is the police's to keep."""

from __future__ import annotations

from ecoduty.casework.duties import owing, ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.enforcement.obstruction import queries
from ecoduty.organisation.directory.models import Body


def _supporting(attempt: Attempt) -> Body:
    police: Body = attempt.subject.police_support.police
    return police


def _deciding(attempt: Attempt) -> Body:
    police: Body = attempt.subject.obstruction.police
    return police


def _agreed(attempt: Attempt) -> Ruled:
    """The feedback is owed from the moment for which they agreed to come, where that lies ahead."""
    agreed = attempt.subject.police_support.agreed_for
    ahead = agreed if agreed is not None and agreed > attempt.occurred_at else None
    return Ruled(queries.FEEDBACK, start=ahead)


def install() -> None:
    """Tell the deadlines."""
    ruling.ruled_by(queries.FEEDBACK, _agreed)
    for limit in (queries.ANSWER, queries.FEEDBACK):
        owing.held_by(limit, _supporting)
    for limit in (queries.RECEIPT, queries.DECISION, queries.TELLING):
        owing.held_by(limit, _deciding)
