"""Questions about reconsiderations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.kernel.clock import local_date, start_of_day
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.counterparts import counterparts
from ecoduty.mechanisms.enforcement.reconsidering.models import AdministrativeReconsideration
from ecoduty.organisation.directory.models import Body

KIND = "administrative_reconsideration"
LITIGATION = "litigation"
ANSWER, DECISION = "reconsideration.answer", "reconsideration.decision"
SUIT = "litigation.filing/after-reconsideration"
SUMMARY = "summary"
_OUTCOMES = "reconsideration.outcomes"


def outcomes(on: date) -> Mapping[str, str]:
    """What an organ can decide, by code; empty where the rulebook does not say."""
    book = rulebooks.current()
    return dict(book.pairs(_OUTCOMES, on=on)) if _OUTCOMES in book.values else {}


def organs(level: str, on: date) -> Sequence[Body]:
    """The governments that look at acts again, those of the level first."""
    return counterparts(("government",), level, on)


def courts(level: str, on: date) -> Sequence[Body]:
    """The courts to which the applicant may go."""
    return counterparts(("court",), level, on)


def suit_until(own: AdministrativeReconsideration) -> date | None:
    """The last day on which the applicant may go to court; shown, for it is the applicant's time and nobody's to be late with."""
    if own.decided_on is None:
        return None
    found = reckon_limit(rulebooks.current(), SUIT, start_of_day(own.decided_on), current_calendar())
    return found.due_on or local_date(found.due.moment)


__all__ = ["ANSWER", "DECISION", "KIND", "LITIGATION", "SUIT", "SUMMARY", "courts", "organs", "outcomes", "suit_until"]
