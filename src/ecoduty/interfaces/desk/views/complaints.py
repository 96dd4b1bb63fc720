"""Registering a complaint with the lists' answer and likely twins beside it; answering one with hints before it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from ecoduty.casework.matters.rules import Sight, access_matter
from ecoduty.interfaces.desk import forms, shell
from ecoduty.interfaces.desk.act_page import Place, done, first, option_of, page, row_of
from ecoduty.interfaces.desk.acting import Attempted, attempt, empty_form
from ecoduty.interfaces.desk.pages import complaints
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Act
from ecoduty.kernel.flow.gate import not_permitted
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.complaints.flow import KIND
from ecoduty.organisation.directory.models import Body

_TEXT_LIMIT = 4000  # characters, the act's own limit
_LOOK = "_look"  # the button that asks without doing anything
_FIRST = ("text", "place", "district")


@require_http_methods(["GET", "POST"])
@staff
def new(visit: Visit) -> HttpResponse:
    """One form; beside it who is responsible for the text and what is like it. What was chosen is offered when dispatched."""
    table, row = row_of(KIND, "register")
    if not complaints.may_register(visit.actor):
        raise not_permitted(row, visit.actor)
    given = visit.request.POST if visit.request.method == "POST" else visit.request.GET
    if visit.request.headers.get("HX-Target") == "suggested":
        return shell.render(visit, "desk/complaints/register.html#suggested", _beside(visit, given))
    if visit.request.method == "GET":
        return _page(visit, empty_form(visit, row, None, KIND), given)
    if _LOOK in given:
        return _page(visit, _as_typed(visit, row), given)
    outcome = attempt(visit, table, row, None, None)
    if isinstance(outcome, Attempted):
        return _page(visit, outcome, given)
    chosen = given.get("choose", "")
    matter = outcome.subject
    if not chosen:
        return HttpResponseRedirect(reverse("desk:matter", args=[matter.public_id]))
    address = reverse("desk:act", args=[matter.public_id, "dispatch"])
    return HttpResponseRedirect(f"{address}?{urlencode({'responsibility': chosen})}")


def _as_typed(visit: Visit, row: Act, subject: Any = None) -> Attempted:
    """The form with what stands in it, nothing done and nothing judged."""
    form = empty_form(visit, row, subject, KIND)
    prefill = complaints.prefill(row, subject, visit.actor)
    typed = forms.read(row.data, visit.request.POST, prefill=prefill)
    form.fields = forms.fields(row.data, prefill=prefill, posted=typed)
    form.key = visit.request.POST.get(forms.KEY, "")[:64] or form.key
    return form


def _page(visit: Visit, form: Attempted, given: Mapping[str, str]) -> HttpResponse:
    table, _ = row_of(KIND, "register")
    place = Place(table.label, f"{reverse('desk:matters')}?kind={KIND}")
    by_name = {field.name: field for field in form.fields}
    more = {
        **_beside(visit, given),
        "form": form,
        "first_fields": [by_name[name] for name in _FIRST],
        "other_fields": [field for field in form.fields if field.name not in _FIRST],
    }
    return page(visit, table, place, form, "desk/complaints/register.html", more)


def _beside(visit: Visit, given: Mapping[str, str]) -> dict[str, object]:
    """What the lists say to the text, and what is like it."""
    text = given.get("text", "").strip()[:_TEXT_LIMIT]
    district = given.get("district", "")
    named = Body.objects.filter(key=district) if district else Body.objects.filter(pk=visit.actor.region_id or 0)
    pk, region = next(iter(named.values_list("pk", "region_code")), (None, ""))
    return {
        "content": complaints.suggestion(text, region, visit.actor),
        "chosen": given.get("choose", ""),
        "twins": complaints.twins(visit, text, given.get("place", "").strip()[:300], pk),
    }


@require_http_methods(["GET", "POST"])
@staff
def answer(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """The answer, with hints before it is sent. Hints never stop it."""
    matter = access_matter(visit.actor, public_id, Sight.SUMMARY)
    if matter.kind != KIND:
        raise refuse("not_found")
    table, row = row_of(KIND, "answer")
    place = Place(matter.title, reverse("desk:matter", args=[public_id]), matter, matter.pk, whole=True)
    given = visit.request.POST.get("answer", "")
    more = {
        "own": complaints.complaint_of(matter),
        "hints": complaints.hints(matter, given),
        "checked": bool(given.strip()),
    }
    if visit.request.headers.get("HX-Target") == "hints":
        option_of(visit, table, row, matter)
        return shell.render(visit, "desk/complaints/answer.html#hints", more)
    if visit.request.method == "GET":
        return page(visit, table, place, first(visit, table, row, matter), "desk/complaints/answer.html", more)
    if _LOOK in visit.request.POST:
        option_of(visit, table, row, matter)
        return page(visit, table, place, _as_typed(visit, row, matter), "desk/complaints/answer.html", more)
    outcome = attempt(visit, table, row, matter, matter.pk)
    if isinstance(outcome, Attempted):
        return page(visit, table, place, outcome, "desk/complaints/answer.html", more)
    return done(visit, table, row, outcome.subject, place)
