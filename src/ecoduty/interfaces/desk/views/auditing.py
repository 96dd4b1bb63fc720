"""Where an audit of a leading official begins."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.inspections.auditing.queries import AUDIT_PROJECT


@require_http_methods(["GET", "POST"])
@staff
def new(visit: Visit) -> HttpResponse:
    """A project of the visitor's own body (clause 14.3)."""
    return acts.begin(visit, AUDIT_PROJECT, "set_up_audit")
