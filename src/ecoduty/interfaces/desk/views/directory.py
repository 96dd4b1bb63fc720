"""机构: bodies in official order, who holds which post, where the coordinator is missing (clause 10.2)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from ecoduty.interfaces.desk import shell, trail, words
from ecoduty.interfaces.desk.rows import Step
from ecoduty.interfaces.desk.views.people import keeps_people
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import options, table
from ecoduty.kernel.flow.data import NoData
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.joining import MERGE
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level


@dataclass(frozen=True, slots=True)
class Section:
    """Bodies of one level and area."""

    label: str
    entries: list[queries.Entry]


@require_GET
@staff
def directory(visit: Visit) -> HttpResponse:
    """All bodies with their coordinators; vacancies are counted at the top and shown first when asked for."""
    entries = queries.roster(list(queries.bodies(on=visit.today).select_related("region")), visit.today)
    missing = [entry for entry in entries if entry.coordinator_missing]
    only = visit.request.GET.get("show") == "vacant"
    content = {
        "sections": _sections(missing if only else entries),
        "count": len(entries),
        "missing": len(missing),
        "required": sum(entry.body.coordinator_required for entry in entries),
        "only": only,
        "keeps_people": keeps_people(visit.actor),
    }
    return shell.render(visit, "desk/directory.html", content)


def _sections(entries: list[queries.Entry]) -> list[Section]:
    def heading(entry: queries.Entry) -> str:
        if entry.body.level == Level.DISTRICT and entry.body.region:
            return entry.body.region.short_name
        return str(Level(entry.body.level).label)

    return [Section(label, list(own)) for label, own in groupby(entries, key=heading)]


@require_GET
@staff
def body(visit: Visit, key: str) -> HttpResponse:
    """One body on a day: posts and who holds them, coordinator, leaders in charge, what may be done, its ledger."""
    found = queries.body(key)
    entry = queries.roster([found], visit.today)[0]
    possible = options(table("body"), found, visit.actor, visit.now)
    log = trail.entries(found.stream)
    joins = any(option.open and option.act.code == MERGE for option in possible)
    content = {
        "body": found,
        "entry": entry,
        "doubled": queries.doubled({person.name for _, people in entry.posts for person in people}) if joins else set(),
        "superiors": queries.superiors(found, visit.today),
        "delegations": queries.delegations(found, visit.today),
        "steps": [_step(found, option.act) for option in possible if option.open and option.act.code != "enrol"],
        "lines": trail.lines(log[-30:], visit.today),
        "log_count": len(log),
        "today": words.day(visit.today, visit.today),
        "level": Level(found.level).label,
        "enforcement": found.get_enforcement_display() if found.enforcement else "",
    }
    return shell.render(visit, "desk/body.html", content)


def _step(found: Body, act: object) -> Step:
    code, label = getattr(act, "code", ""), getattr(act, "label", "")
    url = reverse("desk:body-act", args=[found.key, code])
    direct = getattr(act, "data", None) is NoData
    return Step(code, label, url, direct, getattr(act, "main", False), getattr(act, "hint", ""))
