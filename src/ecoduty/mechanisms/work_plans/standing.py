"""Where each body stands with its plan of the year, and which of its responsibilities nobody answers for (8.1, 8.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.listed import ROWS_OWED, RowOwed
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.work_plans.models import Task, WorkPlan
from ecoduty.mechanisms.work_plans.queries import rolled
from ecoduty.mechanisms.work_plans.states import CANCELLED
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

UNIT, PERSON, TASK = "unit", "person", "task"
GAPS = {UNIT: "没有责任处室", PERSON: "没有责任人", TASK: "没有任务"}


@dataclass(frozen=True, slots=True)
class PlanOf:
    """One body and its plan of a year; `tasks` and `percent` (None without a task) leave cancelled ones out."""

    body: Body
    plan: WorkPlan | None
    tasks: int
    percent: int | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A listed row and what it lacks: keys of GAPS."""

    row: RowOwed
    lacks: frozenset[str]


def planning_bodies(on: date) -> list[Body]:
    """Who makes a plan every year, in official order."""
    kinds = rulebooks.current().words("work-plan.kinds", on=on)
    return list(directory.bodies(on=on).filter(kind__in=kinds).select_related("region"))


def visible_from(year: int, on: date) -> date:
    """From which day of the year a body without a plan is named."""
    month, day = str(rulebooks.current().value("work-plan.visible-from", on=on)).split("-")
    return date(year, int(month), int(day))


def plans(year: int, bodies: Sequence[Body]) -> list[PlanOf]:
    """Each body with its plan: two statements."""
    found = {
        plan.body_id: plan for plan in WorkPlan.objects.filter(year=year, body__in=bodies).select_related("matter")
    }
    rows: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    tasks = Task.objects.filter(plan__in=found.values()).exclude(matter__state=CANCELLED.code)
    for plan, percent, weight in tasks.values_list("plan__body", "percent", "weight"):
        rows[plan].append((percent, weight))
    return [PlanOf(body, found.get(body.pk), len(rows[body.pk]), rolled(rows[body.pk])) for body in bodies]


def without_plan(year: int, on: date, bodies: Sequence[Body] | None = None) -> list[Body]:
    """Bodies that should have one for the year by that day and have none; nobody before the rulebook's day."""
    if on < visible_from(year, on):
        return []
    every = planning_bodies(on) if bodies is None else list(bodies)
    planned = set(WorkPlan.objects.filter(year=year).values_list("body", flat=True))
    return [body for body in every if body.pk not in planned]


def gaps(on: date, bodies: Collection[int] | None = None) -> list[Gap]:
    """Rows of lists in force that lack something: two statements, and those of the port.

    A unit or person is there where the list names it or a task about the row does; a task is one that is open, or belongs to
    this year's plan and was not cancelled.
    """
    rows = ask(ROWS_OWED)(bodies, on=on) if asked(ROWS_OWED) else ()
    helped = _by_row(on)
    found = []
    for row in rows:
        tasks = helped.get(row.key, ())
        lacks = {
            UNIT: not row.unit and not any(unit for unit, _ in tasks),
            PERSON: not row.person and not any(person for _, person in tasks),
            TASK: not tasks,
        }
        if any(lacks.values()):
            found.append(Gap(row, frozenset(name for name, missing in lacks.items() if missing)))
    return found


def _by_row(on: date) -> Mapping[UUID, list[tuple[str, str]]]:
    """Unit and person of each task, by the row it is about."""
    current = Q(matter__open=True) | Q(plan__year=on.year)
    tasks = Task.objects.filter(current, row__isnull=False).exclude(matter__state=CANCELLED.code)
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for row, unit, person in tasks.values_list("row", "unit", "person"):
        if row is not None:
            found[row].append((unit, person))
    return found


__all__ = ["GAPS", "Gap", "PlanOf", "gaps", "planning_bodies", "plans", "visible_from", "without_plan"]
