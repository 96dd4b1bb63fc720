"""信息共享: what is to be entered on the platform, the shared view of cases, who of other offices read what (clause 18.5)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.reading import EXPORT
from ecoduty.interfaces.desk import shell, words
from ecoduty.interfaces.desk.pages.sharing import ways
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import tables
from ecoduty.mechanisms.enforcement.sharing import queries
from ecoduty.mechanisms.enforcement.sharing.entries.flow import KIND
from ecoduty.mechanisms.enforcement.sharing.queries import STANDINGS, Reading, SharedCase
from ecoduty.mechanisms.enforcement.sharing.registry import GROUP_WORDS, Group

_PAGE, _READINGS = 50, 200


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """Entries of the visitor's office by where they stand; each number is the length of the list behind it."""
    which = visit.request.GET.get("standing", "waiting")
    which = which if which in STANDINGS else "waiting"
    counts = queries.counts(visit.actor, visit.now)
    found = queries.entries_of(visit.actor).filter(queries.standing(which, visit.now))
    rows, number, pages = _page(visit, found)
    content = {
        "rows": [_entry(visit, one) for one in rows],
        "which": which,
        "label": STANDINGS[which],
        "counts": [{"code": code, "label": label, "count": counts[code], "late": code == "late"} for code, label in STANDINGS.items()],
        "number": number, "pages": pages, "ways": ways("desk:sharing"),
    }  # fmt: skip
    return shell.render(visit, "desk/enforcement/sharing/index.html", content, kind=KIND)


@require_GET
@staff
def cases(visit: Visit) -> HttpResponse:
    """Cases with shared decisions that the visitor may read; every reading of one is an entry."""
    found = queries.shared_cases(visit.actor)
    count = found.count()
    rows, number, pages = _page(visit, found)
    content = {
        "rows": [_case(visit, one) for one in queries.with_decisions(rows, visit.now)],
        "count": count, "number": number, "pages": pages, "ways": ways("desk:shared-cases"),
    }  # fmt: skip
    return shell.render(visit, "desk/enforcement/sharing/cases.html", content, kind=KIND)


@require_GET
@staff
def readings(visit: Visit) -> HttpResponse:
    """Who of other offices read the visitor's own cases, and what was taken out."""
    found = queries.readings_by_others(visit.actor, _READINGS)
    content = {
        "rows": [_reading(visit, one) for one in found], "most": _READINGS, "full": len(found) == _READINGS,
        "ways": ways("desk:shared-readings"),
    }  # fmt: skip
    return shell.render(visit, "desk/enforcement/sharing/readings.html", content, kind=KIND)


def _page(visit: Visit, found: Any) -> tuple[list[Matter], int, int]:
    count = found.count()
    pages = max(1, -(-count // _PAGE))
    given = visit.request.GET.get("page", "")
    number = min(max(int(given), 1), pages) if given.isdecimal() and len(given) < 9 else 1
    return list(found[(number - 1) * _PAGE : number * _PAGE]), number, pages


def _entry(visit: Visit, matter: Matter) -> dict[str, Any]:
    own = matter.shared_decision
    return {
        "url": reverse("desk:matter", args=[matter.public_id]),
        "act": reverse("desk:act", args=[matter.public_id, "enter_platform"]) if matter.open else "",
        "own": own,
        "case": own.case.number,
        "office": matter.holder.short_name,
        "group": GROUP_WORDS[Group(own.group)],
        "decided": words.moment(own.decided_at, visit.today),
        "due": words.day(matter.next_due_on, visit.today) if matter.next_due_on else "",
        "late": matter.next_due_at is not None and matter.next_due_at <= visit.now,
        "entered": words.moment(own.entered_at, visit.today) if own.entered_at else "",
    }


def _case(visit: Visit, one: SharedCase) -> dict[str, Any]:
    table = tables()[one.matter.kind]
    return {
        "url": reverse("desk:matter", args=[one.matter.public_id]),
        "matter": one.matter,
        "kind": table.label,
        "state": table.state(one.matter.state).label,
        "last": one.last.label,
        "when": words.moment(one.last.decided_at, visit.today),
        "count": len(one.decisions),
        "late": one.late,
    }


def _reading(visit: Visit, one: Reading) -> dict[str, Any]:
    facts = one.entry.facts
    return {
        "entry": one.entry,
        "url": reverse("desk:matter", args=[one.matter.public_id]),
        "case": one.matter.number,
        "when": words.moment(one.entry.recorded_at, visit.today),
        "export": one.entry.act == EXPORT,
        "what": facts.get("file") or facts.get("what") or "案卷页面",
        "reason": facts.get("reason", ""),
    }
