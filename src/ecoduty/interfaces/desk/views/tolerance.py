"""Where an application for exemption begins (clause 17.2)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.encouragement.tolerance.queries import EXEMPTION


@require_http_methods(["GET", "POST"])
@staff
def apply(visit: Visit) -> HttpResponse:
    """For somebody of the own body."""
    return acts.begin(visit, EXEMPTION, "apply_exemption")
