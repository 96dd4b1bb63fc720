"""年度计划总览: who has a plan for the year and who has none; and the gap list of clause 8.2."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from ecoduty.interfaces.desk import plan_standing, shell
from ecoduty.interfaces.desk.pages.work_plans import may_plan
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.work_plans import standing
from ecoduty.mechanisms.work_plans.flow import PLAN


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """Plans of a year, this year's unless asked. Raises Refused `not_found` for a year or a number that nobody gave out."""
    asked, only = visit.request.GET.get("year", ""), visit.request.GET.get("only", "")
    years = {str(year): year for year in range(visit.today.year - 1, visit.today.year + 2)}
    if (asked and asked not in years) or only not in {"", plan_standing.WITHOUT}:
        raise refuse("not_found")
    content = plan_standing.overview(visit, years.get(asked, visit.today.year), only)
    return shell.render(visit, "desk/plans/overview.html", {**content, "may_plan": may_plan(visit.actor)}, kind=PLAN)


@require_GET
@staff
def gaps(visit: Visit) -> HttpResponse:
    """Responsibilities without unit, person or task. Raises Refused `not_found` for a gap that nobody counts."""
    lack, body = visit.request.GET.get("lack", ""), visit.request.GET.get("body", "")
    if lack and lack not in standing.GAPS:
        raise refuse("not_found")
    return shell.render(visit, "desk/plans/gaps.html", plan_standing.gap_list(visit, lack, body), kind=PLAN)
