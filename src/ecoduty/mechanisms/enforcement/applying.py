"""The time for applying to the court where a decision is not performed: from when, until when, and when to demand first.

Both the case and the application to the court count it, by the same rule of the rulebook (coercion law, art. 53 and 54).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ecoduty.casework.duties import ruling
from ecoduty.casework.duties.reckoning import Reckoned, reckon_limit
from ecoduty.kernel.clock import Term, Unit, start_of_day
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.rulebook.schema import Basis

APPLICATION = "court-enforcement.application"
DEFERRED = "court-enforcement.application/deferred"
DEMAND = "coercion.demand"
RECONSIDERATION, LITIGATION = "reconsideration.application", "litigation.filing"
AFTER_RECONSIDERATION = "litigation.filing/after-reconsideration"
_rulings: dict[str, ruling.Ruling] = {}


@dataclass(frozen=True, slots=True)
class Span:
    """Something that has to run out first, with its working: `last` is its last day. `start` is None where the last day was
    named and nothing is counted; `basis` says what it rests on.

    `safe` is the day after which it is over on either reading: where the last day is a day of rest and no text that was read
    says whether it rolls, the party keeps the doubt.
    """

    label: str
    last: date
    working: str
    start: date | None = None
    days_worked: bool = False
    basis: Basis | None = None

    @property
    def safe(self) -> date:
        """The last day, or the working day after it."""
        return self.last if self.start is None else current_calendar().working_day_from(self.last)


def span(rule: str, start: date) -> Span:
    """A limit that runs from a day. Raises UnknownRuleError, NotInForceError."""
    found = reckoned(rule, start)
    worked = isinstance(found.due.term, Term) and found.due.term.unit is Unit.WORKING_DAYS
    return Span(found.label, found.due.day, found.due.explanation.text, start, worked, found.basis)


def reckoned(rule: str, start: date) -> Reckoned:
    """The same with all that the rulebook says of it. Raises UnknownRuleError, NotInForceError."""
    return reckon_limit(rulebooks.current(), rule, start_of_day(start), current_calendar())


def undisputed(served: date) -> Span:
    """Until when a party that was served can ask for reconsideration or sue: whichever ends later."""
    both = (span(RECONSIDERATION, served), span(LITIGATION, served))
    return max(both, key=lambda one: one.last)


def last_demand(until: date) -> date:
    """The last day on which a demand can be served so that it has run out before the last working day of applying."""
    calendar = current_calendar()
    apply_on = until if calendar.day(until).is_working else calendar.previous_working_day(until, 1)
    day = apply_on
    while span(DEMAND, day).last >= apply_on:
        day -= timedelta(days=1)
    return day


def counted(kind: str, ruled: ruling.Ruling) -> None:
    """Register how a kind of case counts the time for applying: both kinds keep it under the one key of the rulebook."""
    _rulings[kind] = ruled
    ruling.ruled_by(APPLICATION, _ruled)


def _ruled(attempt: Attempt) -> ruling.Ruled | None:
    return _rulings[attempt.table.kind](attempt)


__all__ = [
    "AFTER_RECONSIDERATION", "APPLICATION", "DEFERRED", "DEMAND", "LITIGATION", "RECONSIDERATION", "Span", "counted", "last_demand",
    "reckoned", "span", "undisputed",
]  # fmt: skip
