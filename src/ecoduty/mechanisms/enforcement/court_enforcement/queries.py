"""Questions about enforcement by the court: from which day to which it may be applied for, with the working."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import spoken_date
from ecoduty.mechanisms.enforcement.applying import (
    AFTER_RECONSIDERATION,
    APPLICATION,
    DEFERRED,
    DEMAND,
    Span,
    reckoned,
    span,
    undisputed,
)
from ecoduty.mechanisms.enforcement.counterparts import counterparts
from ecoduty.mechanisms.enforcement.court_enforcement import states
from ecoduty.mechanisms.enforcement.court_enforcement.models import CourtEnforcement
from ecoduty.mechanisms.enforcement.court_enforcement.states import Remedy
from ecoduty.organisation.directory.models import Body

KIND = "court_enforcement"
LEG = "court-enforcement"
CASES = ("administrative_case",)
ACCEPTANCE, RULING = "court-enforcement.acceptance", "court-enforcement.ruling"
HEARING = "court-enforcement.ruling/hearing"
REFUSED, NOT_GRANTED = "court-enforcement.refusal-reconsideration", "court-enforcement.ruling-reconsideration"


@dataclass(frozen=True, slots=True)
class Window:
    """When one may apply: not before `first`, not after `last`. `remedy` None while the party's remedy is pending, `demand`
    None before the demand was served; then `first` is not known. `deferred` is the last day of a deferral; `moved` says that the
    time counts from there.
    """

    demand: Span | None
    remedy: Span | None
    first: date | None
    last: date | None
    working: str = ""
    deferred: date | None = None
    moved: bool = False


def courts(level: str, on: date) -> list[Body]:
    """To which courts one can apply, that of the same level first."""
    return counterparts(("court",), level, on)


def remedy_end(own: CourtEnforcement) -> Span | None:
    """The last day on which the party could still ask for reconsideration or sue; None while it does."""
    if own.remedy == Remedy.NAMED and own.named_end is not None:
        return Span("复议、起诉期限", own.named_end, own.named_basis)
    if own.remedy == Remedy.RECONSIDERED and own.reconsidered_on is not None:
        return span(AFTER_RECONSIDERATION, own.reconsidered_on)
    if own.remedy == Remedy.NONE:
        return undisputed(own.served_on)
    return None


def window(own: CourtEnforcement) -> Window:
    """From which day to which it may be applied for (coercion law, art. 53 and 54)."""
    demand = span(DEMAND, own.demanded_on) if own.demanded_on else None
    remedy = remedy_end(own)
    if remedy is None:
        return Window(demand, None, None, None, deferred=own.deferred_until)
    rule, start = counts_from(own, remedy)
    until = reckoned(rule, start).due
    first = max(demand.last, remedy.safe, own.deferred_until or remedy.safe) + timedelta(days=1) if demand else None
    return Window(demand, remedy, first, until.day, until.explanation.text, own.deferred_until, rule == DEFERRED)


def counts_from(own: CourtEnforcement, remedy: Span) -> tuple[str, date]:
    """The rule and the day from which the time for applying counts: the end of the party's own time, or of a deferral that ends
    later.
    """
    if own.deferred_until is not None and own.deferred_until > remedy.last:
        return DEFERRED, own.deferred_until
    return APPLICATION, remedy.last


def is_over(own: CourtEnforcement, on: date) -> bool:
    """Whether the time for applying was over before that day: no deferral brings it back."""
    last = window(own).last
    return last is not None and on > last


def in_preparation(case: Matter, on: date) -> list[Matter]:
    """Applications that come from a case, did not go yet, and still have time."""
    found = CourtEnforcement.objects.filter(case=case, matter__state__in=states.BEFORE).select_related("matter")
    return [own.matter for own in found.order_by("pk") if not is_over(own, on)]


def spans(own: CourtEnforcement) -> Sequence[Span]:
    """What has to run out before, as far as it is known."""
    found = window(own)
    return [one for one in (found.remedy, found.demand) if one is not None]


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
    "counts_from", "courts", "in_preparation", "is_over", "remedy_end", "spans", "window",
]  # fmt: skip
