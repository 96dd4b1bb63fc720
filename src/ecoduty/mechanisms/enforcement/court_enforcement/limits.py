"""Which clocks run: the body applies in time, the court accepts and rules, the court above is asked in time."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.duties import owing, ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import start_of_day
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.enforcement import applying
from ecoduty.mechanisms.enforcement.court_enforcement import queries, states
from ecoduty.mechanisms.enforcement.court_enforcement.models import CourtEnforcement
from ecoduty.mechanisms.enforcement.court_enforcement.states import Refusal
from ecoduty.organisation.directory.models import Body


def _application(attempt: Attempt) -> Ruled | None:
    """From the day on which the party can do nothing more against the decision, or from the end of a deferral that comes later;
    not while the remedy is pending.
    """
    own = _own(attempt)
    end = queries.remedy_end(own)
    if end is None:
        return None
    rule, start = queries.counts_from(own, end)
    return Ruled(rule, start=start_of_day(start))


def _ruling(attempt: Attempt) -> Ruled | None:
    """Thirty days where opinions are heard, from the acceptance in any case (art. 57, 58); none where the court above granted
    enforcement itself.
    """
    own = _own(attempt)
    if attempt.subject.state != states.ACCEPTED.code:
        return None
    return Ruled(queries.HEARING if own.hearing else queries.RULING, start=own.accepted_at)


def _refused(attempt: Attempt) -> Ruled | None:
    return _from_service(attempt, queries.REFUSED, Refusal.ACCEPTANCE)


def _not_granted(attempt: Attempt) -> Ruled | None:
    return _from_service(attempt, queries.NOT_GRANTED, Refusal.EXECUTION)


def _from_service(attempt: Attempt, rule: str, refusal: Refusal) -> Ruled | None:
    """From the day on which the ruling was served."""
    own = _own(attempt)
    served: date | None = own.refused_on
    if attempt.subject.state != states.REFUSED.code or own.refusal != refusal or served is None:
        return None
    return Ruled(rule, start=start_of_day(served))


def _court(attempt: Attempt) -> Body:
    body: Body = _own(attempt).court
    return body


def _own(attempt: Attempt) -> CourtEnforcement:
    own: CourtEnforcement = attempt.subject.court_enforcement
    return own


def install() -> None:
    """Tell the deadlines."""
    applying.counted(queries.KIND, _application)
    ruling.ruled_by(queries.RULING, _ruling)
    ruling.ruled_by(queries.REFUSED, _refused)
    ruling.ruled_by(queries.NOT_GRANTED, _not_granted)
    for limit in (queries.ACCEPTANCE, queries.RULING):
        owing.held_by(limit, _court)
