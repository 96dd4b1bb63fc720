"""The clocks of a commendation: the days before the public in working days, and the decision after them."""

from __future__ import annotations

from datetime import date, datetime

from ecoduty.casework.duties import ruling
from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import start_of_day
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.encouragement.commendation.queries import DECISION, NOTICE


def notice(begun: datetime) -> tuple[date, str]:
    """The last day before the public for a notice that begins then, and how many days that is in words.

    Raises as `reckon_limit`, and TypeError for a rulebook that counts it in hours.
    """
    found = reckon_limit(rulebooks.current(), NOTICE, begun, current_calendar())
    if found.due_on is None:
        raise TypeError(f"{NOTICE} is counted in days")
    return found.due_on, found.unit_text


def _decision(attempt: Attempt) -> Ruled | None:
    until = attempt.subject.commendation.notice_until
    return Ruled(DECISION, start=start_of_day(until)) if until else None


def install() -> None:
    """The decision counts from the last day of the notice."""
    ruling.ruled_by(DECISION, _decision)
