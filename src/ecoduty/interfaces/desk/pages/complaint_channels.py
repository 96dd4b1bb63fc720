"""What the page of complaint channels shows: two statements, however many bodies there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.parts import Parts, register
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.complaints.channels import queries
from ecoduty.mechanisms.complaints.channels.flow import COMPLAINT_CHANNEL
from ecoduty.mechanisms.complaints.channels.models import ComplaintChannel
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level


@dataclass(frozen=True, slots=True)
class Line:
    """One channel as shown; `begins` where it is not in use yet."""

    way: str
    row: ComplaintChannel
    begins: date | None
    correct_url: str
    end_url: str


@dataclass(frozen=True, slots=True)
class BodyLines:
    """One body with its channels and what it lacks; an address where the visitor may fill the gap."""

    name: str
    lines: Sequence[Line]
    missing: Sequence[str]
    fill_url: str


@dataclass(frozen=True, slots=True)
class Part:
    """The bodies of the city, or of one district."""

    title: str
    bodies: Sequence[BodyLines]

    @property
    def lacking(self) -> int:
        """How many of them lack something."""
        return sum(1 for one in self.bodies if one.missing)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page."""

    parts: Sequence[Part]

    @property
    def total(self) -> int:
        """All bodies."""
        return sum(len(part.bodies) for part in self.parts)

    @property
    def lacking(self) -> int:
        """Those that lack something."""
        return sum(part.lacking for part in self.parts)


def may_enter(actor: Actor) -> bool:
    """Whether this post enters channels."""
    return actor.body != "" and may_create(COMPLAINT_CHANNEL.by_code["register"], actor)


def sheet(visit: Visit) -> Sheet:
    """The bodies in official order, the city's first, then each district's."""
    labels = dict(queries.ways(visit.today))
    parts: dict[str, list[BodyLines]] = {}
    for standing in queries.standings(visit.today):
        body = standing.body
        title = "市级" if body.level == Level.CITY or body.region is None else body.region.name
        parts.setdefault(title, []).append(_lines(visit, standing, labels))
    return Sheet([Part(title, bodies) for title, bodies in parts.items()])


def _lines(visit: Visit, standing: queries.Standing, labels: dict[str, str]) -> BodyLines:
    keeps = _keeps(visit.actor, standing.body.pk)
    rows = [(row, None) for row in standing.channels] + [(row, row.valid_from) for row in standing.coming]
    lines = [
        Line(
            labels.get(row.way, row.way), row, begins,
            reverse("desk:complaint-channel-act", args=[row.public_id, "correct"]) if keeps else "",
            reverse("desk:complaint-channel-act", args=[row.public_id, "end"]) if keeps and row.valid_to is None else "",
        )
        for row, begins in rows
    ]  # fmt: skip
    missing = [labels.get(way, way) for way in standing.missing]
    fill = f"{reverse('desk:new-complaint-channel')}?body={standing.body.key}" if keeps and missing else ""
    return BodyLines(standing.body.short_name, lines, missing, fill)


def _keeps(actor: Actor, body: int) -> bool:
    office = COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY
    return may_enter(actor) and (office or body in actor.bodies)


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    choices = {"way": queries.ways(today())}
    if act.code == "register":
        bodies = [
            (one.body.key, one.body.short_name) for one in queries.standings(today()) if _keeps(actor, one.body.pk)
        ]
        return Prefill(values={"valid_from": today().isoformat()}, choices={**choices, "body": bodies})
    if act.code == "correct" and subject is not None:
        values = {name: getattr(subject, name) for name in ("way", "place", "hours", "rules", "public")}
        return Prefill(values=values, choices=choices)
    return Prefill(values={"valid_to": today().isoformat()} if act.code == "end" else {})


register(COMPLAINT_CHANNEL.kind, Parts(prefill=_prefill))
