"""Asking other bodies for cooperation, and who their liaisons are; reporting a major situation."""

from __future__ import annotations

import uuid
from datetime import date

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.matters.rules import Sight, access_matter
from ecoduty.interfaces.desk import shell
from ecoduty.interfaces.desk.pages.major_situations import sheet, situation_of
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.coordination.liaisons import register
from ecoduty.mechanisms.coordination.queries import KIND
from ecoduty.mechanisms.coordination.situation_papers import KIND as SITUATION
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level


@require_http_methods(["GET", "POST"])
@staff
def ask(visit: Visit) -> HttpResponse:
    """Ask one supporter or several (clause 7.2)."""
    return acts.begin(visit, KIND, "ask")


@require_GET
@staff
def liaisons(visit: Visit) -> HttpResponse:
    """Every body's liaison on a day, gaps visible: for leads and supporters alike (clause 7.2)."""
    typed = visit.request.GET.get("on", "").strip()
    on, wrong = _day(typed, visit.today)
    own = Body.objects.select_related("region").filter(key=visit.actor.body).first()
    entries = register(own, on)
    gaps = [entry for entry in entries if not entry.people]
    only = visit.request.GET.get("show") == "vacant"
    content = {
        "entries": gaps if only else entries, "count": len(entries), "gaps": len(gaps), "only": only, "on": on, "today": visit.today,
        "wrong": wrong, "place": own.region.short_name if own and own.level == Level.DISTRICT and own.region else "市级",
    }  # fmt: skip
    return shell.render(visit, "desk/coordination/liaisons.html", content, kind=KIND)


def _day(typed: str, today: date) -> tuple[date, str]:
    """The day that was asked for, or today and what was typed in its place."""
    if not typed:
        return today, ""
    try:
        return date.fromisoformat(typed), ""
    except ValueError:
        return today, typed


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
