"""Commendations before the public: who is to be commended, until when one can object and where; who was (clause 16.3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse

from ecoduty.casework.publications.models import PublishedCommendation
from ecoduty.interfaces.portal import reading
from ecoduty.interfaces.portal.answering import missing, public_with, render
from ecoduty.interfaces.portal.reading import ALIAS
from ecoduty.kernel.clock import today

SECTION = "participation"
SHOWN = 100
_IN_NOTICE = "in_notice"


def last_change() -> tuple[str, datetime | None]:
    """When anything about commendations last changed. One query."""
    found = PublishedCommendation.objects.using(ALIAS).aggregate(n=Count("pk"), at=Max("changed_at"))
    return repr(found), found["at"]


@public_with(last_change)
def commendations(request: HttpRequest) -> HttpResponse:
    """What stands before the public, what was decided."""
    rows = list(PublishedCommendation.objects.using(ALIAS).order_by("-notice_from", "award", "title")[:SHOWN])
    content = {
        "plan": reading.plan(), "section": SECTION, "on": today(),
        "open": [one for one in rows if one.state == _IN_NOTICE], "done": [one for one in rows if one.state != _IN_NOTICE],
    }  # fmt: skip
    return render(request, "commendations.html", content)


@public_with(last_change)
def commendation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One of them; whatever ended otherwise is not there any more."""
    found = PublishedCommendation.objects.using(ALIAS).filter(pk=public_id).first()
    if found is None:
        return missing(request, "没有这项表彰公示")
    over = today() > found.notice_until
    content = {
        "plan": reading.plan(),
        "section": SECTION,
        "one": found,
        "open": found.state == _IN_NOTICE and not over,
        "over": found.state == _IN_NOTICE and over,
    }
    return render(request, "commendation.html", content)
