"""Asking another body for cooperation."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.coordination.queries import KIND


@require_http_methods(["GET", "POST"])
@staff
def ask(visit: Visit) -> HttpResponse:
    """Ask one supporter (clause 7.2)."""
    return acts.begin(visit, KIND, "ask")
