"""Questions about enforcement by the court: from which day to which it may be applied for, with the working."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ecoduty.casework.duties.reckoning import Reckoned, reckon_limit
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import Term, Unit, spoken_date, start_of_day
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.rulebook.schema import Basis
from ecoduty.mechanisms.enforcement.counterparts import counterparts
from ecoduty.mechanisms.enforcement.court_enforcement.models import CourtEnforcement
from ecoduty.mechanisms.enforcement.court_enforcement.states import Remedy
from ecoduty.organisation.directory.models import Body

KIND = "court_enforcement"
LEG = "court-enforcement"
CASES = ("administrative_case",)
DEMAND = "coercion.demand"
RECONSIDERATION, LITIGATION = "reconsideration.application", "litigation.filing"
AFTER_RECONSIDERATION = "litigation.filing/after-reconsideration"
APPLICATION, ACCEPTANCE, RULING = (
    "court-enforcement.application",
    "court-enforcement.acceptance",
    "court-enforcement.ruling",
)
HEARING = "court-enforcement.ruling/hearing"
REFUSED, NOT_GRANTED = "court-enforcement.refusal-reconsideration", "court-enforcement.ruling-reconsideration"


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


@dataclass(frozen=True, slots=True)
class Window:
    """When one may apply: not before `first`, not after `last`. `remedy` None while the party's remedy is pending, `demand`
    None before the demand was served; then `first` is not known.
    """

    demand: Span | None
    remedy: Span | None
    first: date | None
    last: date | None
    working: str = ""


def courts(level: str, on: date) -> list[Body]:
    """To which courts one can apply, that of the same level first."""
    return counterparts(("court",), level, on)


def remedy_end(own: CourtEnforcement) -> Span | None:
    """The last day on which the party could still ask for reconsideration or sue; None while it does."""
    if own.remedy == Remedy.NAMED and own.named_end is not None:
        return Span("复议、起诉期限", own.named_end, own.named_basis)
    if own.remedy == Remedy.RECONSIDERED and own.reconsidered_on is not None:
        return _span(AFTER_RECONSIDERATION, own.reconsidered_on)
    if own.remedy == Remedy.NONE:
        both = (_span(RECONSIDERATION, own.served_on), _span(LITIGATION, own.served_on))
        return max(both, key=lambda span: span.last)
    return None


def window(own: CourtEnforcement) -> Window:
    """From which day to which it may be applied for (coercion law, art. 53 and 54)."""
    demand = _span(DEMAND, own.demanded_on) if own.demanded_on else None
    remedy = remedy_end(own)
    first = max(demand.last, remedy.safe) + timedelta(days=1) if demand and remedy else None
    if remedy is None:
        return Window(demand, None, first, None)
    until = _reckoned(APPLICATION, remedy.last)
    return Window(demand, remedy, first, until.due.day, until.due.explanation.text)


def _span(rule: str, start: date) -> Span:
    found = _reckoned(rule, start)
    worked = isinstance(found.due.term, Term) and found.due.term.unit is Unit.WORKING_DAYS
    return Span(found.label, found.due.day, found.due.explanation.text, start, worked, found.basis)


def _reckoned(rule: str, start: date) -> Reckoned:
    return reckon_limit(rulebooks.current(), rule, start_of_day(start), current_calendar())


def spans(own: CourtEnforcement) -> Sequence[Span]:
    """What has to run out before, as far as it is known."""
    found = window(own)
    return [span for span in (found.remedy, found.demand) if span is not None]


def known(matter: Matter) -> Mapping[str, str]:
    """What the papers of an application may say beside what every case knows."""
    own = CourtEnforcement.objects.get(pk=matter.pk)
    return {
        "decision_number": own.decision_number,
        "served": spoken_date(own.served_on),
        "obligation": own.obligation,
        "remedy": "" if own.remedy == Remedy.PENDING else own.get_remedy_display(),
        "demanded": spoken_date(own.demanded_on) if own.demanded_on else "",
        "demand_number": own.demand_number,
    }


__all__ = [
    "ACCEPTANCE", "APPLICATION", "CASES", "DEMAND", "HEARING", "KIND", "LEG", "NOT_GRANTED", "REFUSED", "RULING", "Span", "Window",
    "courts", "remedy_end", "spans", "window",
]  # fmt: skip
