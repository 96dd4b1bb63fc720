"""Registering a complaint, with the lists' answer to its text before anything is entered."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from ecoduty.interfaces.desk import shell
from ecoduty.interfaces.desk.act_page import Place, page, row_of
from ecoduty.interfaces.desk.acting import Attempted, attempt, empty_form
from ecoduty.interfaces.desk.pages.complaints import districts, may_register, suggestion
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow.gate import not_permitted
from ecoduty.mechanisms.complaints.flow import KIND
from ecoduty.organisation.directory.models import Body

_TEXT_LIMIT = 4000  # characters, the act's own limit


@require_http_methods(["GET", "POST"])
@staff
def new(visit: Visit) -> HttpResponse:
    """First the text: who is responsible for it; then the rest. What was chosen is offered when it is dispatched."""
    table, row = row_of(KIND, "register")
    if not may_register(visit.actor):
        raise not_permitted(row, visit.actor)
    if visit.request.method == "GET":
        form = empty_form(visit, row, None, KIND)
        if visit.request.headers.get("HX-Target") == "suggested":
            return shell.render(visit, "desk/complaints/register.html#suggested", _content(visit, form))
        return _page(visit, form)
    outcome = attempt(visit, table, row, None, None)
    if isinstance(outcome, Attempted):
        return _page(visit, outcome)
    chosen = visit.request.POST.get("choose", "")
    matter = outcome.subject
    if not chosen:
        return HttpResponseRedirect(reverse("desk:matter", args=[matter.public_id]))
    address = reverse("desk:act", args=[matter.public_id, "dispatch"])
    return HttpResponseRedirect(f"{address}?{urlencode({'responsibility': chosen})}")


def _page(visit: Visit, form: Attempted) -> HttpResponse:
    table, _ = row_of(KIND, "register")
    place = Place(table.label, f"{reverse('desk:matters')}?kind={KIND}")
    return page(visit, table, place, form, "desk/complaints/register.html", _content(visit, form))


def _content(visit: Visit, form: Attempted) -> dict[str, object]:
    """The text and district as they stand in the form, and what the lists say to them."""
    given = visit.request.POST if visit.request.method == "POST" else visit.request.GET
    text = given.get("text", "").strip()[:_TEXT_LIMIT]
    district = given.get("district", "")
    named = Body.objects.filter(key=district) if district else Body.objects.filter(pk=visit.actor.region_id or 0)
    region = next(iter(named.values_list("region_code", flat=True)), "")
    return {
        "form": form,
        "text": text,
        "district": district,
        "districts": districts(),
        "chosen": given.get("choose", ""),
        "asked_fields": [field for field in form.fields if field.name not in {"text", "district"}],
        "content": suggestion(text, region),
    }
