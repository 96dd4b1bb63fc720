"""Which clocks a problem has: assigning it, setting measures, putting it right, striking it off."""

from __future__ import annotations

from ecoduty.casework.duties import owing, ruling
from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.inspections import queries
from ecoduty.organisation.directory.models import Body


def _limit(attempt: Attempt) -> Ruled:
    """The day named when it was assigned; after a return the one that holds, or some days to make up for what was missing."""
    own = attempt.subject.problem
    if attempt.act.code == "assign":
        return Ruled(queries.LIMIT, until=own.limit_on)
    found = reckon_limit(rulebooks.current(), queries.CORRECTION, attempt.occurred_at, current_calendar())
    again = found.due_on or local_date(found.due.moment)
    return Ruled(queries.LIMIT, until=max(again, queries.last_day(own) or again))


def _inspected(attempt: Attempt) -> Body:
    body: Body = attempt.subject.problem.inspected
    return body


def _assigner(attempt: Attempt) -> Body:
    body: Body = attempt.subject.problem.found_by
    return body


def install() -> None:
    """Tell the deadlines."""
    ruling.day_named(queries.LIMIT)
    ruling.ruled_by(queries.LIMIT, _limit)
    owing.held_by(queries.STATEMENT, _inspected)
    owing.held_by(queries.VERIFICATION, _assigner)
