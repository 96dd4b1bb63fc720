"""The public's pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from ecoduty.casework.publications.models import PublishedItem
from ecoduty.interfaces.portal import answering, listed, reading, standing
from ecoduty.interfaces.portal.answering import missing, public, render
from ecoduty.interfaces.portal.reading import Plan
from ecoduty.interfaces.written import words_of
from ecoduty.kernel.clock import today

COLUMNS = 4  # periods in a table; older ones have pages of their own
LATEST = 10
EMBEDDED = 12
YEAR = timedelta(days=365)


@public
def home(request: HttpRequest) -> HttpResponse:
    """What is new, where every department stands, what comes next."""
    plan = reading.plan()
    if plan is None:
        return render(request, "nothing.html", {})
    shown = list(reading.items())
    tables = [standing.table(duty, shown, today(), COLUMNS) for duty in plan.duties]
    content = {
        "plan": plan,
        "tables": [_current(table) for table in tables],
        "latest": [item for item in shown if item.withdrawn_on is None][:LATEST],
        "coming": _coming(plan),
        "published": sum(item.content is not None for item in shown),
        "listed": len(
            {one.body_key for one in listed.in_force(today()) if one.kind == listed.SPECIFIC and not one.sample}
        ),
        "undetermined": listed.undetermined(),
        "section": "home",
    }
    return render(request, "home.html", content)


@public
def the_plan(request: HttpRequest) -> HttpResponse:
    """The plan as a document to read: every article in our words, who owes what, what the public can see of it."""
    plan = reading.plan()
    if plan is None:
        return render(request, "nothing.html", {})
    content = plan.content
    chapters = [
        {**chapter, "articles": [one for one in content["articles"] if one["chapter"] == chapter["number"]]}
        for chapter in content["chapters"]
    ]
    clauses = sum(len(article["clauses"]) for article in content["articles"])
    return render(
        request, "plan.html", {"plan": plan, "chapters": chapters, "clauses": clauses, "section": "plan"}
    )  # fmt: skip


@public
def reports(request: HttpRequest) -> HttpResponse:
    """Departments × periods: published, not published with its reason, not yet due, missing."""
    plan = reading.plan()
    if plan is None:
        return render(request, "nothing.html", {})
    shown = list(reading.items())
    tables = [standing.table(duty, shown, today(), COLUMNS) for duty in plan.duties]
    years = sorted({item.year for item in shown}, reverse=True)
    owed = {duty.kind for duty in plan.duties}
    others = standing.others(shown, (item for item in shown if item.kind in owed))
    content = {
        "plan": plan, "tables": tables, "years": years, "others": others, "section": "reports",
        "published": sum(item.content is not None for item in shown),
    }  # fmt: skip
    return render(request, "reports.html", content)


@public
def year(request: HttpRequest, number: int) -> HttpResponse:
    """Everything published for one year, in official order."""
    plan = reading.plan()
    shown = list(reading.items().filter(year=number).order_by("body_order", "published_on"))
    periods = [period for duty in plan.duties for period in duty.periods if period.year == number] if plan else []
    if plan is None or not (shown or periods):
        return missing(request, f"没有{number}年度的公开件")
    tables = [
        standing.table(duty, shown, today(), len(duty.periods)) for duty in plan.duties if duty.kind
    ]  # fmt: skip
    rows = [
        (table.duty, row.body, cell)
        for table in tables
        for row in table.rows
        for cell in row.cells
        if cell.period.year == number
    ]
    newest = sorted(shown, key=lambda item: (item.published_on, item.registered_at), reverse=True)
    others = standing.others(newest, (cell.item for _, _, cell in rows if cell.item))
    content = {"plan": plan, "number": number, "rows": rows, "others": others, "section": "reports"}
    return render(request, "year.html", content)


@public
def body(request: HttpRequest, key: str) -> HttpResponse:
    """One department: what it published, what it still owes, how to carry it into its own site."""
    plan = reading.plan()
    shown = list(reading.items().filter(body_key=key))
    found = plan.bodies.get(key) if plan else None
    if plan is None or (found is None and not shown):
        return missing(request, "没有这个单位的公开件")
    names = found or reading.Body(key, shown[0].body_name, shown[0].body_short_name)
    tables = [standing.table(duty, shown, today(), 20) for duty in plan.duties if found in duty.bearers]
    cells = [(table.duty, cell) for table in tables for row in table.rows if row.body == found for cell in row.cells]
    frame = request.build_absolute_uri(f"/portal/embed/{key}/")
    others = standing.others(shown, (cell.item for _, cell in cells if cell.item))
    content = {"plan": plan, "body": names, "cells": cells, "others": others, "frame": frame, "section": "reports"}
    return render(request, "body.html", content)


@public
def item(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One publication at its permanent address: the text, or why it is not here."""
    found = reading.item(public_id)
    if found is None:
        return missing(request, "没有这份公开件")
    return render(request, "item.html", {"plan": reading.plan(), "item": found, "section": "reports"})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How these pages can be used by everybody."""
    return render(request, "accessibility.html", {"plan": reading.plan(), "section": "accessibility"})


@xframe_options_exempt
@csp_replace({"frame-ancestors": getattr(settings, "PORTAL_FRAME_ANCESTORS", ["'self'"])})
@public
def embed(request: HttpRequest, key: str) -> HttpResponse:
    """A department's list for a frame in its own site."""
    plan = reading.plan()
    shown = list(reading.items().filter(body_key=key, withdrawn_on=None)[:EMBEDDED])
    found = plan.bodies.get(key) if plan else None
    if found is None and not shown:
        return missing(request, "没有这个单位的公开件")
    names = found or reading.Body(key, shown[0].body_name, shown[0].body_short_name)
    return render(request, "embed.html", {"body": names, "items": shown})


@require_safe
def type_size(request: HttpRequest) -> HttpResponse:
    """Large type on or off, kept in a cookie; back to where the reader was."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}) or not back.startswith("/portal/"):
        back = "/portal/"
    response = HttpResponseRedirect(back)
    if request.GET.get("large") == "1":
        response.set_cookie(answering.LARGE, "1", max_age=YEAR, httponly=True, samesite="Lax", path="/portal/")
    else:
        response.delete_cookie(answering.LARGE, path="/portal/", samesite="Lax")
    response["Cache-Control"] = "no-store"
    return response


@public
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001 -- what was typed is not repeated
    """Any other address below the portal."""
    return missing(request)


def _current(table: standing.Table) -> dict[str, Any]:
    """The period the public looks at now: the newest that somebody published in or that has fallen due."""
    column = next(
        (
            n
            for n, period in enumerate(table.periods)
            if period.due_on < today() or any(row.cells[n].item is not None for row in table.rows)
        ),
        0,
    )
    return {
        "duty": table.duty,
        "name": table.duty.name_of(table.periods[column]) if table.periods else "",
        "period": table.periods[column] if table.periods else None,
        "rows": [(row.body, row.cells[column]) for row in table.rows] if table.periods else [],
        "published": table.count(standing.PUBLISHED, column) if table.periods else 0,
    }


def _coming(plan: Plan) -> list[dict[str, Any]]:
    """The next days on which something is due or to be expected, soonest first."""
    found = [
        {"on": on, "what": what, "clause": duty.clause}
        for duty in plan.duties
        for period in duty.periods
        for on, what in (
            (period.due_on, f"各部门报送{duty.name_of(period)}的最后一天"),
            (period.expected_on, f"{duty.name_of(period)}一般应在此前公开"),
        )
        if on >= today()
    ]
    return sorted(found, key=lambda one: str(one["on"]))[:4]


def first_words(item: PublishedItem, length: int = 120) -> str:
    """The beginning of an item's text, for feeds."""
    return _clipped((words_of(part["text"]) for part in item.content or ()), length)


def _clipped(texts: Iterable[str], length: int) -> str:
    words = " ".join(texts)
    return words if len(words) <= length else f"{words[:length]}…"
