"""Where a transfer for detention, a joint listing and an application to the court begin."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.enforcement.court_enforcement import queries as court_enforcement
from ecoduty.mechanisms.enforcement.detention import queries as detention
from ecoduty.mechanisms.enforcement.listing import queries as listing


@require_http_methods(["GET", "POST"])
@staff
def propose_detention(visit: Visit) -> HttpResponse:
    """A case for administrative detention. Raises Refused for who is no enforcement officer."""
    return acts.begin(visit, detention.KIND, "propose_detention")


@require_http_methods(["GET", "POST"])
@staff
def propose_listing(visit: Visit) -> HttpResponse:
    """A case for the joint list (clause 18.4). Raises Refused for who is no enforcement officer."""
    return acts.begin(visit, listing.KIND, "propose_listing")


@require_http_methods(["GET", "POST"])
@staff
def register_enforcement(visit: Visit) -> HttpResponse:
    """A decision that nobody performs (clause 20.2). Raises Refused for who is no enforcement officer."""
    return acts.begin(visit, court_enforcement.KIND, "register_enforcement")
