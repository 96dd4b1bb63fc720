"""Where a supervision order begins."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.supervision_orders.queries import ORDER


@require_http_methods(["GET", "POST"])
@staff
def prepare(visit: Visit) -> HttpResponse:
    """Take a matter up (clause 12.1)."""
    return acts.begin(visit, ORDER, "prepare_order")
