"""Where a criminal transfer begins without an administrative case in this system."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.enforcement.transfer import queries


@require_http_methods(["GET", "POST"])
@staff
def new(visit: Visit) -> HttpResponse:
    """The form by which an officer registers one."""
    return acts.begin(visit, queries.KIND, "register_transfer")
