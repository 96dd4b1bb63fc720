"""What plans and tasks add to the generic pages: content, who owes what, stations, progress; filters of the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse

from ecoduty.casework.deliveries import outside
from ecoduty.casework.deliveries.queries import overdue_about
from ecoduty.casework.escalation.reaching import unreached_about
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.listed import ROWS_OWED
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Prefill, Section
from ecoduty.interfaces.desk.pages import projects
from ecoduty.interfaces.desk.pages.coordination import asking_about
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.interfaces.desk.rows import address_of
from ecoduty.kernel.clock import now, spoken_date, today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.work_plans import milestones, queries, substance
from ecoduty.mechanisms.work_plans.batch.doing import may_issue
from ecoduty.mechanisms.work_plans.flow import PLAN, TASK, TASKS, WORK_PLAN
from ecoduty.mechanisms.work_plans.models import Milestone, PlanProof, Task, WorkPlan
from ecoduty.mechanisms.work_plans.projects import queries as project_queries
from ecoduty.mechanisms.work_plans.states import DOING, DRAFT
from ecoduty.organisation.directory.models import Body

_NO, _YES = "no", "yes"
_SHOWN = "_task_shown"


def _task(matter: Matter) -> Task:
    """The task with what its page shows of it; read once for each page, and then `matter.task` for guards and counts, too.

    Its plan is read beside it: one query over eight tables takes PostgreSQL longer to plan than both to answer.
    """
    if not hasattr(matter, _SHOWN):
        over = Milestone.objects.filter(milestones.missed(today()), task=OuterRef("pk")).order_by().values("task")
        counted = Subquery(over.annotate(n=Count("pk")).values("n"))
        own = Task.objects.select_related("issued_by", "lead").annotate(missed=counted).get(pk=matter.pk)
        own.matter = matter
        if own.plan_id:
            own.plan = WorkPlan.objects.select_related("matter", "body").get(pk=own.plan_id)
        setattr(matter, _SHOWN, own)
    found: Task = getattr(matter, _SHOWN)
    return found


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own = _task(matter)
    return {
        "own": own,
        "source": dict(queries.sources(today())).get(own.source, own.source),
        "limit": words.day(own.limit_on, today()) if own.limit_on else "",
        "missing": own.missing if matter.state == DRAFT.code else [],
        "parent": Matter.objects.filter(visible_to(actor), pk=own.parent_id).first() if own.parent_id else None,
        "project": project_queries.seen_by(actor).filter(pk=own.project_id).first() if own.project_id else None,
        "asks": [
            (words.day(row.before, today()), words.day(row.until, today()), row)
            for row in own.extension_asks.order_by("pk")
        ],
        "versions": [(words.day(row.until, today()), row) for row in own.versions.order_by("pk")],
        **_not_told(matter, own, actor),
    }


def _not_told(matter: Matter, own: Task, actor: Actor) -> Mapping[str, Any]:
    """To whoever issued it: who cannot read what he was told of it, and what has not left. Whoever issued it can call him."""
    if own.issued_by_id not in actor.bodies or matter.state == DRAFT.code or not matter.open:
        return {}
    late = overdue_about(matter.pk, now())
    return {
        "unreached": unreached_about(matter.pk),
        "not_sent": [(outside.label(channel) or channel, count) for channel, count in late.items()],
    }


def _parts(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own = _task(matter)
    on = today()
    parts = list(own.parts.select_related("body"))
    silent = [row.body for row in parts if row.finished_at is None and matter.state == DOING.code]
    return {
        "own": own,
        "ask": asking_about(matter, silent, actor),
        "parts": [
            {"row": row, "finished": words.day(row.finished_at, on) if row.finished_at else ""} for row in parts
        ],
        "milestones": [
            {
                "row": row, "due": words.day(row.due_on, on),
                "reached": words.day(row.reached_at, on) if row.reached_at else "",
                "late": bool(own.missed) and row.reached_at is None and row.due_on < on,
            }
            for row in own.milestones.all()
        ],
    }  # fmt: skip


def _progress(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it whole
    rows = matter.task.progress.select_related("body").order_by("-pk")
    return {"percent": matter.task.percent, "rows": [(words.day(row.at, today()), row) for row in rows]}


def _progress_count(matter: Matter) -> int:
    return int(matter.task.progress.count())


def _task_facts(matter: Matter) -> list[Fact]:
    own = _task(matter)
    plan = [Fact("列入", str(own.plan), reverse("desk:matter", args=[own.plan.matter.public_id]))] if own.plan else []
    done = [Fact("完成", f"{own.percent}%")] if matter.state != "draft" else []
    over = [Fact("节点逾期", f"{own.missed}个", f"{address_of(matter)}?tab=parts", late=True)] if own.missed else []
    return [
        Fact("牵头", own.lead.short_name if own.lead else "未定"),
        Fact("下达", own.issued_by.short_name),
        *done,
        *over,
        *plan,
    ]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if act.code == "reach_milestone":
        names = subject.task.milestones.filter(reached_at=None).values_list("name", flat=True)
        return Prefill(choices={"milestone": [(name, name) for name in names]})
    if act.code == "link_project":
        return projects.linking(subject, actor)
    if act.code in {"name_part", "sign_for"}:
        return _who_does_it(act, subject.task, actor)
    if act.code not in {"draft_task", "edit_task"}:
        return Prefill()
    issuer = Body.objects.select_related("region").filter(key=actor.body).first()
    if issuer is None:
        return Prefill()
    choices = {
        "lead": [(body.key, body.short_name) for body in queries.leads(issuer, today())],
        "source": list(queries.sources(today())),
        "plan": [(plan.matter.number, str(plan)) for plan in queries.plans_of(issuer)],
    }
    return Prefill(choices=choices, values=_written(_task(subject), subject) if subject is not None else {})


def _who_does_it(act: Act, own: Task, actor: Actor) -> Prefill:
    """Unit and person as they are known: of a supporter's part, or as the list in force names them for the row."""
    if act.code == "name_part":
        part = own.parts.filter(body__in=actor.bodies).first()
        return Prefill(values={"unit": part.unit, "person": part.person} if part else {})
    rows = ask(ROWS_OWED)(actor.bodies, keys={own.row}) if own.row and asked(ROWS_OWED) else ()
    return Prefill(values={"unit": rows[0].unit, "person": rows[0].person}, source="现行清单") if rows else Prefill()


def _written(own: Task, matter: Matter) -> dict[str, Any]:
    parts = own.parts.select_related("body")
    return {
        "name": matter.title, "goal": own.goal, "measures": own.measures, "requirements": own.requirements,
        "limit_on": own.limit_on.isoformat() if own.limit_on else "", "lead": own.lead.key if own.lead else "", "source": own.source, "source_note": own.source_note,
        "supporters": [f"{row.body.short_name}｜{row.result}｜{row.unit}｜{row.person}".rstrip("｜") for row in parts],
        "milestones": [f"{spoken_date(row.due_on)} {row.name}" for row in own.milestones.all()],
        "livelihood": own.livelihood, "weight": own.weight, "plan": own.plan.matter.number if own.plan else "",
        "parent": own.parent.matter.number if own.parent else "", "responsibility": str(own.row or ""),
    }  # fmt: skip


def _plan_tasks(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """The plan's goals, how far it is, and its tasks as far as the visitor may know of them."""
    own = WorkPlan.objects.get(pk=matter.pk)
    seen = Matter.objects.filter(visible_to(actor), kind=TASK, task__plan=own).select_related("task__lead", "holder")
    rows = [
        {"matter": one, "own": one.task, "state": TASKS.state(one.state).label,
         "due": words.day(day, today()) if (day := one.next_due_on or one.task.limit_on) else "未定"}
        for one in seen.order_by("task__limit_on", "pk")
    ]  # fmt: skip
    return {"own": own, "rows": rows, "percent": queries.rolled_up(own), "weight": queries.weight_of(own)}


def _substance(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """The fields of clause 8.3 and what shows the synchronies; a proof's matter only for who may know of it."""
    own, on = matter.work_plan, today()
    proofs = list(own.proofs.select_related("shown_by"))
    shown = [row.shown_by_id for row in proofs if row.shown_by_id]
    seen = set(Matter.objects.filter(visible_to(actor), pk__in=shown).values_list("pk", flat=True))
    lines = [(row.synchrony, row, row.shown_by_id in seen, words.day(row.on, on) if row.on else "") for row in proofs]
    return {
        "fields": substance.said(own, on),
        "silent": substance.silent(own, on) if matter.open else [],
        "synchronies": [
            (label, [line[1:] for line in lines if line[0] == code]) for code, label in substance.synchronies(on)
        ],
    }


def _said_count(matter: Matter) -> int:
    return int(matter.work_plan.fields.count())


def _plan_prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    if act.code == "draft_plan":
        before = WorkPlan.objects.filter(body__key=actor.body, year=on.year - 1).first()
        goals = {"goals": before.goals} if before else {}
        return Prefill(values={"year": on.year, **goals}, sources={"goals": "上年计划，请改成今年的"} if before else {})
    if act.code == "fill_fields":
        said = substance.said(subject.work_plan, on)
        return Prefill(sections={"fields": [Section(one.code, one.label, value=one.text) for one in said]})
    if act.code == "link_proof":
        return Prefill(choices={"synchrony": list(substance.synchronies(on))})
    if act.code == "remove_proof":
        rows = subject.work_plan.proofs.select_related("shown_by")
        return Prefill(choices={"proof": [(str(row.pk), _proof_words(row, actor)) for row in rows]})
    return Prefill(values={"goals": subject.work_plan.goals} if act.code == "revise_plan" else {})


def _proof_words(row: PlanProof, actor: Actor) -> str:
    if row.shown_by is None:
        return f"{row.words}（{row.on}）"
    sees = Matter.objects.filter(visible_to(actor), pk=row.shown_by_id).exists()
    return f"{row.shown_by.number} {row.shown_by.title}" if sees else f"第{row.pk}条：您看不到的一件"


def may_plan(actor: Actor) -> bool:
    """Whether this post drafts its body's plan."""
    return may_create(WORK_PLAN.by_code["draft_plan"], actor)


def may_draft(actor: Actor) -> bool:
    """Whether this post drafts tasks."""
    return may_create(TASKS.by_code["draft_task"], actor)


register(
    TASK,
    Parts(
        tabs=(
            Tab("content", "任务内容", "desk/plans/content.html", _content),
            Tab("parts", "分工节点", "desk/plans/parts.html", _parts),
            Tab("progress", "进展", "desk/plans/progress.html", _progress, _progress_count),
        ),
        facts=_task_facts,
        pages=(
            PageLink("起草任务", "desk:new-task", may_draft, begins=True),
            PageLink("成批起草", "desk:task-batch", may_draft, begins=True),
            PageLink("待下达任务", "desk:task-drafts", may_issue),
            PageLink("年度三张清单", "desk:year"),
            PageLink("民生实事", "desk:livelihood"),
        ),
        prefill=_prefill,
        filters=(
            Filter("source", "来源", lambda: queries.sources(today()), lambda value: Q(task__source=value)),
            Filter(
                "livelihood", "民生实事", lambda: [(_YES, "是"), (_NO, "否")], lambda value: Q(task__livelihood=value == _YES)
            ),
        ),
    ),
)  # fmt: skip
register(
    PLAN,
    Parts(
        tabs=(
            Tab(
                "tasks", "目标任务", "desk/plans/tasks.html", _plan_tasks, lambda matter: matter.work_plan.tasks.count()
            ),
            Tab("fields", "七个方面", "desk/plans/fields.html", _substance, _said_count),
        ),
        prefill=_plan_prefill,
        instead={"compile_plan": "desk:compile-plan"},
        pages=(
            PageLink("年度计划总览", "desk:work-plans"),
            PageLink("编制年度计划", "desk:new-work-plan", may_plan, begins=True),
        ),
    ),
)
