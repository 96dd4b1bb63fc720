"""The numbers over the overview of lists, each with its address: the overview narrowed to it, or the list of matters behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from ecoduty.casework.figures.tallies import tallies
from ecoduty.interfaces.desk import counted
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.responsibilities.flow import SPECIFIC


@dataclass(frozen=True, slots=True)
class Total:
    """A number over the overview. `current` while the page is narrowed to it."""

    label: str
    count: int
    unit: str
    url: str
    current: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """All of them; `bodies` are the keys of those that the page is narrowed to, None where it is not narrowed."""

    every: Sequence[Total]
    bodies: frozenset[str] | None
    narrowed: str


def totals(visit: Visit, only: str) -> Totals:
    """What stands over the page. Raises Refused `not_found` for a number that nobody gave out."""
    known = {key.removeprefix(f"{SPECIFIC}."): one for key, one in tallies().items() if key.startswith(f"{SPECIFIC}.")}
    if only and only not in known:
        raise refuse("not_found")
    members = {name: one.members(visit.today) for name, one in known.items()}
    address = reverse("desk:lists")
    found = [
        Total(counted.word(one.label), len(members[name]), one.unit, f"{address}?only={name}", current=name == only)
        for name, one in known.items()
    ]
    late = [
        Total(number.label, number.count, "件", number.url, late=number.late)
        for number in counted.numbers(SPECIFIC, visit.actor)
        if number.figure == f"{SPECIFIC}.overdue" and number.count is not None
    ]
    bodies = frozenset(member.body for member in members[only]) if only else None
    return Totals([*found, *late], bodies, counted.word(known[only].label) if only else "")


__all__ = ["Total", "Totals", "totals"]
