"""The public's pages on who is responsible: search, departments, fields, one version, what changed, one row."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt

from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.responsible import SURE, WHO_IS_RESPONSIBLE, Responsible
from ecoduty.casework.publications.versions import difference
from ecoduty.interfaces.portal import listed, reading
from ecoduty.interfaces.portal.answering import missing, public, render
from ecoduty.kernel.clock import today

LONGEST = 300  # letters of a question
ANSWERS = 8
SECTION = "responsibilities"
NO_LIST = "尚无已公布清单"


@public
def home(request: HttpRequest) -> HttpResponse:
    """谁负责: one search box, the departments with their versions, the fields, the consolidated lists."""
    plan = reading.plan()
    if plan is None:
        return render(request, "nothing.html", {})
    text = request.GET.get("q", "").strip()[:LONGEST]
    versions = listed.in_force(today())
    found = answers(text) if text and versions else []
    nobodys = listed.undetermined()
    content = {
        "plan": plan, "section": SECTION, "unsure": bool(found) and found[0].score < SURE, "q": text,
        "asked": bool(text), "none": NO_LIST if not versions else "", "answers": found,
        "undetermined": nobodys, "undetermined_alike": listed.undetermined(text) if text and nobodys else [],
        "lines": listed.departments(plan, versions), "fields": listed.fields(versions),
        "consolidated": listed.consolidated(versions), "districts": listed.districts(versions),
        "samples": any(version.sample for version in versions),
    }  # fmt: skip
    return render(request, "responsibilities.html", content)


def answers(text: str, most: int = ANSWERS, region: str = "") -> list[Responsible]:
    """Who is responsible for what was asked, the likeliest first, from what is published (article 4)."""
    if not asked(WHO_IS_RESPONSIBLE):
        return []
    return list(ask(WHO_IS_RESPONSIBLE)(text, region=region, on=today(), most=most, using=reading.ALIAS))


@public
def field(request: HttpRequest, code: str) -> HttpResponse:
    """All rows of one field of protection that hold today, department by department."""
    plan = reading.plan()
    rows = listed.rows_in(listed.in_force(today()), field=code)
    if plan is None or not rows:
        return missing(request, "没有这个领域的事项")
    content = {"plan": plan, "section": SECTION, "label": rows[0].field_label, "code": code, "rows": rows}
    return render(request, "field.html", {**content, "samples": any(row.in_list.sample for row in rows)})


@public
def department(request: HttpRequest, key: str, kind: str = listed.SPECIFIC) -> HttpResponse:
    """A department's list as it holds today, or held on the day asked for, and all its versions."""
    plan = reading.plan()
    versions = listed.versions_of(key, kind)
    body = listed.body_of(versions[0]) if versions else plan.bodies.get(key) if plan else None
    if plan is None or body is None:
        return missing(request, "没有这个单位的清单")
    asked_for = _day(request.GET.get("on", ""))
    on = asked_for or today()
    held = [
        one for one in versions if one.in_force <= on and (one.until is None or on < one.until) and not one.withdrawn_on
    ]
    found = next((one for one in held if not one.sample), held[0] if held else None)
    content = {
        "plan": plan, "section": SECTION, "body": body, "kind": kind, "version": found, "versions": versions, "on": on,
        "asked_for": asked_for, "rows": listed.rows_of(found) if found else [], "earlier": _earlier(found, versions),
        "frame": request.build_absolute_uri(f"/portal/embed/{key}/responsibilities/"),
        "taken_over": listed.taken_over(key, on) if kind == listed.SPECIFIC else [],
    }  # fmt: skip
    return render(request, "department.html", content)


@public
def version(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One version at its permanent address, in force or not."""
    found = listed.version(public_id)
    if found is None:
        return missing(request, "没有这一版清单")
    versions = listed.versions_of(found.body_key, found.kind)
    content = {
        "plan": reading.plan(), "section": SECTION, "body": listed.body_of(found), "kind": found.kind, "version": found,
        "versions": versions, "on": today(), "asked_for": None, "permanent": True,
        "rows": [] if found.withdrawn_on else listed.rows_of(found), "earlier": _earlier(found, versions),
        "frame": request.build_absolute_uri(f"/portal/embed/{found.body_key}/responsibilities/"),
    }  # fmt: skip
    return render(request, "department.html", content)


@public
def changes(request: HttpRequest, public_id: UUID, other_id: UUID) -> HttpResponse:
    """What changed from the one version to the other: added, removed, reworded with the words marked."""
    new, old = listed.version(public_id), listed.version(other_id)
    comparable = new and old and (new.body_key, new.kind) == (old.body_key, old.kind)
    if new is None or old is None or not comparable or new.withdrawn_on or old.withdrawn_on:
        return missing(request, "这两版不能对照")
    found = difference(list(listed.rows_of(old)), list(listed.rows_of(new)))
    content = {"plan": reading.plan(), "section": SECTION, "body": listed.body_of(new), "old": old, "new": new}
    return render(request, "changes.html", {**content, "difference": found})


@public
def row(request: HttpRequest, key: UUID) -> HttpResponse:
    """One row as it holds now, and what it said in every version."""
    rows = listed.history(key)
    if not rows:
        return missing(request, "没有这个事项")
    holds = rows[0].in_list.until is None or rows[0].in_list.until > today()
    content = {"plan": reading.plan(), "section": SECTION, "row": rows[0], "rows": rows, "holds": holds}
    return render(request, "row.html", content)


@xframe_options_exempt
@csp_replace({"frame-ancestors": getattr(settings, "PORTAL_FRAME_ANCESTORS", ["'self'"])})
@public
def embed(request: HttpRequest, key: str) -> HttpResponse:
    """A department's list for a frame in its own site; no script."""
    plan = reading.plan()
    mine = [one for one in listed.in_force(today()) if one.body_key == key and one.kind == listed.SPECIFIC]
    body = listed.body_of(mine[0]) if mine else plan.bodies.get(key) if plan else None
    if body is None:
        return missing(request, "没有这个单位的清单")
    content = {"body": body, "version": mine[0] if mine else None, "none": NO_LIST}
    return render(request, "embed_list.html", {**content, "rows": listed.rows_of(mine[0]) if mine else []})


def _earlier(found: object, versions: list[listed.PublishedList]) -> listed.PublishedList | None:
    """The version that held before, to be compared with; a sample is compared with nothing."""
    if not isinstance(found, listed.PublishedList) or found.sample:
        return None
    before = [one for one in versions if one.in_force < found.in_force and not one.sample and not one.withdrawn_on]
    return before[0] if before else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
