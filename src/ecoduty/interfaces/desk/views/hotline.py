"""12345往来: the page, the acts of its buttons (each names itself in the field `do`), and one order's own page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ecoduty.casework.deliveries.acts import CHANNEL
from ecoduty.interfaces.channels.hotline12345 import telling
from ecoduty.interfaces.channels.hotline12345.flow import ORDER
from ecoduty.interfaces.channels.hotline12345.models import uses_line
from ecoduty.interfaces.desk import hotline, shell
from ecoduty.interfaces.desk.act_page import Place, act_on
from ecoduty.interfaces.desk.act_page import page as act_form
from ecoduty.interfaces.desk.acting import Attempted
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.flow.refusal import refuse

_OF_THE_CHANNEL = {"stop", "resume"}
_OWN_PAGE = {"ask_extension", "answer_urging"}


@require_http_methods(["GET", "POST"])
@staff
def index(visit: Visit) -> HttpResponse:
    """How the line goes, and what people decide about its messages."""
    if visit.request.method == "GET":
        return shell.render(visit, "desk/hotline/index.html", hotline.page(visit))
    if not uses_line(visit.actor):
        raise refuse("not_found")
    act = visit.request.POST.get("do", "")
    try:
        label = _do(visit, act)
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        messages.error(visit.request, refused.sentence)
    else:
        messages.success(visit.request, f"{label}，已办。")
    return HttpResponseRedirect(reverse("desk:hotline12345"))


@require_http_methods(["GET"])
@staff
def order(visit: Visit, number: str) -> HttpResponse:
    """Everything exchanged about one order, and what may be told to 12345 about it."""
    return shell.render(visit, "desk/hotline/order.html", hotline.order_page(visit, number))


@require_http_methods(["GET", "POST"])
@staff
def order_act(visit: Visit, number: str, code: str) -> HttpResponse:
    """Asking for more time, answering an urging."""
    found = hotline.one(visit, number)
    if code not in _OWN_PAGE:
        raise refuse("unknown_act", act=code)
    place = Place(f"工单{number}", reverse("desk:hotline12345-order", args=[number]), found, found.pk, late_entry=False)
    outcome = act_on(visit, ORDER.kind, code, place)
    if isinstance(outcome, Attempted):
        return act_form(visit, ORDER, place, outcome)
    messages.success(visit.request, f"{ORDER.by_code[code].label}，已办，即送往12345。")
    return HttpResponseRedirect(place.url)


def _do(visit: Visit, act: str) -> str:
    """One button; the label of what was done. Raises Refused."""
    given = visit.request.POST
    if act in _OF_THE_CHANNEL:
        data = {"cause": given.get("cause", "")} if act == "stop" else {}
        perform(CHANNEL, act, telling.CHANNEL, actor=visit.actor, data=data)
        return CHANNEL.by_code[act].label
    if act not in ORDER.by_code or act in _OWN_PAGE:
        raise refuse("unknown_act", act=act)
    perform(ORDER, act, _number(given.get("order", "")), actor=visit.actor, data=_data(act, given))
    return ORDER.by_code[act].label


def _data(act: str, given: Any) -> dict[str, Any]:
    wanted = ORDER.by_code[act].data.model_fields
    return {name: given[name] for name in wanted if name in given}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0
