"""Every department's own ways of taking in complaints, with the gaps (clause 24.2)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.interfaces.desk import shell
from ecoduty.interfaces.desk.act_page import Place, act_on, done, page
from ecoduty.interfaces.desk.acting import Attempted
from ecoduty.interfaces.desk.pages import complaint_channels
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.gate import not_permitted
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.complaints.channels.flow import COMPLAINT_CHANNEL
from ecoduty.mechanisms.complaints.channels.models import ComplaintChannel
from ecoduty.mechanisms.complaints.flow import KIND


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """All bodies that handle complaints, each with its channels and what it lacks."""
    content = {"sheet": complaint_channels.sheet(visit), "enters": complaint_channels.may_enter(visit.actor)}
    return shell.render(visit, "desk/complaints/channels.html", content, kind=KIND)


@require_http_methods(["GET", "POST"])
@staff
def create(visit: Visit) -> HttpResponse:
    """Enter a channel."""
    row = COMPLAINT_CHANNEL.by_code["register"]
    if not complaint_channels.may_enter(visit.actor):
        raise not_permitted(row, visit.actor)
    place = Place("各单位举报渠道", reverse("desk:complaint-channels"))
    outcome = act_on(visit, COMPLAINT_CHANNEL.kind, row.code, place)
    if isinstance(outcome, Attempted):
        return page(visit, COMPLAINT_CHANNEL, place, outcome)
    messages.success(visit.request, f"{outcome.subject.body.short_name}“{outcome.subject.place}”：已登记。")
    return HttpResponseRedirect(place.url)


@require_http_methods(["GET", "POST"])
@staff
def act(visit: Visit, public_id: uuid.UUID, code: str) -> HttpResponse:
    """Correct or end one."""
    row = COMPLAINT_CHANNEL.by_code.get(code)
    if row is None or row.creates:
        raise refuse("unknown_act", act=code)
    found = ComplaintChannel.objects.select_related("body").filter(public_id=public_id).first()
    if found is None:
        raise Refused("not_found", "没有这个举报渠道。", status=404)
    place = Place(
        f"{found.body.short_name}·{found.place}", reverse("desk:complaint-channels"), found, public_id, whole=True
    )
    outcome = act_on(visit, COMPLAINT_CHANNEL.kind, code, place)
    if isinstance(outcome, Attempted):
        return page(visit, COMPLAINT_CHANNEL, place, outcome)
    return done(visit, COMPLAINT_CHANNEL, row, outcome.subject, place)
