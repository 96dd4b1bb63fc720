"""司法协作: a joint meeting is called, a written inquiry is put (clause 20.3)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.enforcement.inquiries.queries import KIND as INQUIRY
from ecoduty.mechanisms.enforcement.meetings.queries import MEETING


@require_http_methods(["GET", "POST"])
@staff
def new_meeting(visit: Visit) -> HttpResponse:
    """Register a joint meeting."""
    return acts.begin(visit, MEETING, "convene_joint_meeting")


@require_http_methods(["GET", "POST"])
@staff
def new_inquiry(visit: Visit) -> HttpResponse:
    """Put a question to another body."""
    return acts.begin(visit, INQUIRY, "ask_legal_inquiry")
