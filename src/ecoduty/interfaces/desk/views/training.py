"""Where a training plan begins; everybody's training of a year."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.interfaces.desk import shell, training
from ecoduty.interfaces.desk.pages.training import may_plan
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.encouragement.training.queries import TRAINING_PLAN


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """Training of a year, this year's unless asked. Raises Refused `not_found` for a year or a number that nobody gave out."""
    asked, only = visit.request.GET.get("year", ""), visit.request.GET.get("only", "")
    years = {str(year): year for year in range(visit.today.year - 1, visit.today.year + 2)}
    if (asked and asked not in years) or only not in {"", training.WITHOUT, training.SILENT}:
        raise refuse("not_found")
    content = training.overview(visit, years.get(asked, visit.today.year), only)
    content = {**content, "may_plan": may_plan(visit.actor)}
    return shell.render(visit, "desk/training/overview.html", content, kind=TRAINING_PLAN)


@require_http_methods(["GET", "POST"])
@staff
def new(visit: Visit) -> HttpResponse:
    """The plan of the visitor's own body (clause 16.1)."""
    return acts.begin(visit, TRAINING_PLAN, "draft_training")
