"""The clocks of supervised work: signing for it, reporting in its rhythm, its limit, and the issuer's check."""

from __future__ import annotations

from ecoduty.casework.duties import owing, ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.supervision_orders import queries, rhythm
from ecoduty.mechanisms.supervision_orders.models import SupervisedWork
from ecoduty.mechanisms.supervision_orders.queries import CHECK, FEEDBACK, LIMIT
from ecoduty.organisation.directory.models import Body


def _limit(attempt: Attempt) -> Ruled:
    """The day of the order; after a return the day that held before, extensions kept."""
    return Ruled(LIMIT, until=queries.last_day(attempt.subject.supervised_work))


def _feedback(attempt: Attempt) -> Ruled | None:
    """The next station after what was reported: one feedback answers for one station, and one given late for all before it."""
    work: SupervisedWork = attempt.subject.supervised_work
    on, last = local_date(attempt.occurred_at), queries.last_feedback_day(work)
    after = max(on, last) if last else on
    until = rhythm.due_day(work.order.rhythm, after, queries.last_day(work), current_calendar())
    return Ruled(FEEDBACK, until=until) if until is not None else None


def _issuer(attempt: Attempt) -> Body:
    body: Body = attempt.subject.supervised_work.issuer
    return body


def install() -> None:
    """Tell the deadlines."""
    for limit, rule in ((LIMIT, _limit), (FEEDBACK, _feedback)):
        ruling.day_named(limit)
        ruling.ruled_by(limit, rule)
    owing.held_by(CHECK, _issuer)
