"""Where a clue begins (clause 18.2)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.enforcement.clues.queries import KIND


@require_http_methods(["GET", "POST"])
@staff
def refer(visit: Visit) -> HttpResponse:
    """For the body that has the power."""
    return acts.begin(visit, KIND, "refer_clue")


@require_http_methods(["GET", "POST"])
@staff
def refer_by_letter(visit: Visit) -> HttpResponse:
    """To a body outside the city."""
    return acts.begin(visit, KIND, "refer_clue_by_letter")
