"""门户来件: what came in through the public's pages and waits for a person, released or dropped line by line."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ecoduty.casework.intakes.models import Intake, keeps_the_door
from ecoduty.casework.intakes.states import IntakeKind, IntakeState
from ecoduty.interfaces.desk import shell
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.complaints import rules
from ecoduty.mechanisms.complaints.flow import KIND
from ecoduty.mechanisms.complaints.intake.flow import INTAKE
from ecoduty.organisation.directory import queries as directory

_ON_A_PAGE = 50
_FOR_PEOPLE = (IntakeState.HELD, IntakeState.STUCK)


@require_http_methods(["GET", "POST"])
@staff
def intakes(visit: Visit) -> HttpResponse:
    """The lines, the oldest first; each button is an act with a field of its own."""
    if not keeps_the_door(visit.actor):
        raise Refused("not_permitted", "门户来件由热线岗位和市环委办查看、放行。", status=403)
    if visit.request.method == "POST":
        return _act(visit)
    waiting = Intake.objects.filter(state__in=_FOR_PEOPLE).order_by("pk")
    page = Paginator(waiting, _ON_A_PAGE).get_page(visit.request.GET.get("page"))
    categories, districts = dict(rules.categories(today())), dict(directory.districts().values_list("key", "name"))
    lines = [_line(one, categories, districts) for one in page]
    queued = Intake.objects.filter(state=IntakeState.WAITING).count()
    return shell.render(
        visit, "desk/complaints/intakes.html", {"lines": lines, "page": page, "queued": queued}, kind=KIND
    )


def _line(one: Intake, categories: dict[str, str], districts: dict[str, str]) -> dict[str, Any]:
    content = one.content
    where = [districts.get(content.get("district", ""), ""), content.get("place", "")]
    return {
        "one": one,
        "kind": IntakeKind(one.kind).label,
        "why": one.problem or "浏览器没有自动核验，须人工放行",
        "category": categories.get(content.get("category", ""), ""),
        "where": " ".join(word for word in where if word),
        "text": content.get("text") or content.get("note", ""),
        "photos": len(content.get("files", ())),
    }


def _act(visit: Visit) -> HttpResponse:
    given = visit.request.POST
    act, number = given.get("do", ""), given.get("intake", "")
    data = {"reason": given.get("reason", "")} if act == "drop" else {}
    try:
        perform(INTAKE, act, int(number) if number.isdecimal() else 0, actor=visit.actor, data=data)
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        messages.error(visit.request, refused.sentence)
    else:
        messages.success(visit.request, f"{INTAKE.by_code[act].label}，已办。")
    return HttpResponseRedirect(reverse("desk:intakes"))
