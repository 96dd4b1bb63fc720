"""Where drafts and filings begin."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.legal_review import queries


@require_http_methods(["GET", "POST"])
@staff
def prepare(visit: Visit) -> HttpResponse:
    """A draft for review (clause 22.1)."""
    return acts.begin(visit, queries.DRAFT, "prepare_draft")


@require_http_methods(["GET", "POST"])
@staff
def register(visit: Visit) -> HttpResponse:
    """A document that came out and is to be filed (clause 22.2)."""
    return acts.begin(visit, queries.FILING, "register_for_filing")
