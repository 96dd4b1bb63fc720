"""Where a plan of the year is compiled, row by row."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ecoduty.casework.matters.rules import access_matter
from ecoduty.interfaces.desk.act_page import Place, done, first, page, row_of
from ecoduty.interfaces.desk.acting import Attempted, attempt
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.work_plans import compiling
from ecoduty.mechanisms.work_plans.compiling import PARTED
from ecoduty.mechanisms.work_plans.flow import PLAN
from ecoduty.mechanisms.work_plans.models import WorkPlan


@require_http_methods(["GET", "POST"])
@staff
def compile_plan(visit: Visit, public_id: UUID) -> HttpResponse:
    """What the list in force and last year's plan propose, ticked row by row; a POST takes the ticked ones into drafts."""
    matter = access_matter(visit.actor, public_id)
    if matter.kind != PLAN:
        raise refuse("not_found")
    table, row = row_of(PLAN, "compile_plan")
    place = Place(matter.title, reverse("desk:matter", args=[matter.public_id]), matter, matter.pk)
    posted = visit.request.POST
    if visit.request.method == "POST":
        outcome = attempt(visit, table, row, matter, matter.pk, _lines(posted))
        if not isinstance(outcome, Attempted):
            return done(visit, table, row, outcome.subject, place)
    else:
        outcome = first(visit, table, row, matter)
    more = {"plan": matter.work_plan, "groups": _groups(matter.work_plan, visit.today, posted)}
    return page(visit, table, place, outcome, "desk/plans/compile.html", more)


def _lines(posted: QueryDict) -> QueryDict:
    """Ticked rows, each with the day that stands beside it."""
    given = posted.copy()
    lines = [f"{token}{PARTED}{posted.get(f'limit.{token}', '').strip()}" for token in posted.getlist("row")]
    given.setlist("rows", [line.rstrip(PARTED) for line in lines])
    return given


def _groups(plan: WorkPlan, on: date, posted: QueryDict) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Title, what to know, and the lines of each group that has any; what was ticked and typed stays."""
    ticked = set(posted.getlist("row"))
    lines = [
        {
            "one": one,
            "ticked": one.token in ticked,
            "limit": posted.get(f"limit.{one.token}", one.limit_on.isoformat() if one.limit_on else ""),
        }
        for one in compiling.proposals(plan, on)
    ]
    unfinished = [line for line in lines if line["one"].task and line["one"].task.matter.open]
    finished = [line for line in lines if line["one"].task and not line["one"].task.matter.open]
    listed = [line for line in lines if not line["one"].task]
    last = plan.year - 1
    groups = [
        (f"{last}年没有办结的任务", "续到本年的，原任务仍要办结或取消。", unfinished),
        (f"{last}年已经办结的任务", "每年都做的再列一次；时限先按上年推后一年，请逐项核对。", finished),
        ("现行清单里的事项", "上年计划里没有任务的；目标、措施、要求和时限列入之后再写。", listed),
    ]
    return [group for group in groups if group[2]]
