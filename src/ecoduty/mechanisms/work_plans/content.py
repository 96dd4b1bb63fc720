"""What was entered for a task, read and checked: who leads, who supports with what, stations, parent, plan, weight."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.listed import ROWS_OWED
from ecoduty.casework.ports.responsible import ROW_NAMED
from ecoduty.kernel.clock import spoken_date
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.work_plans import queries
from ecoduty.mechanisms.work_plans.data import TaskContent, TaskDraft
from ecoduty.mechanisms.work_plans.models import Milestone, Task, TaskPart, WorkPlan
from ecoduty.mechanisms.work_plans.states import DRAFT
from ecoduty.organisation.directory.models import Body

_PARTED = re.compile(r"[｜|\t]")
_STATION = re.compile(
    r"(?:([0-9]{4})\s*[-年/.]\s*)?([0-9]{1,2})\s*[-月/.]\s*([0-9]{1,2})\s*日?(?:（周.）)?[\s｜|，,：:]+(.{2,120})"
)


@dataclass(frozen=True, slots=True)
class Read:
    """A task's content with what it names found."""

    lead: Body | None
    parts: Sequence[TaskPart]
    milestones: Sequence[Milestone]
    plan: WorkPlan | None
    parent: Task | None
    row: UUID | None
    row_name: str


def read(
    given: TaskDraft, issuer: Body, on: date, task: int | None = None, known: Mapping[str, Body] | None = None
) -> Read:
    """Find what a task's content names; `task` is its number where there is one already, `known` what `bodies` gives,
    for who reads many.

    Raises Refused `limit_in_past`, `unknown_source`, `unknown_lead`, `unknown_supporter`, `supporter_twice`,
    `supporter_is_lead`, `milestone_unreadable`, `milestone_after_limit`, `milestone_twice`, `unknown_plan`,
    `weights_over_hundred`, `unknown_parent`, `parent_circle` or `row_unknown`.
    """
    if given.limit_on is not None and given.limit_on < on:
        raise wrong("limit_on", "limit_in_past", f"完成时限{spoken_date(given.limit_on)}已经过去，请写今后的一天。")
    if given.source not in dict(queries.sources(on)):
        raise wrong("source", "unknown_source", "没有这种来源，请从所列的来源中选。")
    known = bodies(issuer, on) if known is None else known
    lead = known.get(given.lead)
    if lead is None and given.lead:
        raise wrong(
            "lead", "unknown_lead", f"“{given.lead}”不是一个可以牵头的单位；牵头单位只有一个，请从所列单位中选。"
        )
    row, row_name = _row(given.responsibility, on)
    return Read(
        lead, _parts(given, known, lead), _milestones(given, on), _plan(given, issuer, task), _parent(given, issuer, task), row, row_name
    )  # fmt: skip


def bodies(issuer: Body, on: date) -> dict[str, Body]:
    """Who can lead or support a task of this issuer, by every name that is understood."""
    return {name: body for body in queries.leads(issuer, on) for name in (body.name, body.short_name, body.key)}


def _parts(given: TaskDraft, known: Mapping[str, Body], lead: Body | None) -> list[TaskPart]:
    found: dict[int, TaskPart] = {}
    for line in given.supporters:
        name, result, unit, person = [*(word.strip() for word in _PARTED.split(line, 3)), "", "", ""][:4]
        body = known.get(name)
        if body is None:
            raise wrong("supporters", "unknown_supporter", f"没有“{name}”这个单位，请写单位名称或简称。")
        if lead is not None and body.pk == lead.pk:
            sentence = f"{body.short_name}是牵头单位，不能又作配合单位。请改牵头单位，或去掉这一行。"
            raise wrong("supporters", "supporter_is_lead", sentence)
        if body.pk in found:
            raise wrong("supporters", "supporter_twice", f"{body.short_name}写了两次，请合成一行。")
        if not result and isinstance(given, TaskContent):
            raise wrong(
                "supporters", "supporter_without_result", f"请写明{body.short_name}的分项成果：单位｜分项成果。"
            )
        if len(result) > 300 or len(unit) > 60 or len(person) > 60:
            raise wrong(
                "supporters",
                "supporter_too_long",
                f"{body.short_name}一行太长：分项成果300字，处室、责任人各60字以内。",
            )
        found[body.pk] = TaskPart(body=body, result=result, unit=unit, person=person)
    return list(found.values())


def _milestones(given: TaskDraft, on: date) -> list[Milestone]:
    found: dict[str, Milestone] = {}
    for line in given.milestones:
        parted = _STATION.fullmatch(line)
        day = _station_day(parted, given.limit_on, on) if parted else None
        if parted is None or day is None:
            raise wrong("milestones", "milestone_unreadable", f"“{line}”读不出日期和名称，请写成：6月30日 完成排查。")
        name = parted.group(4).strip()
        if given.limit_on is not None and day > given.limit_on:
            said = f"节点“{name}”的日期{spoken_date(day)}在完成时限{spoken_date(given.limit_on)}之后，请改早或改时限。"
            raise wrong("milestones", "milestone_after_limit", said)
        if name in found:
            raise wrong("milestones", "milestone_twice", f"节点“{name}”写了两次。")
        found[name] = Milestone(name=name, due_on=day)
    return list(found.values())


def _station_day(parted: re.Match[str], limit: date | None, on: date) -> date | None:
    """The day of a station as people write it: 2026-06-30, 2026年6月30日, or 6月30日, then the one before the task's limit."""
    year, month, day = parted.group(1), int(parted.group(2)), int(parted.group(3))
    try:
        if year:
            return date(int(year), month, day)
        found = date((limit or on).year, month, day)
        earlier = date(found.year - 1, month, day)
    except ValueError:
        return None
    return earlier if limit and found > limit and earlier >= on else found


def _plan(given: TaskDraft, issuer: Body, task: int | None) -> WorkPlan | None:
    if not given.plan:
        return None
    plan = next((one for one in queries.plans_of(issuer) if given.plan in (one.matter.number, str(one.year))), None)
    if plan is None:
        raise wrong("plan", "unknown_plan", "本单位没有这个在编或执行中的年度计划，请从所列的计划中选。")
    WorkPlan.objects.select_for_update().get(pk=plan.pk)  # who writes into the same plan meanwhile counts after us
    total = queries.weight_of(plan, task) + (given.weight or 0)
    if total > queries.MOST_WEIGHT:
        said = f"列入后，{plan}各任务的权重合计{total}，超过{queries.MOST_WEIGHT}。请调低权重。"
        raise wrong("weight", "weights_over_hundred", said)
    return plan


def _parent(given: TaskDraft, issuer: Body, task: int | None) -> Task | None:
    """A task that the issuer has a part in: the number of any other one tells nothing, not even that it is there."""
    if not given.parent:
        return None
    # Of two who make each the other's parent at once, the second looks when the first is done.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('plans_task.parent'))")
    supports = Q(parts__body=issuer) & ~Q(matter__state=DRAFT.code)
    mine = Task.objects.filter(Q(issued_by=issuer) | Q(matter__holder=issuer) | supports, matter__open=True)
    parent = mine.filter(matter__number=given.parent).first()
    if parent is None:
        raise wrong("parent", "unknown_parent", f"没有编号为{given.parent}的在办任务，请核对编号。")
    if task is not None and queries.is_above(task, parent):
        raise wrong("parent", "parent_circle", f"{given.parent}就是这件任务或它的下级任务，不能又作它的上级。")
    return parent


def _row(key: str, on: date) -> tuple[UUID | None, str]:
    """A row of a list in force: one that somebody leads is asked for by everybody, one that supports stands only in its list."""
    if not key:
        return None, ""
    try:
        named = UUID(key)
    except ValueError as error:
        raise _row_unknown() from error
    found = ask(ROW_NAMED)(named, on=on) if asked(ROW_NAMED) else None
    if found is not None:
        return found.responsibility_key, found.name
    owed = ask(ROWS_OWED)(keys={named}, on=on) if asked(ROWS_OWED) else ()
    if not owed:
        raise _row_unknown()
    return owed[0].key, owed[0].name


def _row_unknown() -> Refused:
    return wrong("responsibility", "row_unknown", "现行清单里没有这一条，请从清单页复制事项标识。")
