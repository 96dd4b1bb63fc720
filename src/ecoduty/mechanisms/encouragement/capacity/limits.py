"""The clocks of a return: filling it in, and the committee office's check of it."""

from __future__ import annotations

from ecoduty.casework.duties import owing
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

FILLING = "capacity.filling"
CHECKING = "capacity.checking"


def _office(attempt: Attempt) -> Body:
    """Whose the check is. Without a committee office in the directory it stays the holder's."""
    there = directory.bodies(on=local_date(attempt.occurred_at)).filter(kind=COMMITTEE_OFFICE, level=Level.CITY)
    found: Body = there.first() or attempt.subject.holder
    return found


def install() -> None:
    """Tell the deadlines."""
    owing.held_by(CHECKING, _office)
