"""The page of an act: a form from its data model, one POST to the gate."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ecoduty.casework.matters.rules import Sight, access_matter, relations, sight
from ecoduty.interfaces.desk import shell, trail
from ecoduty.interfaces.desk.acting import Attempted, attempt, empty_form
from ecoduty.interfaces.desk.matter_page import clauses_words
from ecoduty.interfaces.desk.refusals import shown
from ecoduty.interfaces.desk.visit import Visit, safe_next, staff
from ecoduty.kernel.flow import Act, ActTable, Refused, options, tables
from ecoduty.kernel.flow.gate import Done, creation_relations, not_permitted
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.flow.table import permits
from ecoduty.organisation.directory import queries

_RECENT = 3  # entries beside a form


@require_http_methods(["GET", "POST"])
@staff
def act(visit: Visit, public_id: uuid.UUID, code: str) -> HttpResponse:
    """One act on one matter."""
    matter = access_matter(visit.actor, public_id, Sight.SUMMARY)
    seen = sight(matter.kind, matter.secrecy, relations(matter, visit.actor, visit.today))
    place = Place(
        matter.title, reverse("desk:matter", args=[matter.public_id]), matter, matter.pk, whole=seen >= Sight.FULL
    )
    return _act(visit, matter.kind, code, place)


@require_http_methods(["GET", "POST"])
@staff
def body_act(visit: Visit, key: str, code: str) -> HttpResponse:
    """One act on a body of the directory."""
    body = queries.body(key)
    return _act(visit, "body", code, Place(body.name, reverse("desk:body", args=[key]), body, key))


@dataclass(frozen=True, slots=True)
class Place:
    """What is acted on, as its page is titled and where it stands; `subject` is None where an act creates it, `ref` is
    what the gate knows it by; `whole` when the visitor may read its ledger; `late_entry` where something may be entered that happened before."""

    title: str
    url: str
    subject: Any = None
    ref: Any = None
    whole: bool = False
    late_entry: bool = True


def _act(visit: Visit, kind: str, code: str, place: Place) -> HttpResponse:
    table, row = _row(kind, code)
    outcome = act_on(visit, kind, code, place)
    if isinstance(outcome, Attempted):
        return act_page(visit, table, place, outcome)
    return _done(visit, table, row, outcome.subject, place)


def act_on(visit: Visit, kind: str, code: str, place: Place) -> Done | Attempted:
    """The form of an act as it is first shown, or what came of sending it. Raises Refused for who may not at all."""
    table, row = _row(kind, code)
    if visit.request.method == "GET":
        return _first(visit, table, row, place.subject)
    return attempt(visit, table, row, place.subject, place.ref)


@require_http_methods(["GET", "POST"])
@staff
def create(visit: Visit, kind: str, code: str) -> HttpResponse:
    """An act that brings a matter into being."""
    table, row = _row(kind, code)
    if not row.creates:
        raise refuse("unknown_act", act=code)
    if not permits(row, visit.actor, creation_relations(visit.actor)):
        raise not_permitted(row, visit.actor)
    place = Place(table.label, f"{reverse('desk:matters')}?kind={kind}")
    if visit.request.method == "GET":
        return act_page(visit, table, place, empty_form(visit, row, None, kind))
    outcome = attempt(visit, table, row, None, None)
    if isinstance(outcome, Attempted):
        return act_page(visit, table, place, outcome)
    made = Place(outcome.subject.title, reverse("desk:matter", args=[outcome.subject.public_id]), outcome.subject)
    return _done(visit, table, row, outcome.subject, made)


def _row(kind: str, code: str) -> tuple[ActTable, Act]:
    table = tables().get(kind)
    row = table.by_code.get(code) if table else None
    if table is None or row is None:
        raise refuse("unknown_act", act=code)
    return table, row


def _first(visit: Visit, table: ActTable, row: Act, subject: Any) -> Attempted:
    """The form, and above it at once why it would be refused now. Raises Refused for a post that never may."""
    option = next((item for item in options(table, subject, visit.actor, visit.now) if item.act is row), None)
    if option is None:
        who = "或".join(dict.fromkeys(who.label for who in row.who))
        raise refuse("not_permitted", act=row.label, who=who, title=visit.actor.title)
    form = empty_form(visit, row, subject, table.kind)
    if not option.open:
        form.refused = Refused("not_now", option.why_not)
    return form


def act_page(visit: Visit, table: ActTable, place: Place, form: Attempted) -> HttpResponse:
    """The page of an act's form."""
    seen = int(form.version) if form.version.isdecimal() else None
    subject = place.subject
    content = {
        "form": form,
        "table": table,
        "place": place,
        "refused": shown(form.refused, table, subject.stream if subject else "", seen),
        "fresh_version": subject.version if subject else "",
        "recent": trail.lines(trail.entries(subject.stream)[-_RECENT:], visit.today) if place.whole else [],
        "action": visit.request.path,
        "after": _after(table, form.act),
        "clauses": clauses_words(form.act.clauses),
        "next": visit.request.POST.get("next", visit.request.GET.get("next", "")),
    }
    refused = form.refused
    status = refused.status if refused and visit.request.method == "POST" else 200
    part = "#panel" if visit.request.headers.get("HX-Target") == "panel" else ""
    response = shell.render(visit, f"desk/act.html{part}", content, status=status, kind=table.kind)
    response["Vary"] = "HX-Request"
    return response


def _after(table: ActTable, row: Act) -> str:
    """What comes of it, for who hesitates: 转为“拟稿”，由联络员接着办."""
    state = table.by_state.get(row.to or "")
    if state is None:
        return "状态不变。"
    turn = f"，由{state.waits_for}接着办" if state.open and state.waits_for else "" if state.open else "，此件办结"
    return f"转为“{state.label}”{turn}。"


def _done(visit: Visit, table: ActTable, row: Act, subject: Any, place: Place) -> HttpResponse:
    state = table.by_state.get(subject.state)
    now = f"现在是“{state.label}”" if state and row.to is not None else ""
    turn = f"，等{state.waits_for}办理" if now and state and state.waits_for and state.open else ""
    messages.success(visit.request, f"“{place.title}”：{row.label}，已办。{now}{turn}{'。' if now else ''}")
    given = visit.request.POST.get("next", "")
    return HttpResponseRedirect(safe_next(visit.request, given) if given else place.url)
