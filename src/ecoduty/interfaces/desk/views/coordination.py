"""Asking another body for cooperation; reporting a major situation."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.matters.rules import Sight, access_matter
from ecoduty.interfaces.desk import shell
from ecoduty.interfaces.desk.pages.major_situations import sheet, situation_of
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.coordination.queries import KIND
from ecoduty.mechanisms.coordination.situations import KIND as SITUATION


@require_http_methods(["GET", "POST"])
@staff
def ask(visit: Visit) -> HttpResponse:
    """Ask one supporter (clause 7.2)."""
    return acts.begin(visit, KIND, "ask")


@require_http_methods(["GET", "POST"])
@staff
def report(visit: Visit) -> HttpResponse:
    """Report a major situation to party committee and government (clause 8.4)."""
    return acts.begin(visit, SITUATION, "report")


@require_GET
@staff
def brief(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """A major situation on one sheet for the leader, to print on A4 and write on (clause 8.4)."""
    matter = access_matter(visit.actor, public_id, Sight.FULL)
    if matter.kind != SITUATION:
        raise refuse("not_found")
    found = situation_of(matter, visit.actor)
    content = {"matter": matter, "content": found, "sheet": sheet(found), "printed": visit.today}
    return shell.render(visit, "desk/coordination/brief.html", content, kind=SITUATION)
