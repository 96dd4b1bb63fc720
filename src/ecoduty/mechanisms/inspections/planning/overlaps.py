"""Two bodies that plan to inspect the same object at nearly the same time (clause 14.1): pointed out to both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from ecoduty.casework.matters.models import Matter
from ecoduty.mechanisms.inspections.planning import queries, states
from ecoduty.mechanisms.inspections.planning.models import PlanLine

DECIDED = (states.SUBMITTED.code, states.IN_FORCE.code)


@dataclass(frozen=True, slots=True)
class Overlap:
    """A line of one's own and one of another body's plan."""

    own: PlanLine
    other: PlanLine

    @property
    def pair(self) -> str:
        """Both in one word, for a choice."""
        return f"{self.own.pk}:{self.other.pk}"


def months_between(one: PlanLine, two: PlanLine) -> int:
    """How many months after the end of one the other begins; 0 where they meet."""
    return max(0, one.first_month - two.last_month, two.first_month - one.last_month)


def of_plan(matter: Matter, on: date, lines: Sequence[PlanLine] | None = None) -> list[Overlap]:
    """The lines of a plan with those of others that they meet. Others' drafts are nobody's to know. Two queries.

    Covert lines against the plan's own body are not told, and self-checks and audits stand by themselves.
    """
    counted = queries.counted_kinds(on)
    own = [line for line in (queries.standing(matter) if lines is None else lines) if line.kind in counted]
    own = [line for line in own if not line.withdrawn and line.joint_with_id is None]
    if not own:
        return []
    plan = own[0].plan
    others = _of_others([line.object_id for line in own], plan.year, counted).exclude(plan=plan)
    others = others.exclude(kind__in=queries.covert_kinds(on), object__body=plan.body_id)
    by_object: dict[int, list[PlanLine]] = defaultdict(list)
    for line in others.select_related("plan__body", "object", "plan__matter"):
        by_object[line.object_id].append(line)
    near = queries.overlap_months(on)
    return [
        Overlap(line, other)
        for line in own
        for other in by_object[line.object_id]
        if months_between(line, other) < near
    ]


def objects_met(year: int, on: date) -> dict[int, list[PlanLine]]:
    """By object the lines of a year that meet a line of another body's plan. One query."""
    by_object: dict[int, list[PlanLine]] = defaultdict(list)
    for line in _of_others(None, year, queries.counted_kinds(on)).select_related(
        "plan__body", "object__region", "object__body"
    ):
        by_object[line.object_id].append(line)
    near = queries.overlap_months(on)
    found: dict[int, list[PlanLine]] = {}
    for number, lines in by_object.items():
        met = [
            line
            for line in lines
            if any(line.plan_id != other.plan_id and months_between(line, other) < near for other in lines)
        ]
        if met:
            found[number] = met
    return found


def _of_others(objects: Collection[int] | None, year: int, counted: Sequence[str]) -> QuerySet[PlanLine]:
    found = PlanLine.objects.filter(
        plan__matter__state__in=DECIDED, plan__year=year, withdrawn="", joint_with=None, kind__in=counted
    )
    return found if objects is None else found.filter(object__in=objects)


__all__ = ["DECIDED", "Overlap", "months_between", "objects_met", "of_plan"]
