"""Which clocks a task has: signing for it, its own limit as issued, and judging its quality."""

from __future__ import annotations

from ecoduty.casework.duties import owing, ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.work_plans import queries
from ecoduty.organisation.directory.models import Body

RECEIPT = "task.receipt"
LIMIT = queries.LIMIT
ACCEPTANCE = "task.acceptance"


def _limit(attempt: Attempt) -> Ruled:
    """The day that was fixed when it was issued; after a return the day that held before, extensions kept."""
    own = attempt.subject.task
    return Ruled(LIMIT, until=own.limit_on if attempt.act.code == "issue" else queries.last_day(own))


def _issuer(attempt: Attempt) -> Body:
    body: Body = attempt.subject.task.issued_by
    return body


def install() -> None:
    """Tell the deadlines."""
    ruling.day_named(LIMIT)
    ruling.ruled_by(LIMIT, _limit)
    owing.held_by(ACCEPTANCE, _issuer)
