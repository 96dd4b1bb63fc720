"""Where a request for police support and a report of obstruction begin (clauses 19.1, 19.2)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.enforcement.obstruction.queries import OBSTRUCTION, SUPPORT


@require_http_methods(["GET", "POST"])
@staff
def request(visit: Visit) -> HttpResponse:
    """Ask the police to come along or to come at once."""
    return acts.begin(visit, SUPPORT, "request_support")


@require_http_methods(["GET", "POST"])
@staff
def prepare(visit: Visit) -> HttpResponse:
    """Put down that officers were hindered."""
    return acts.begin(visit, OBSTRUCTION, "prepare_obstruction")
