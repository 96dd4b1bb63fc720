"""The page of an act: a form from its data model, one POST to the gate."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ecoduty.casework.matters.rules import Sight, access_matter, relations, sight
from ecoduty.interfaces.desk import joining
from ecoduty.interfaces.desk.act_page import Place, act_on, done, page, row_of
from ecoduty.interfaces.desk.acting import Attempted, attempt, empty_form
from ecoduty.interfaces.desk.ending import before_dissolving
from ecoduty.interfaces.desk.parts import parts_of
from ecoduty.interfaces.desk.releasing import RELEASE, before_release
from ecoduty.interfaces.desk.views import writing
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow.gate import may_create, not_permitted
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.joining import MERGE


@require_http_methods(["GET", "POST"])
@staff
def act(visit: Visit, public_id: uuid.UUID, code: str) -> HttpResponse:
    """One act on one matter."""
    matter = access_matter(visit.actor, public_id, Sight.SUMMARY)
    seen = sight(matter.kind, matter.secrecy, relations(matter, visit.actor, visit.today))
    place = Place(
        matter.title, reverse("desk:matter", args=[matter.public_id]), matter, matter.pk, whole=seen >= Sight.FULL
    )
    parts = parts_of(matter.kind)
    if code in parts.instead:
        return HttpResponseRedirect(reverse(parts.instead[code], args=[matter.public_id]))
    desk = parts.writing
    if desk is not None and desk.act == code:
        return writing.write(visit, place, desk)
    return _act(visit, matter.kind, code, place, lambda _, subject: _before(visit, matter.kind, code, subject))


def _before(visit: Visit, kind: str, code: str, subject: Any) -> Mapping[str, Any]:
    """What the kind shows above the form of this act."""
    if code == RELEASE:
        return before_release(visit, subject)
    return parts_of(kind).before(row_of(kind, code)[1], subject, visit.actor)


@require_http_methods(["GET", "POST"])
@staff
def body_act(visit: Visit, key: str, code: str) -> HttpResponse:
    """One act on a body of the directory."""
    body = queries.body(key)
    place = Place(body.name, reverse("desk:body", args=[key]), body, key)
    if code == MERGE:
        return joining.merge_person(visit, body, place)
    return _act(visit, "body", code, place, before_dissolving if code == "dissolve" else None)


def _act(
    visit: Visit, kind: str, code: str, place: Place, more: Callable[[Visit, Any], Mapping[str, Any]] | None = None
) -> HttpResponse:
    table, row = row_of(kind, code)
    outcome = act_on(visit, kind, code, place)
    if isinstance(outcome, Attempted):
        return page(visit, table, place, outcome, more=more(visit, place.subject) if more else None)
    return done(visit, table, row, outcome.subject, place)


@require_http_methods(["GET", "POST"])
@staff
def create(visit: Visit, kind: str, code: str) -> HttpResponse:
    """An act that brings a matter into being."""
    return begin(visit, kind, code)


def begin(visit: Visit, kind: str, code: str) -> HttpResponse:
    """The form of an act that brings a matter into being, or what came of it. Raises Refused for who may not."""
    table, row = row_of(kind, code)
    if not row.creates:
        raise refuse("unknown_act", act=code)
    if not may_create(row, visit.actor):
        raise not_permitted(row, visit.actor)
    place = Place(table.label, f"{reverse('desk:matters')}?kind={kind}")
    if visit.request.method == "GET":
        return page(visit, table, place, empty_form(visit, row, None, kind), more=_before(visit, kind, code, None))
    outcome = attempt(visit, table, row, None, None)
    if isinstance(outcome, Attempted):
        return page(visit, table, place, outcome, more=_before(visit, kind, code, None))
    made = Place(outcome.subject.title, reverse("desk:matter", args=[outcome.subject.public_id]), outcome.subject)
    return done(visit, table, row, outcome.subject, made)
