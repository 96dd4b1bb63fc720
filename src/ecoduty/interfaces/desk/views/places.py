"""Pointing at the place of a matter on the map of the districts: for every kind that has the act `mark_place`."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import Sight, access_matter, relations, sight
from ecoduty.interfaces import outlines
from ecoduty.interfaces.desk import district_map
from ecoduty.interfaces.desk.act_page import Place, act_on, done, page, row_of
from ecoduty.interfaces.desk.acting import Attempted
from ecoduty.interfaces.desk.parts import parts_of
from ecoduty.interfaces.desk.rows import address_of
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow.refusal import refuse

_MARK = "mark_place"


@require_http_methods(["GET", "POST"])
@staff
def place(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """Point at the place of a matter on the map, or write its degrees."""
    matter = access_matter(visit.actor, public_id, Sight.SUMMARY)
    if _MARK not in parts_of(matter.kind).instead:
        raise refuse("not_found")
    given = visit.request.GET
    if "map.x" in given:
        return _pointed(visit, matter)
    seen = sight(matter.kind, matter.secrecy, relations(matter, visit.actor, visit.today))
    here = Place(matter.title, address_of(matter), matter, matter.pk, whole=seen >= Sight.FULL, late_entry=False)
    outcome = act_on(visit, matter.kind, _MARK, here)
    if not isinstance(outcome, Attempted):
        return done(visit, *row_of(matter.kind, _MARK), outcome.subject, here)
    values = {field.name: field.value for field in outcome.fields}
    picture, drawn = district_map.drawn()
    mark = {"at": f"{values['longitude']},{values['latitude']}"} if values["longitude"] and values["latitude"] else {}
    more = {
        "map": picture, "drawn": drawn, "width": outlines.WIDTH, "missed": given.get("missed") == "1",
        "picture": f"{reverse('desk:place-map')}?{urlencode({'district': values['district'], **mark})}",
    }  # fmt: skip
    return page(visit, row_of(matter.kind, _MARK)[0], here, outcome, "desk/place.html", more)


def _pointed(visit: Visit, matter: Matter) -> HttpResponse:
    given = visit.request.GET
    found = district_map.pointed(given.get("map.x", ""), given.get("map.y", ""))
    said = {"missed": "1"}
    if found is not None:
        said = {
            "longitude": f"{found.longitude:.5f}",
            "latitude": f"{found.latitude:.5f}",
            "district": found.district,
        }
    return HttpResponseRedirect(f"{reverse('desk:place', args=[matter.public_id])}?{urlencode(said)}")


@csp_replace(
    {"style-src": ["'unsafe-inline'"]}
)  # a picture that follows light and dark; nothing in it is anybody's text
@require_GET
@staff
def picture(visit: Visit) -> HttpResponse:
    """The map to point at, with a mark where somebody pointed."""
    drawn, _ = district_map.drawn()
    if drawn is None:
        raise refuse("not_found")
    chosen = visit.request.GET.get("district", "")
    content = {
        "picture": drawn, "width": outlines.WIDTH, "mark": _mark(drawn, visit.request.GET.get("at", "")),
        "shapes": [(area.name, drawn.path(area), *drawn.middle(area), area.key == chosen) for area in drawn.areas],
    }  # fmt: skip
    return render(visit.request, "portal/complaints/map.svg", content, content_type="image/svg+xml")


def _mark(drawn: outlines.Picture, at: str) -> tuple[float, float] | None:
    longitude, _, latitude = at.partition(",")
    try:
        return drawn.point(float(longitude), float(latitude))
    except ValueError:
        return None
