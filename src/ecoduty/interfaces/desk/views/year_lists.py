"""The three lists of a year, the board and the chart of the same tasks, and the check of how they fit together."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from ecoduty.casework.matters.thresholds import thresholds_in_force
from ecoduty.interfaces.desk import export, shell, words
from ecoduty.interfaces.desk.pages.projects import money
from ecoduty.interfaces.desk.rows import address_of, light_of
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.interfaces.desk.year_lists import gantt, question, sheets
from ecoduty.interfaces.desk.year_lists.question import address
from ecoduty.mechanisms.work_plans import queries
from ecoduty.mechanisms.work_plans.flow import TASK, TASKS
from ecoduty.mechanisms.work_plans.lists import asking, consistency, naming, progress
from ecoduty.mechanisms.work_plans.lists.asking import Asked
from ecoduty.mechanisms.work_plans.models import Task
from ecoduty.mechanisms.work_plans.projects.flow import PROJECTS

PAGE = 50
COLUMN = 30  # cards of one column of the board


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """The first of the three, of this year."""
    del visit
    return HttpResponseRedirect(reverse("desk:year-tasks"))


@require_GET
@staff
def tasks(visit: Visit) -> HttpResponse:
    """任务清单: as a table, a board or over time; `?format=xlsx` as a file."""
    asked = Asked.read(visit.request.GET, visit.today)
    found = asking.tasks(asked, visit.actor, visit.now).select_related("matter__holder", "lead")
    if visit.request.GET.get("format") == "xlsx":
        some = list(found.prefetch_related("parts__body")[: sheets.MOST])
        rows = naming.tasks(some, visit.actor, visit.today)
        file = sheets.of_tasks(visit, asked.year, rows, found.count())
        return export.attachment(file, f"{asked.year}年度任务清单{visit.today:%Y%m%d}")
    view = question.view_of(visit)
    totals = _totals(found, visit)
    content = {
        **_around(visit, asked, question.TASKS), "filters": question.of_tasks(visit, asked), "view": view,
        "views": question.views(view, asked), "totals": totals, "progress": progress.together(found),
        "counts": [(label, totals[name], address(question.TASKS, asked, state=name, view=view)) for name, label in _COUNTED],
        **_VIEWS[view](visit, asked, found, totals["all"]),
    }  # fmt: skip
    return shell.render(visit, "desk/year_lists/tasks.html", content, kind=TASK)


_COUNTED = ((asking.OPEN, "在办"), (asking.LATE, "逾期"), (asking.CLOSED, "已结"))


def _totals(found: QuerySet[Any], visit: Visit) -> dict[str, int]:
    late = Q(matter__open=True, matter__next_due_at__lte=visit.now)
    counted = found.order_by().aggregate(
        n_all=Count("pk"), n_open=Count("pk", filter=Q(matter__open=True)), n_late=Count("pk", filter=late),
        n_closed=Count("pk", filter=Q(matter__open=False)),
    )  # fmt: skip
    return {name.removeprefix("n_"): number for name, number in counted.items()}


def _around(visit: Visit, asked: Asked, here: str) -> dict[str, Any]:
    said = visit.request.GET.get("view", "")
    view = said if said in question.VIEWS and here == question.TASKS else ""
    return {
        "asked": asked, "here": here, "title": question.LISTS[here], "lists": question.lists(here, asked),
        "excel": address(here, asked, format="xlsx"), "clear": address(here, Asked(asked.year), view=view),
        "action": address(here, Asked(asked.year)).partition("?")[0],
    }  # fmt: skip


def _pages(visit: Visit, asked: Asked, here: str, total: int, **more: str) -> tuple[int, dict[str, Any]]:
    """Where the page begins, and the ways to its neighbours."""
    pages = max(1, -(-total // PAGE))
    number = min(question.page_number(visit), pages)
    return (number - 1) * PAGE, {
        "number": number, "pages": pages, "first": (number - 1) * PAGE,
        "previous": address(here, asked, page=str(number - 1), **more) if number > 1 else "",
        "next": address(here, asked, page=str(number + 1), **more) if number < pages else "",
    }  # fmt: skip


def _table(visit: Visit, asked: Asked, found: QuerySet[Task], total: int) -> Mapping[str, Any]:
    start, around = _pages(visit, asked, question.TASKS, total)
    some = list(found.prefetch_related("parts__body")[start : start + PAGE])
    sources = dict(queries.sources(visit.today))
    limits = thresholds_in_force()
    rows = [
        {"row": one, "task": one.task, "matter": one.task.matter, "url": address_of(one.task.matter),
         "light": light_of(one.task.matter, visit.now, limits), "state": TASKS.state(one.task.matter.state).label,
         "due": words.short_day(one.due_on, visit.today), "late": one.late(visit.today),
         "lacks": one.task.needs_project and one.task.project_id is None, "source": sources.get(one.task.source, one.task.source),
         "project_url": address_of(one.project.matter) if one.project else ""}
        for one in naming.tasks(some, visit.actor, visit.today)
    ]  # fmt: skip
    return {"rows": rows, **around}


def _board(visit: Visit, asked: Asked, found: QuerySet[Task], total: int) -> Mapping[str, Any]:
    del total
    counted = dict(found.order_by().values_list("matter__state").annotate(Count("pk")))
    some = {one.code: list(found.filter(matter__state=one.code)[:COLUMN]) for one in question.SHOWN}
    rows = {one.task.pk: one for one in naming.tasks([*chain(*some.values())], visit.actor, visit.today)}
    limits = thresholds_in_force()
    columns = [
        {"label": state.label, "count": counted.get(state.code, 0),
         "more": max(0, counted.get(state.code, 0) - COLUMN), "url": address(question.TASKS, asked, state=state.code),
         "cards": [
             {"task": task, "url": address_of(task.matter), "light": light_of(task.matter, visit.now, limits),
              "due": words.short_day(rows[task.pk].due_on, visit.today), "late": rows[task.pk].late(visit.today),
              "missed": rows[task.pk].missed}
             for task in some[state.code]
         ]}
        for state in question.SHOWN
    ]  # fmt: skip
    return {"columns": columns}


def _gantt(visit: Visit, asked: Asked, found: QuerySet[Task], total: int) -> Mapping[str, Any]:
    start, around = _pages(visit, asked, question.TASKS, total, view=question.GANTT)
    some = list(found.prefetch_related("milestones")[start : start + PAGE])
    rows = naming.tasks(some, visit.actor, visit.today)
    return {"chart": gantt.chart(asked.year, rows, visit.now, thresholds_in_force()), **around}


_VIEWS = {question.TABLE: _table, question.BOARD: _board, question.GANTT: _gantt}


@require_GET
@staff
def projects(visit: Visit) -> HttpResponse:
    """项目清单; `?format=xlsx` as a file."""
    asked = Asked.read(visit.request.GET, visit.today)
    found = asking.projects(asked, visit.actor, visit.now).select_related("matter__holder", "responsible")
    totals = _totals(found, visit)
    if visit.request.GET.get("format") == "xlsx":
        rows = naming.projects(list(found[: sheets.MOST]), visit.actor, visit.today)
        file = sheets.of_projects(visit, asked.year, rows, totals["all"])
        return export.attachment(file, f"{asked.year}年度项目清单{visit.today:%Y%m%d}")
    start, around = _pages(visit, asked, question.PROJECTS, totals["all"])
    limits = thresholds_in_force()
    shown = [
        {"row": one, "own": one.project, "url": address_of(one.project.matter), "investment": money(one.project.investment),
         "spent": money(one.project.spent), "light": light_of(one.project.matter, visit.now, limits),
         "state": PROJECTS.state(one.project.matter.state).label,
         "days": f"{words.short_day(one.project.begin_on, visit.today)}至{words.short_day(one.project.end_on, visit.today)}",
         "tasks": [(address_of(task.matter), task.matter) for task in one.tasks]}
        for one in naming.projects(list(found[start : start + PAGE]), visit.actor, visit.today)
    ]  # fmt: skip
    content = {
        **_around(visit, asked, question.PROJECTS), "filters": question.of_projects(visit, asked), "totals": totals,
        "counts": [(label, totals[name], address(question.PROJECTS, asked, state=name)) for name, label in _COUNTED],
        "rows": shown, **around,
    }  # fmt: skip
    return shell.render(visit, "desk/year_lists/projects.html", content, kind=TASK)


@require_GET
@staff
def responsibilities(visit: Visit) -> HttpResponse:
    """责任清单: what the visitor looks after; `?format=xlsx` as a file."""
    asked = Asked.read(visit.request.GET, visit.today)
    found = consistency.rows(asked, visit.actor, visit.now)
    if visit.request.GET.get("format") == "xlsx":
        rows = naming.listed(found[: sheets.MOST], visit.actor)
        file = sheets.of_rows(visit, asked.year, rows, len(found))
        return export.attachment(file, f"{asked.year}年度责任清单{visit.today:%Y%m%d}")
    start, around = _pages(visit, asked, question.ROWS, len(found))
    every = consistency.rows(Asked(asked.year), visit.actor, visit.now) if asked.given else found
    shown = [
        {"row": one.row, "tasks": [(address_of(task.matter), task.matter) for task in one.tasks],
         "projects": [(address_of(project.matter), project.matter) for project in one.projects]}
        for one in naming.listed(found[start : start + PAGE], visit.actor)
    ]  # fmt: skip
    content = {
        **_around(visit, asked, question.ROWS), "total": len(found), "rows": shown,
        "filters": question.of_rows(visit, asked, ((one.body_key, one.body_short_name) for one in every)), **around,
    }  # fmt: skip
    return shell.render(visit, "desk/year_lists/responsibilities.html", content, kind=TASK)


@require_GET
@staff
def check(visit: Visit) -> HttpResponse:
    """一致性检查: each number opens the list it counts."""
    asked = Asked(Asked.read(visit.request.GET, visit.today).year)
    routes = {
        consistency.TASKS: question.TASKS,
        consistency.PROJECTS: question.PROJECTS,
        consistency.ROWS: question.ROWS,
    }
    findings = [
        (one, question.LISTS[routes[one.of]], address(routes[one.of], asked, lack=one.lack))
        for one in consistency.findings(asked.year, visit.actor, visit.now)
    ]
    content = {
        **_around(visit, asked, question.CHECK), "findings": findings, "filters": [question.years(visit, asked)],
        "lacking": sum(one.count for one, _, _ in findings),
    }  # fmt: skip
    return shell.render(visit, "desk/year_lists/check.html", content, kind=TASK)
