"""Where a commendation begins; who was commended, year by year; a body's commendations beside what speaks against it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import shell, words
from ecoduty.interfaces.desk.pages.commendations import both, may_nominate
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.encouragement.commendation import queries
from ecoduty.mechanisms.encouragement.commendation.models import Commendation
from ecoduty.mechanisms.encouragement.commendation.queries import COMMENDATION
from ecoduty.mechanisms.encouragement.commendation.states import DECIDED, IN_NOTICE, PUBLISHED
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.states import DISTRICT

_PUBLIC = (IN_NOTICE.code, DECIDED.code, PUBLISHED.code)
_YEARS = range(2000, 2101)


@require_http_methods(["GET", "POST"])
@staff
def new(visit: Visit) -> HttpResponse:
    """A nomination (clause 16.3)."""
    return acts.begin(visit, COMMENDATION, "nominate")


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """What is or was before the public, year by year: everybody in office may read what everybody may read."""
    asked = visit.request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in _YEARS else visit.today.year
    rows = Commendation.objects.filter(year=year, matter__state__in=_PUBLIC).select_related(
        "matter", "body", "decided_by"
    )
    found = list(rows.order_by("award", "body__order", "person_name", "pk"))
    numbers = [row.pk for row in found]
    seen = set(Commendation.objects.filter(matter__in=_seen(visit), pk__in=numbers).values_list("pk", flat=True))
    awards = queries.awards(visit.today)
    boards: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        boards.setdefault(awards.get(row.award, row.award), []).append(_line(visit, row, known=row.pk in seen))
    content = {
        "year": year, "years": range(visit.today.year - 2, visit.today.year + 1), "boards": list(boards.items()),
        "may_nominate": may_nominate(visit.actor),
    }  # fmt: skip
    return shell.render(visit, "desk/commendations/index.html", content, kind=COMMENDATION)


@require_GET
@staff
def of_body(visit: Visit, key: str) -> HttpResponse:
    """A body's commendations, and what speaks against it. Raises Refused `not_found` for an area without posts."""
    body = directory.body(key)
    if body.kind == DISTRICT:
        raise refuse("not_found")
    content = {"content": both(body, visit.actor), "body": body}
    return shell.render(visit, "desk/commendations/of_body.html", content, kind=COMMENDATION)


def _seen(visit: Visit) -> QuerySet[Matter]:
    return Matter.objects.filter(visible_to(visit.actor), kind=COMMENDATION)


def _line(visit: Visit, row: Commendation, *, known: bool) -> dict[str, Any]:
    state = {IN_NOTICE.code: "公示中", DECIDED.code: "已决定", PUBLISHED.code: "已公布"}[row.matter.state]
    until = words.day(row.notice_until, visit.today) if row.notice_until else ""
    return {"own": row, "known": known, "state": state, "until": until}
