"""依据库: instruments and whether they hold on a day; one instrument with what cites it and where its provisions went."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.legal_basis import queries
from ecoduty.casework.legal_basis.flow import INSTRUMENT
from ecoduty.interfaces.desk import instruments, shell, trail, words
from ecoduty.interfaces.desk.act_page import Place, act_on, done, page
from ecoduty.interfaces.desk.acting import Attempted
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused, options
from ecoduty.kernel.flow.gate import not_permitted

_ENTRIES = 30


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """All instruments, by kind, as they stand on a day."""
    asked = instruments.Asked.read(visit.request.GET, visit.today)
    shelf = instruments.shelf(asked)
    content = {"asked": asked, "shelf": shelf, "today": visit.today, "opens": instruments.opens(visit.actor)}
    return shell.render(visit, "desk/instruments.html", content)


@require_GET
@staff
def one(visit: Visit, key: str) -> HttpResponse:
    """One instrument on a day: standing, facts, provisions cited, mapping, what may be done, its ledger."""
    found = queries.instrument(key)
    asked = instruments.Asked.read(visit.request.GET, visit.today)
    log = trail.entries(found.stream)
    content = {
        "asked": asked,
        "today": visit.today,
        "sheet": instruments.sheet(found, asked.on),
        "steps": [
            instruments.step(found, option.act)
            for option in options(INSTRUMENT, found, visit.actor, visit.now)
            if option.open
        ],
        "lines": trail.lines(log[-_ENTRIES:], visit.today),
        "log_count": len(log),
        "day": words.day(asked.on, visit.today),
    }
    return shell.render(visit, "desk/instrument.html", content)


@require_http_methods(["GET", "POST"])
@staff
def create(visit: Visit, code: str) -> HttpResponse:
    """Enter an instrument."""
    row = INSTRUMENT.by_code.get(code)
    if row is None or not row.creates:
        raise Refused("unknown_act", f"没有“{code}”这个动作。", status=404)
    if row not in instruments.opens(visit.actor):
        raise not_permitted(row, visit.actor)
    place = Place("法律依据库", reverse("desk:instruments"))
    outcome = act_on(visit, INSTRUMENT.kind, code, place)
    if isinstance(outcome, Attempted):
        return page(visit, INSTRUMENT, place, outcome)
    messages.success(visit.request, f"《{outcome.subject.title}》：{row.label}，已办。")
    return HttpResponseRedirect(reverse("desk:instrument", args=[outcome.subject.key]))


@require_http_methods(["GET", "POST"])
@staff
def act(visit: Visit, key: str, code: str) -> HttpResponse:
    """One act on an instrument."""
    found = queries.instrument(key)
    row = INSTRUMENT.by_code.get(code)
    if row is None or row.creates:
        raise Refused("unknown_act", f"没有“{code}”这个动作。", status=404)
    place = Place(found.title, reverse("desk:instrument", args=[key]), found, key, whole=True)
    outcome = act_on(visit, INSTRUMENT.kind, code, place)
    if isinstance(outcome, Attempted):
        return page(visit, INSTRUMENT, place, outcome)
    return done(visit, INSTRUMENT, row, outcome.subject, place)
