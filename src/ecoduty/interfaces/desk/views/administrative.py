"""Registering a case, and the list 应移未移: cases that meet an element of a crime, were decided, and not transferred."""

from __future__ import annotations

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import OPEN
from ecoduty.interfaces.desk import administrative_case, rows, shell, words
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.enforcement.administrative import keys, queries
from ecoduty.mechanisms.enforcement.administrative.models import AdministrativeCase

PAGE = 50


@require_http_methods(["GET", "POST"])
@staff
def new(visit: Visit) -> HttpResponse:
    """An unlawful act that was discovered (clause 18.1)."""
    return acts.begin(visit, keys.KIND, "register_case")


@require_GET
@staff
def untransferred(visit: Visit) -> HttpResponse:
    """Red cases the visitor is named in: his own body's, and those that are shown to the procuratorate. Constant queries."""
    found = (
        queries.red_for(visit.actor).select_related("matter__holder", "finding").order_by("finding__red_since", "pk")
    )
    page = Paginator(found, PAGE).get_page(visit.request.GET.get("page", "1"))
    numbers = [one.pk for one in page]
    due = dict(
        Deadline.objects.filter(matter__in=numbers, key=keys.ANSWER, state__in=OPEN).values_list("matter", "due_at")
    )
    content = {
        "page": page,
        "total": page.paginator.count,
        "lines": [_line(one, due.get(one.pk), visit) for one in page],
    }
    return shell.render(visit, "desk/enforcement/administrative/untransferred.html", content, kind=keys.KIND)


def _line(one: AdministrativeCase, due: datetime | None, visit: Visit) -> dict[str, object]:
    finding = one.finding
    met = "；".join(row["label"] for row in administrative_case.elements(finding)) or finding.otherwise
    return {
        "title": one.matter.title,
        "url": f"{reverse('desk:matter', args=[one.matter.public_id])}?tab=crime",
        "number": one.matter.number,
        "body": one.matter.holder.short_name,
        "met": met,
        "since": words.short_day(finding.red_since, visit.today) if finding.red_since else "",
        "due": rows.due_words(due, visit.now) if due else "",
        "late": due is not None and due <= visit.now,
        "shown": words.short_day(finding.shown_on, visit.today) if finding.shown_on else "",
    }
