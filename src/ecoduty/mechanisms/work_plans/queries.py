"""Questions about plans and tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, Sum

from ecoduty.casework.duties.models import Deadline
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.work_plans.models import Task, TaskPart, WorkPlan
from ecoduty.mechanisms.work_plans.states import CANCELLED, IN_FORCE, PLANNING
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

PLAN, TASK = "work_plan", "task"
LIMIT = "task.limit"
MOST_WEIGHT = 100  # what the weights of one plan's tasks come to at most
_DEPTH = 20  # tasks above one another that are looked at


def sources(on: date) -> Sequence[tuple[str, str]]:
    """Code and name of where tasks come from."""
    return rulebooks.current().pairs("task.sources", on=on)


def leads(issuer: Body, on: date) -> list[Body]:
    """Bodies that can lead or support a task of this issuer: a district's own, or for the city everybody's."""
    kinds = rulebooks.current().words("task.lead-kinds", on=on)
    found = directory.bodies(on=on).filter(Q(kind__in=kinds) | Q(pk=issuer.pk))
    if issuer.level == Level.DISTRICT:
        found = found.filter(level=Level.DISTRICT, region=issuer.region)
    return list(found)


def plans_of(body: Body) -> list[WorkPlan]:
    """The plans that a task of this body can stand in, newest first."""
    mine = WorkPlan.objects.filter(body=body, matter__state__in=(PLANNING.code, IN_FORCE.code))
    return list(mine.select_related("matter", "body").order_by("-year"))


def weight_of(plan: WorkPlan, but: int | None = None) -> int:
    """What the declared weights of a plan's tasks come to, those cancelled and `but` left out."""
    rows = plan.tasks.exclude(matter__state=CANCELLED.code).exclude(pk=but)
    return int(rows.aggregate(total=Sum("weight"))["total"] or 0)


def rolled_up(plan: WorkPlan) -> int | None:
    """Progress of a plan in percent: by the declared weights where every task has one, else every task alike.

    None where the plan has no task.
    """
    return rolled(list(plan.tasks.exclude(matter__state=CANCELLED.code).values_list("percent", "weight")))


def rolled(rows: Sequence[tuple[int, int | None]]) -> int | None:
    """The same for percent and weight of each task. Never divides by a weight that is missing."""
    if not rows:
        return None
    declared = [weight for _, weight in rows if weight is not None]
    even = len(declared) < len(rows)
    total = len(rows) if even else sum(declared)
    return sum(percent * (1 if even else weight or 0) for percent, weight in rows) // total


def is_above(task: int, other: Task) -> bool:
    """Whether a task stands above another one, or is it."""
    found: Task | None = other
    for _ in range(_DEPTH):
        if found is None:
            return False
        if found.pk == task:
            return True
        found = found.parent
    return True


def last_day(task: Task) -> date | None:
    """The last day that was fixed: as extended, else as issued; None in a draft without one."""
    held = Deadline.objects.filter(matter=task.pk, key=LIMIT).order_by("-pk").values_list("due_on", flat=True).first()
    return held or task.limit_on


def open_parts(task: Task) -> list[TaskPart]:
    """The parts of supporters that have nothing to show yet."""
    return list(task.parts.filter(finished_at=None).select_related("body"))
