"""The inspections planned in a year, as a page and as Excel; where a plan begins."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.interfaces.desk import export, inspection_plans, shell
from ecoduty.interfaces.desk.pages.inspection_plans import may_plan
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.inspections.planning.queries import INSPECTION_PLAN


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """Inspections planned in a year, this year's unless asked (clauses 14.1, 25.2)."""
    content = inspection_plans.overview(visit, inspection_plans.asked(visit))
    return shell.render(
        visit,
        "desk/inspection_plans/overview.html",
        {**content, "may_plan": may_plan(visit.actor)},
        kind=INSPECTION_PLAN,
    )


@require_GET
@staff
def workbook(visit: Visit) -> HttpResponse:
    """The same lines as Excel."""
    asked = inspection_plans.asked(visit)
    name = f"{asked.year}年督查检查计划"
    lines = inspection_plans.export_lines(visit, asked)
    return export.attachment(export.workbook(name, inspection_plans.HEADINGS, lines, inspection_plans.WIDTHS), name)


@require_http_methods(["GET", "POST"])
@staff
def new(visit: Visit) -> HttpResponse:
    """The plan of the visitor's own body (clause 14.1)."""
    return acts.begin(visit, INSPECTION_PLAN, "draft_inspection_plan")
