"""How the plans of a year stand: who has none, who checks not itself, what goes over the cap (clauses 14.1, 25.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecoduty.casework.figures.tallies import Member
from ecoduty.mechanisms.inspections.planning import objects, overlaps, queries
from ecoduty.mechanisms.inspections.planning.models import InspectionObject, PlanLine
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


def over_cap(on: date) -> list[Member]:
    """The objects that this year is inspected more often than the cap allows; a site is nobody's, its district's."""
    cap = queries.cap(on)
    many = [number for number, count in objects.counts(on.year, on).items() if count > cap]
    rows = InspectionObject.objects.filter(pk__in=many).select_related("body", "region").order_by("name")
    return [Member(str(row.pk), _whose(row), row.name) for row in rows]


def _whose(row: InspectionObject) -> str:
    body = row.body or row.region
    return body.key if body else ""


__all__ = ["bodies_without_self_check", "over_cap", "without_self_check"]
