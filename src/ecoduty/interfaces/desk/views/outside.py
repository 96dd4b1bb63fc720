"""系统·外发: the page, and the acts of its buttons on channels; each names itself in the field `do`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ecoduty.casework.deliveries.acts import CHANNEL
from ecoduty.interfaces.desk import outside, shell
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused, perform


@require_http_methods(["GET", "POST"])
@staff
def outside_page(visit: Visit) -> HttpResponse:
    """How the channels go; retry, give up, stop, resume."""
    if visit.request.method == "GET":
        return shell.render(visit, "desk/outside.html", outside.page(visit))
    act, channel = visit.request.POST.get("do", ""), visit.request.POST.get("channel", "")
    try:
        perform(CHANNEL, act, channel, actor=visit.actor, data=_data(act, visit))
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        messages.error(visit.request, refused.sentence)
    else:
        messages.success(visit.request, f"{CHANNEL.by_code[act].label}，已办。")
    return HttpResponseRedirect(reverse("desk:outside"))


def _data(act: str, visit: Visit) -> dict[str, Any]:
    given = visit.request.POST
    persons = [int(value) for value in given.getlist("person") if value.isdecimal()]
    cause = {"cause": given.get("cause", "")}
    return {
        "retry": {"persons": persons},
        "drop": {"persons": persons, **cause},
        "stop": cause,
    }.get(act, {})
