"""A plan out of the body's list in force and of last year's plan: row by row, each taken only where a person ticked it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.listed import ROWS_OWED, RowOwed
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Actor, Attempt, Refused, perform, tables
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.work_plans import data, queries
from ecoduty.mechanisms.work_plans.models import Task, WorkPlan
from ecoduty.mechanisms.work_plans.states import CANCELLED
from ecoduty.organisation.directory.models import Body

ROW_SOURCE = "work-plan.row-source"
PARTED = "｜"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that can become a task of the plan. `token` names it on a form: a listed row's key, a task's number.

    `row` is there where it stands in the list in force; `task` is last year's. `limit_on` is what is suggested, None where
    nothing is known; `taken` when it stands in the plan already.
    """

    token: str
    name: str
    row: RowOwed | None = None
    task: Task | None = None
    limit_on: date | None = None
    taken: bool = False


@dataclass(slots=True)
class _Known:
    """What the content of drafts is checked against."""

    leads: Mapping[str, Body]
    sources: frozenset[str]
    source: str
    notes: list[str] = field(default_factory=list)


def proposals(plan: WorkPlan, on: date) -> list[Proposal]:
    """Last year's tasks, unfinished before finished ones, then the listed rows that none of them is about. Five statements."""
    listed = ask(ROWS_OWED)({plan.body_id}, on=on, supporters=True) if asked(ROWS_OWED) else ()
    rows = {row.key: row for row in listed}
    mine = list(plan.tasks.exclude(matter__state=CANCELLED.code).values_list("row", "continues"))
    in_plan, continued = {row for row, _ in mine}, {task for _, task in mine}
    before = WorkPlan.objects.filter(body=plan.body_id, year=plan.year - 1).first()
    last: list[Task] = list(_last_years(before)) if before else []
    found = [
        Proposal(
            task.matter.number, task.matter.title, rows.get(task.row) if task.row else None, task,
            _next_year(task.limit_on), task.pk in continued or (task.row is not None and task.row in in_plan),
        )
        for task in last
    ]  # fmt: skip
    told = {task.row for task in last}
    fresh = (row for row in listed if row.key not in told)
    return [*found, *(Proposal(str(row.key), row.name, row, taken=row.key in in_plan) for row in fresh)]


def _last_years(before: WorkPlan) -> Iterable[Task]:
    found = before.tasks.exclude(matter__state=CANCELLED.code).select_related("matter", "lead", "plan")
    return found.prefetch_related("parts__body").order_by("-matter__open", "limit_on", "pk")


def _next_year(day: date | None) -> date | None:
    """The same day a year later; of 29 February the 28th."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def take_up(attempt: Attempt) -> None:
    """Each ticked line becomes a draft of the plan's body in the plan, complete or not.

    Raises Refused `not_proposed` for what cannot be taken, `bad_day`, and what a task's content raises, all undone.
    """
    given: data.TakeUp = attempt.data
    plan: WorkPlan = attempt.subject.work_plan
    on = local_date(attempt.recorded_at)
    open_ones = {one.token: one for one in proposals(plan, on) if not one.taken}
    known = _known(plan.body, on)
    platform = Actor.system("编制计划")
    numbers = []
    for line in dict.fromkeys(given.rows):
        token, _, day = (part.strip() for part in line.partition(PARTED))
        one = open_ones.pop(token, None)
        if one is None:
            sentence = f"“{token}”不在可以列入的事项里，可能刚被同事列入，请刷新页面后重选。"
            raise Refused("not_proposed", sentence, status=409, problems=(Problem("rows", "not_proposed", sentence),))
        content = _content(one, plan, known) | {"limit_on": _day(day, one.name), "handed_by": attempt.actor.title}
        made = perform(tables()[queries.TASK], "take_up", actor=platform, data=content).subject
        numbers.append(made.number)
    attempt.record(taken=len(numbers), numbers=numbers)


def _known(body: Body, on: date) -> _Known:
    return _Known(
        {one.key: one for one in queries.leads(body, on)}, frozenset(dict(queries.sources(on))),
        str(rulebooks.current().value(ROW_SOURCE, on=on)),
    )  # fmt: skip


def _content(one: Proposal, plan: WorkPlan, known: _Known) -> dict[str, Any]:
    """A draft as far as row and last year's task tell; bodies that can support no more are left out."""
    key: UUID | None = one.row.key if one.row else None
    shared = {
        "name": one.name[:200], "issuer": plan.body.key, "plan": plan.matter.number, "responsibility": str(key or ""),
        "source": known.source,
    }  # fmt: skip
    task = one.task
    if task is None:
        beside = one.row.supporters if one.row else ()
        supporters = [other for other in beside if other in known.leads and other != plan.body.key]
        return {**shared, "lead": plan.body.key, "supporters": supporters}
    lead = task.lead.key if task.lead and task.lead.key in known.leads else ""
    parts = [
        PARTED.join((part.body.key, part.result, part.unit, part.person))
        for part in task.parts.all() if part.body.key in known.leads
    ]  # fmt: skip
    return {
        **shared, "goal": task.goal, "measures": task.measures, "requirements": task.requirements, "lead": lead,
        "supporters": [line[:500] for line in parts], "livelihood": task.livelihood,
        "source": task.source if task.source in known.sources else known.source,
        "source_note": f"续自{task.matter.number}（{task.plan}）", "continues": task.matter.number,
    }  # fmt: skip


def _day(text: str, name: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        sentence = f"“{name}”的完成时限“{text}”不是日期，请写成2027-06-30。"
        raise Refused("bad_day", sentence, status=422, problems=(Problem("rows", "bad_day", sentence),)) from error
