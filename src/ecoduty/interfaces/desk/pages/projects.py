"""What projects add to the generic pages: what is built with which money, how far it is, the tasks that hang on it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.work_plans import queries as plans
from ecoduty.mechanisms.work_plans.flow import TASK, TASKS
from ecoduty.mechanisms.work_plans.projects import queries
from ecoduty.mechanisms.work_plans.projects.flow import PROJECT, PROJECTS
from ecoduty.mechanisms.work_plans.projects.models import Project
from ecoduty.organisation.directory.models import Body

_NO, _YES = "no", "yes"


def money(amount: Decimal) -> str:
    """1,250万元, 86.5万元."""
    return f"{amount:,.2f}".rstrip("0").rstrip(".") + "万元"


def _own(matter: Matter) -> Project:
    return Project.objects.select_related("responsible", "registered_by").get(pk=matter.pk)


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it whole
    own, on = _own(matter), today()
    return {
        "own": own,
        "investment": money(own.investment),
        "days": f"{words.short_day(own.begin_on, on)}至{words.short_day(own.end_on, on)}",
        "started": words.day(own.started_on, on) if own.started_on else "",
        "finished": words.day(own.finished_on, on) if own.finished_on else "",
    }


def _reports(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    rows = matter.project.reports.order_by("-pk")
    return {"rows": [(words.day(row.at, today()), money(row.spent), row) for row in rows]}


def _tasks(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """The tasks that hang on it, as far as the visitor may know of them."""
    seen = Matter.objects.filter(visible_to(actor), kind=TASK, task__project=matter.pk).select_related("task__lead")
    rows = [
        {"matter": one, "own": one.task, "state": TASKS.state(one.state).label,
         "due": words.day(day, today()) if (day := one.next_due_on or one.task.limit_on) else ""}
        for one in seen.order_by("task__limit_on", "pk")
    ]  # fmt: skip
    return {"rows": rows}


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    building = [Fact("形象进度", f"{own.percent}%"), Fact("完成投资", money(own.spent))] if own.started_on else []
    responsible = own.responsible.short_name if own.responsible else "未落实"
    return [Fact("责任单位", responsible), Fact("总投资", money(own.investment)), *building]


def _bodies(key: str) -> Choices:
    body = Body.objects.select_related("region").filter(key=key).first()
    return [(one.key, one.short_name) for one in plans.leads(body, today())] if body else []


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if act.code == "register_project":
        return Prefill(choices={"responsible": _bodies(actor.body)})
    if subject is None:
        return Prefill()
    own = _own(subject)
    if act.code == "assign_project":
        return Prefill(choices={"responsible": _bodies(own.registered_by.key)})
    if act.code in {"edit_project", "adjust_project"}:
        names = ("content", "investment", "funding", "begin_on", "end_on")
        return Prefill(values={"name": subject.title, **{name: getattr(own, name) for name in names}})
    if act.code == "report_project":
        return Prefill(values={"percent": own.percent, "spent": own.spent})
    return Prefill(values={"spent": own.spent} if act.code == "finish_project" else {})


def linking(subject: Any, actor: Actor) -> Prefill:
    """What the form by which a task is hung on a project offers."""
    own = subject.task
    seen = list(queries.linkable(actor))
    known = {one.pk: one.matter.number for one in seen}
    return Prefill(
        choices={"project": [(one.matter.number, f"{one.matter.title}（{one.matter.number}）") for one in seen]},
        values={"needs_project": own.needs_project, "project": known.get(own.project_id, "")},
    )


def may_register(actor: Actor) -> bool:
    """Whether this post registers projects."""
    return may_create(PROJECTS.by_code["register_project"], actor)


register(
    PROJECT,
    Parts(
        tabs=(
            Tab("content", "项目内容", "desk/projects/content.html", _content),
            Tab("reports", "进度", "desk/projects/reports.html", _reports, lambda matter: matter.project.reports.count()),
            Tab("tasks", "关联任务", "desk/projects/tasks.html", _tasks),
        ),
        facts=_facts,
        prefill=_prefill,
        pages=(PageLink("登记项目", "desk:new-project", may_register, begins=True),),
        filters=(
            Filter(
                "assigned", "责任单位", lambda: [(_YES, "已落实"), (_NO, "未落实")],
                lambda value: Q(project__responsible__isnull=value == _NO),
            ),
        ),
    ),
)  # fmt: skip
