"""Recording a leader's site visit; the visits of a year, leader by leader."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import shell, words
from ecoduty.interfaces.desk.pages.site_visits import leader_of, line, may_record
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import tables
from ecoduty.mechanisms.leadership import visit_queries
from ecoduty.mechanisms.leadership.models import SiteVisit
from ecoduty.mechanisms.leadership.visit_queries import VISIT

_YEARS = range(2000, 2101)


@require_http_methods(["GET", "POST"])
@staff
def new(visit: Visit) -> HttpResponse:
    """A visit, on the leader's behalf (clause 13.2)."""
    return acts.begin(visit, VISIT, "record_visit")


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """Leader by leader the visits of a year and what came of them, as far as the visitor may know."""
    asked = visit.request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in _YEARS else visit.today.year
    seen = visible_to(visit.actor)
    rows = visit_queries.of_year(year, seen)
    came = visit_queries.outcome([row.pk for row in rows], seen)
    leaders = [
        {"name": name, "visits": [_row(visit, row, came) for row in some]}
        for name, some in ((name, list(some)) for name, some in groupby(rows, leader_of))
    ]
    content = {"leaders": leaders, "year": year, "count": len(rows), "may_record": may_record(visit.actor)}
    return shell.render(visit, "desk/site_visits/index.html", content, kind=VISIT)


def _row(visit: Visit, own: SiteVisit, came: Any) -> dict[str, Any]:
    return {
        "own": own,
        "day": words.day(own.visited_on, visit.today),
        "state": tables()[VISIT].state(own.matter.state).label,
        "came": [line(one) for one in came.get(own.pk, [])],
    }
