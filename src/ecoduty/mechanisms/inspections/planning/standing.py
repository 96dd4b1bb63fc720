"""How the plans of a year stand: who has none, who checks not itself, what goes over the cap (clauses 14.1, 25.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecoduty.casework.figures.tallies import Member
from ecoduty.mechanisms.inspections.planning import overlaps, queries
from ecoduty.mechanisms.inspections.planning.models import PlanLine
from ecoduty.organisation.directory.models import Body


def bodies_without_self_check(year: int, on: date, bodies: Sequence[Body] | None = None) -> list[Body]:
    """Bodies that should have planned by that day to check themselves and have not; nobody before the rulebook's day."""
    if on < queries.visible_from(year, on):
        return []
    every = queries.self_checking_bodies(on) if bodies is None else list(bodies)
    decided = [*overlaps.DECIDED, "closed"]
    planned = PlanLine.objects.filter(
        plan__year=year, plan__matter__state__in=decided, withdrawn="", kind__in=queries.self_kinds(on)
    )
    there = set(planned.values_list("plan__body", flat=True))
    return [body for body in every if body.pk not in there]


def without_self_check(on: date) -> list[Member]:
    """The same for this year, as a number has them."""
    return [Member(body.key, body.key, body.short_name) for body in bodies_without_self_check(on.year, on)]


__all__ = ["bodies_without_self_check", "without_self_check"]
