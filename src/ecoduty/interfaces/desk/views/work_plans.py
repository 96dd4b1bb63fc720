"""Where a plan of the year and a task begin."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.work_plans.flow import PLAN, TASK
from ecoduty.mechanisms.work_plans.projects.flow import PROJECT


@require_http_methods(["GET", "POST"])
@staff
def new_plan(visit: Visit) -> HttpResponse:
    """The plan of the visitor's own body."""
    return acts.begin(visit, PLAN, "draft_plan")


@require_http_methods(["GET", "POST"])
@staff
def new_task(visit: Visit) -> HttpResponse:
    """A task of the visitor's own body."""
    return acts.begin(visit, TASK, "draft_task")


@require_http_methods(["GET", "POST"])
@staff
def new_project(visit: Visit) -> HttpResponse:
    """A project, for reserve."""
    return acts.begin(visit, PROJECT, "register_project")
