"""How many of each body were trained in a year, of how many; who has no plan (clause 16.1).

People with an account are counted once however many courses they took. Of the others only numbers are kept, and who came twice
cannot be told: the largest single course counts, so that coverage is never said too high.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.encouragement.training import queries
from ecoduty.mechanisms.encouragement.training.models import Attendance, Course, TrainingPlan
from ecoduty.organisation.directory.models import Body

_FROM = "training.visible-from"


@dataclass(frozen=True, slots=True)
class Trained:
    """A body's year: its plan (None: none), courses of its own planned and held, its people who took part in anybody's.

    `persons` are different people at the least, `attendances` how often people took part.
    """

    body: Body
    plan: TrainingPlan | None
    courses: int
    held: int
    persons: int
    attendances: int

    @property
    def to_train(self) -> int | None:
        """How many there are to be trained; None where nobody said."""
        return self.plan.to_train if self.plan else None

    @property
    def percent(self) -> int | None:
        """Coverage in percent, rounded down, 100 at most; None without a number to be trained."""
        return min(100, self.persons * 100 // self.to_train) if self.to_train else None


def visible_from(year: int, on: date) -> date:
    """From which day of the year a body without a plan is named."""
    month, day = str(rulebooks.current().value(_FROM, on=on)).split("-")
    return date(year, int(month), int(day))


def without_plan(year: int, on: date, bodies: Sequence[Body] | None = None) -> list[Body]:
    """Bodies that should have a plan for the year by that day and have none; nobody before the rulebook's day."""
    if on < visible_from(year, on):
        return []
    every = queries.planning_bodies(on) if bodies is None else list(bodies)
    planned = set(TrainingPlan.objects.filter(year=year).values_list("body", flat=True))
    return [body for body in every if body.pk not in planned]


def not_teaching(year: int, on: date) -> list[Body]:
    """Party schools of which nobody said by the rulebook's day that ecology is in their teaching."""
    if on < visible_from(year, on):
        return []
    teaching = set(TrainingPlan.objects.filter(year=year, teaches=True).values_list("body", flat=True))
    return [body for body in queries.planning_bodies(on) if queries.school(body, on) and body.pk not in teaching]


def of_year(year: int, bodies: Sequence[Body]) -> list[Trained]:
    """Each body with its year, in the order given: four statements."""
    ids = [body.pk for body in bodies]
    plans = {
        plan.body_id: plan
        for plan in TrainingPlan.objects.filter(year=year, body__in=ids).select_related("matter", "body")
    }
    counted = dict(_courses(year, ids))
    took_part = _took_part(year, ids)
    return [
        Trained(body, plans.get(body.pk), *counted.get(body.pk, (0, 0)), *took_part.get(body.pk, (0, 0)))
        for body in bodies
    ]


def _courses(year: int, ids: Sequence[int]) -> list[tuple[int, tuple[int, int]]]:
    rows = Course.objects.filter(plan__year=year, plan__body__in=ids, cancelled="").order_by()
    found = rows.values_list("plan__body").annotate(n=Count("pk"), held=Count("pk", filter=Q(held_on__isnull=False)))
    return [(body, (n, held)) for body, n, held in found]


def _took_part(year: int, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """By body: different persons at the least, and how often people took part."""
    rows = Attendance.objects.filter(struck="", body__in=ids, course__held_on__year=year).order_by()
    named = dict(rows.filter(person__isnull=False).values_list("body").annotate(n=Count("person", distinct=True)))
    all_of = dict(rows.values_list("body").annotate(n=Sum("heads")))
    largest: dict[int, int] = defaultdict(int)
    by_course = rows.filter(person=None).values_list("body", "course").annotate(n=Sum("heads"))
    for body, _, heads in by_course:
        if body is not None:
            largest[body] = max(largest[body], heads)
    return {body: (named.get(body, 0) + largest[body], heads) for body, heads in all_of.items() if body is not None}


__all__ = ["Trained", "not_teaching", "of_year", "visible_from", "without_plan"]
