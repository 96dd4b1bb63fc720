"""Questions about protection: its sorts, the head counts that hold, who has none."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.encouragement.protection.models import Coverage, Protection
from ecoduty.mechanisms.encouragement.protection.states import CANCELLED, RUNNING
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

PROTECTION = "protection"
_SORTS, _KINDS = "protection.sorts", "protection.kinds"


@dataclass(frozen=True, slots=True)
class Covered:
    """A body's measures of one sort: how many there are, and how many people of how many are covered by them together.

    `uncounted` measures have no head count yet.
    """

    measures: int
    covered: int
    eligible: int
    uncounted: int

    @property
    def percent(self) -> int | None:
        """Rounded down; None where nobody was counted."""
        return self.covered * 100 // self.eligible if self.eligible else None


def sorts(on: date) -> Mapping[str, str]:
    """Code and name of the sorts of measures."""
    return dict(rulebooks.current().pairs(_SORTS, on=on))


def protecting_bodies(on: date) -> list[Body]:
    """Who ought to have measures, in official order."""
    kinds = rulebooks.current().words(_KINDS, on=on)
    return list(directory.bodies(on=on).filter(kind__in=kinds).select_related("region"))


def counts(measures: Collection[int]) -> dict[int, Coverage]:
    """The head count that holds, by measure: one statement."""
    rows = Coverage.objects.filter(protection__in=measures).order_by("protection", "-on", "-pk")
    return {row.protection_id: row for row in rows.distinct("protection")}


def holding(on: date) -> Q:
    """The condition on measures that they protect on a day."""
    kept = Q(since__lte=on) & (Q(until=None) | Q(until__gte=on))
    return kept & ~Q(matter__state=CANCELLED.code)


def by_body(seen: Q, on: date) -> dict[int, dict[str, Covered]]:
    """What protects on a day, by body and sort: two statements. `seen` is a condition on matters."""
    rows = Protection.objects.filter(holding(on), matter__in=Matter.objects.filter(seen, kind=PROTECTION))
    measures = list(rows.values_list("pk", "body", "sort"))
    counted = counts([pk for pk, _, _ in measures])
    found: dict[int, dict[str, Covered]] = {}
    for pk, body, sort in measures:
        of_body = found.setdefault(body, {})
        before, row = of_body.get(sort, Covered(0, 0, 0, 0)), counted.get(pk)
        of_body[sort] = Covered(
            before.measures + 1,
            before.covered + (row.covered if row else 0),
            before.eligible + (row.eligible if row else 0),
            before.uncounted + (row is None),
        )
    return found


def without(on: date) -> list[Body]:
    """Bodies that ought to have measures and have none that protects on that day."""
    there = set(Protection.objects.filter(holding(on), matter__state=RUNNING.code).values_list("body", flat=True))
    return [body for body in protecting_bodies(on) if body.pk not in there]


__all__ = ["PROTECTION", "Covered", "by_body", "counts", "holding", "protecting_bodies", "sorts", "without"]
