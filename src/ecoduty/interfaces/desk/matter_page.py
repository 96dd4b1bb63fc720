"""Everything the page of a matter shows, gathered once: a constant number of queries, whatever the kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ecoduty.casework.matters import around
from ecoduty.casework.matters.models import LinkKind, Matter, PartyRole, Secrecy
from ecoduty.casework.matters.rules import Sight, relations, sight, visible_to
from ecoduty.casework.matters.store import attach_parties
from ecoduty.casework.matters.thresholds import thresholds_in_force
from ecoduty.interfaces.desk import deadlines, edition, rows, trail, words
from ecoduty.interfaces.desk.case_road import CaseRoad, case_road
from ecoduty.interfaces.desk.diagram import Picture, picture, road
from ecoduty.interfaces.desk.lights import Light, left
from ecoduty.interfaces.desk.parts import Fact, Parts, Tab, parts_of
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import ActTable, Option, options, tables

_LOG_SHOWN = 30  # entries on the page; the rest stands in the ledger's own page


@dataclass(frozen=True, slots=True)
class TabLink:
    """A tab as shown."""

    key: str
    label: str
    count: int | None
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Pane:
    """What the chosen tab shows."""

    template: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """An act of this post that cannot be done now, and why."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Related:
    """A matter this one came from or led to, by its title where the visitor may see it."""

    label: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file that belongs to the matter."""

    name: str
    size: str
    when: str
    url: str


@dataclass(frozen=True, slots=True)
class MatterPage:
    """The detail page. `full` is False for who may see only the summary."""

    kind: str
    kind_url: str
    opened: str
    period: str
    state: str
    light: Light
    facts: Sequence[Fact]
    steps: Sequence[rows.Step]
    asides: Sequence[rows.Step]
    why_not: Sequence[WhyNot]
    diagram: Picture | None
    road: CaseRoad | None
    tabs: Sequence[TabLink]
    pane: Pane | None
    limits: Sequence[deadlines.Limit]
    past_limits: Sequence[deadlines.Limit]
    parties: Sequence[tuple[str, str]]
    related: Sequence[Related]
    files: Sequence[FileLink]
    log: Sequence[trail.Line]
    log_count: int
    full: bool
    restricted: bool


def matter_page(visit: Visit, matter: Matter, wanted: str = "") -> MatterPage:
    """Gather the page for a visitor who was let in already (`access_matter`)."""
    if matter.current_parties is None:  # whoever let the visitor in has mostly asked
        attach_parties([matter])
    table = tables().get(matter.kind)
    parts = parts_of(matter.kind)
    stands = relations(matter, visit.actor, visit.today)
    full = sight(matter.kind, matter.secrecy, stands) >= Sight.FULL
    # First: the kind's own row is read here as the page shows it, and is then known to the guards.
    facts = _facts(visit, matter, parts)
    found = options(table, matter, visit.actor, visit.now) if table else []
    entries = trail.last(matter.stream, _LOG_SHOWN) if full else []
    found = [option for option in found if option.act.code not in parts.inline]
    steps = [rows.step_of(option.act, matter) for option in found if option.open and not option.act.aside]
    asides = [rows.step_of(option.act, matter) for option in found if option.open and option.act.aside]
    state = table.by_state.get(matter.state) if table else None
    tabs = _tabs(matter, parts, wanted) if full else []
    limits, past_limits = deadlines.folded(deadlines.limits(matter, visit.now))
    return MatterPage(
        kind=table.label if table else matter.kind,
        kind_url=f"{reverse('desk:matters')}?kind={matter.kind}",
        opened=words.day(matter.opened_at, visit.today),
        period=words.period(matter.period),
        state=state.label if state else matter.state,
        light=rows.light_of(matter, visit.now, thresholds_in_force()),
        facts=facts,
        steps=steps,
        asides=asides,
        why_not=[
            WhyNot(option.act.label, option.why_not) for option in found if not option.open and not option.act.aside
        ],
        diagram=_diagram(visit, matter, table, parts, found, full=full) if table else None,
        road=case_road(visit, matter) if full else None,
        tabs=tabs,
        pane=_pane(visit, matter, parts, tabs),
        limits=limits,
        past_limits=past_limits,
        parties=_parties(matter, visit),
        related=_related(visit, matter),
        files=_files(matter, visit) if full else [],
        log=trail.lines(entries, visit.today),
        log_count=entries[-1].seq if entries else 0,
        full=full,
        restricted=matter.secrecy == Secrecy.RESTRICTED,
    )


def _facts(visit: Visit, matter: Matter, parts: Parts) -> list[Fact]:
    facts = []
    if matter.clauses:
        facts.append(Fact("依据", edition.clauses_words(matter.clauses), plan_url(matter.clauses[0])))
    facts.append(Fact("主办", matter.holder.short_name))
    if matter.open and matter.next_due_at:
        due = rows.due_words(matter.next_due_at, visit.now)
        facts.append(Fact("", f"{due}届满，{left(matter.next_due_at, visit.now)}", "#limits"))
    if not matter.open and matter.closed_at:
        facts.append(Fact("办结", words.day(matter.closed_at, visit.today)))
    facts.append(Fact("编号", matter.number))
    return [*facts, *parts.facts(matter)]


def plan_url(clause: str) -> str:
    """Where the clause stands in the plan, or nothing where there is no plan page."""
    from ecoduty.interfaces.desk.shell import address  # noqa: PLC0415 -- shell draws on pages made here

    base = address("desk:plan")
    return f"{base}#c{clause}" if base else ""


def _diagram(
    visit: Visit, matter: Matter, table: ActTable, parts: Parts, found: Sequence[Option], *, full: bool
) -> Picture:
    way = road(
        parts.drawn(matter, table),
        matter.state,
        trail.steps(matter.stream, visit.today) if full else [],
        open_acts={option.act.code for option in found if option.open},
        expected=parts.expected(matter),
    )
    return picture(way)


def _tabs(matter: Matter, parts: Parts, wanted: str) -> list[TabLink]:
    if not parts.tabs:
        return []
    keys = [tab.key for tab in parts.tabs]
    chosen = wanted if wanted in keys else keys[0]
    here = reverse("desk:matter", args=[matter.public_id])
    return [
        TabLink(
            tab.key, tab.label, tab.count(matter) if tab.count else None, f"{here}?tab={tab.key}", tab.key == chosen
        )
        for tab in parts.tabs
    ]


def _pane(visit: Visit, matter: Matter, parts: Parts, tabs: Sequence[TabLink]) -> Pane | None:
    chosen = next((link.key for link in tabs if link.current), "")
    tab: Tab | None = next((tab for tab in parts.tabs if tab.key == chosen), None)
    return Pane(tab.template, {**tab.content(matter, visit.actor), "matter": matter}) if tab else None


def _parties(matter: Matter, visit: Visit) -> list[tuple[str, str]]:
    """Bodies by role, in official order."""
    by_role = around.parties_by_role(matter.pk, visit.today)
    return [(role.label, "、".join(by_role[role])) for role in PartyRole if role in by_role]


def _related(visit: Visit, matter: Matter) -> list[Related]:
    """Where a matter came from and what came of it; matters the visitor may not see are not mentioned."""
    result = [Related("来自", matter.origin_note, "")] if matter.origin_note else []
    links = around.links_of(matter.pk)
    if not links:  # as with most: then nobody need ask what the visitor may see
        return result
    ends = {end for _, *both in links for end in both}
    seen = Matter.objects.filter(visible_to(visit.actor)).in_bulk(ends - {matter.pk})
    result += [_link(kind, "来自", seen[source]) for kind, source, _ in links if source in seen]
    return result + [_link(kind, "转出", seen[target]) for kind, _, target in links if target in seen]


def _files(matter: Matter, visit: Visit) -> list[FileLink]:
    """Everything that acts brought into the matter, the newest first."""
    return [
        FileLink(
            name, words.size(size), words.short_day(stored_at, visit.today), reverse("desk:file", args=[public_id])
        )
        for name, size, stored_at, public_id in storage.listed(matter.stream)
    ]


def _link(kind: str, origin: str, other: Matter) -> Related:
    label = origin if kind == LinkKind.ORIGIN else str(LinkKind(kind).label)
    title = "一件受限办件" if other.secrecy == Secrecy.RESTRICTED else other.title
    return Related(label, title, reverse("desk:matter", args=[other.public_id]))
