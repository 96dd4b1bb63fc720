"""Which clocks a problem has: assigning it, setting measures, putting it right, striking it off."""

from __future__ import annotations

from ecoduty.casework.duties import owing, ruling
from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import local_date, start_of_day
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.inspections import queries, states
from ecoduty.mechanisms.inspections.rectifying import queries as full
from ecoduty.mechanisms.inspections.roads import Road, is_monthly
from ecoduty.organisation.directory.models import Body

_NAMED = {"assign", "look_back", "reopen_problem"}  # acts that name the last day
_TURNING = {"record_check": states.RECTIFYING.code, "settle_notice_objection": states.RECTIFYING.code}


def _goes_on(attempt: Attempt) -> bool:
    """Whether an act that may send a problem back did not: then nothing begins anew."""
    turns = _TURNING.get(attempt.act.code)
    return turns is not None and attempt.leads_to != turns


def _measures(attempt: Attempt) -> Ruled | None:
    """Measures are owed on the plain road only."""
    return Ruled(queries.START) if attempt.subject.problem.road == Road.PLAIN else None


def _plan(attempt: Attempt) -> Ruled | None:
    """A plan is owed on the full road; where rectification is called for monthly, by the longer rule of superior inspections."""
    own = attempt.subject.problem
    if own.road != Road.FULL:
        return None
    longer = is_monthly(own.source, own.found_on)
    return Ruled(full.PLAN_MONTHLY if longer else full.PLAN)


def _progress(attempt: Attempt) -> Ruled | None:
    """The monthly call (domain: 按月调度), where the rulebook wants it of this source."""
    own = attempt.subject.problem
    called = own.road == Road.FULL and is_monthly(own.source, own.found_on)
    return Ruled(full.PROGRESS) if called and not _goes_on(attempt) else None


def _acceptance(attempt: Attempt) -> Ruled | None:
    return Ruled(full.ACCEPTANCE) if attempt.leads_to is None else None


def _close_out(attempt: Attempt) -> Ruled:
    """Counted from the last day of the notice; of a result that is not shown from the day on which that was said."""
    until = attempt.subject.problem.notice_until
    return Ruled(full.CLOSE_OUT, start=start_of_day(until) if until else None)


def _acceptor(attempt: Attempt) -> Body:
    body: Body = attempt.subject.problem.accepting
    return body


def _limit(attempt: Attempt) -> Ruled | None:
    """The day named when it was assigned; after a return the one that holds, or some days to make up for what was missing."""
    own = attempt.subject.problem
    if _goes_on(attempt):
        return None
    if attempt.act.code in _NAMED:
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
    for limit, ruled in (
        (queries.START, _measures), (full.PLAN, _plan), (full.PROGRESS, _progress), (full.ACCEPTANCE, _acceptance),
        (full.CLOSE_OUT, _close_out),
    ):  # fmt: skip
        ruling.ruled_by(limit, ruled)
    for limit in (full.PLAN_APPROVAL, full.CLOSE_OUT, full.LOOK_BACK):
        owing.held_by(limit, _assigner)
    owing.held_by(full.ACCEPTANCE, _acceptor)
    owing.held_by(queries.STATEMENT, _inspected)
    owing.held_by(queries.VERIFICATION, _assigner)
