"""Raising an item that nobody leads; and the whole record of a determination as one paper to print."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.matters.rules import Sight, access_matter
from ecoduty.interfaces.desk import shell, trail, words
from ecoduty.interfaces.desk.pages.lead_departments import record_of
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.lead_departments.flow import KIND


@require_http_methods(["GET", "POST"])
@staff
def new(visit: Visit) -> HttpResponse:
    """Raise an item (clause 5.1)."""
    return acts.begin(visit, KIND, "raise")


@require_GET
@staff
def record(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """Item, positions, meetings, results and everything that happened, for whoever decides next (clause 5.4)."""
    matter = access_matter(visit.actor, public_id, Sight.FULL)
    if matter.kind != KIND:
        raise refuse("not_found")
    lines = trail.lines(trail.entries(matter.stream), visit.today, newest_first=False)
    content = {
        "matter": matter,
        "record": record_of(matter, visit.actor),
        "lines": lines,
        "printed": words.day(visit.today, visit.today),
    }
    return shell.render(visit, "desk/leads/record.html", content, kind=KIND)
