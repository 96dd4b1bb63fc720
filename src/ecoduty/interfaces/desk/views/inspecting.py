"""Where an inspection begins; who is inspected, with the history of each."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.interfaces.desk import inspecting, shell
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.inspections.inspecting.queries import INSPECTION


@require_http_methods(["GET", "POST"])
@staff
def new(visit: Visit) -> HttpResponse:
    """An inspection that carries out a line of the plan (clause 14.1)."""
    return acts.begin(visit, INSPECTION, "prepare_planned")


@require_http_methods(["GET", "POST"])
@staff
def new_unplanned(visit: Visit) -> HttpResponse:
    """An inspection that no plan has."""
    return acts.begin(visit, INSPECTION, "prepare_unplanned")


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """Who is inspected, most often first."""
    return shell.render(visit, "desk/inspecting/objects.html", inspecting.listed(visit), kind=INSPECTION)


@require_GET
@staff
def history(visit: Visit, number: int) -> HttpResponse:
    """The inspections of one object."""
    return shell.render(visit, "desk/inspecting/history.html", inspecting.history(visit, number), kind=INSPECTION)
