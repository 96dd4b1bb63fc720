"""Rows of the three lists, each with the numbers of the other two. A page of rows costs the same however many they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.rules import Sight, visible_to
from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.listed import ROWS_SEEN, RowSeen
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.work_plans import milestones
from ecoduty.mechanisms.work_plans.lists import asking
from ecoduty.mechanisms.work_plans.models import Project, Task
from ecoduty.mechanisms.work_plans.queries import LIMIT
from ecoduty.mechanisms.work_plans.states import DOING, ISSUED

Named = TypeVar("Named")
_OWED = (ISSUED.code, DOING.code)  # after that the limit is met


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with its last day as extended, the project it is done by and the listed row it serves, as far as known, and how
    many of its milestones are over and not reached.
    """

    task: Task
    due_on: date
    project: Project | None
    row: RowSeen | None
    missed: int = 0

    def late(self, on: date) -> bool:
        """Whether its own limit has passed; a late receipt or judgement is another matter, and the light tells of it."""
        matter = self.task.matter
        return matter.state in _OWED and self.due_on < on and not matter.suspended


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project with its tasks and the listed rows that these serve."""

    project: Project
    tasks: Sequence[Task]
    rows: Sequence[RowSeen]


@dataclass(frozen=True, slots=True)
class RowOwed:
    """A listed responsibility with its tasks and the projects that these are done by."""

    row: RowSeen
    tasks: Sequence[Task]
    projects: Sequence[Project]


def tasks(found: Collection[Task], actor: Actor, on: date) -> list[TaskRow]:
    """Tasks with what they name. Four statements."""
    last = dict(
        Deadline.objects.filter(matter__in=[one.pk for one in found], key=LIMIT)
        .order_by("pk")
        .values_list("matter", "due_on")
    )
    known = _projects({one.project_id for one in found if one.project_id}, actor)
    rows = _rows({one.row for one in found if one.row}, actor, on)
    missed = milestones.missed_of([one.pk for one in found], on)
    return [
        TaskRow(
            one,
            last.get(one.pk) or one.limit_on or on,
            known.get(one.project_id or 0),
            rows.get(one.row),
            missed.get(one.pk, 0),
        )
        for one in found
    ]


def projects(found: Collection[Project], actor: Actor, on: date) -> list[ProjectRow]:
    """Projects with the tasks that hang on them. Two statements."""
    hung: dict[int, list[Task]] = {}
    for task in _tasks(actor).filter(project__in=[one.pk for one in found]):
        hung.setdefault(task.project_id or 0, []).append(task)
    rows = _rows({task.row for some in hung.values() for task in some if task.row}, actor, on)
    return [
        ProjectRow(one, hung.get(one.pk, ()), _once(rows, [task.row for task in hung.get(one.pk, ())])) for one in found
    ]


def listed(found: Collection[RowSeen], actor: Actor) -> list[RowOwed]:
    """RowSeen responsibilities with the tasks that serve them. Two statements."""
    served: dict[UUID, list[Task]] = {}
    for task in _tasks(actor).filter(row__in=[one.key for one in found]):
        if task.row is not None:
            served.setdefault(task.row, []).append(task)
    known = _projects({task.project_id for some in served.values() for task in some if task.project_id}, actor)
    return [
        RowOwed(one, served.get(one.key, ()), _once(known, [task.project_id for task in served.get(one.key, ())]))
        for one in found
    ]


def served(actor: Actor) -> frozenset[UUID]:
    """The keys of listed rows for which there is a task."""
    keys = _tasks(actor).filter(row__isnull=False).order_by().values_list("row", flat=True).distinct()
    return frozenset(key for key in keys if key is not None)


def _tasks(actor: Actor) -> QuerySet[Task]:
    return asking.standing(actor).select_related("matter").order_by("pk")


def _projects(keys: Collection[int], actor: Actor) -> Mapping[int, Project]:
    seen = Project.objects.filter(visible_to(actor, Sight.FULL, prefix="matter__"), pk__in=keys)
    return {one.pk: one for one in seen.select_related("matter")}


def _rows(keys: Collection[UUID], actor: Actor, on: date) -> Mapping[UUID | None, RowSeen]:
    if not keys or not asked(ROWS_SEEN):
        return {}
    found = sorted(ask(ROWS_SEEN)(actor, on, keys=keys), key=lambda one: not one.sample)  # a real row before a sample
    return {one.key: one for one in found}


def _once(known: Mapping[Any, Named], keys: Sequence[Any]) -> list[Named]:
    return [known[key] for key in dict.fromkeys(keys) if key in known]


__all__ = ["ProjectRow", "RowOwed", "TaskRow", "listed", "projects", "served", "tasks"]
