"""What hangs on a body, in memory: guards look at it, effects add to it, the store writes it. A batch loads it once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db import models

from ecoduty.organisation.directory.dated import Dated, on_day
from ecoduty.organisation.directory.models import (
    Appointment,
    Body,
    BodyName,
    Coordinator,
    Delegation,
    LeaderInCharge,
    Line,
    Person,
    Post,
    Unit,
)

_ATTRIBUTE = "_rows"
_LISTS: dict[type[models.Model], str] = {
    BodyName: "names",
    Line: "lines",
    Unit: "units",
    Post: "posts",
    Appointment: "appointments",
    Coordinator: "coordinators",
    LeaderInCharge: "leaders",
    Delegation: "delegations",
}
M = TypeVar("M", bound=models.Model)


class Lookup:
    """Other bodies, leaders' posts and people that the acts of one batch name: each asked for at most once."""

    def __init__(self) -> None:
        self._bodies: dict[str, Body] | None = None
        self._leaders: dict[str, Post] | None = None
        self._people: dict[int, Person | None] = {}

    def bodies(self) -> list[Body]:
        """All bodies."""
        return list(self._by_key().values())

    def body(self, key: str) -> Body | None:
        """The body of that key."""
        return self._by_key().get(key)

    def _by_key(self) -> dict[str, Body]:
        if self._bodies is None:
            self._bodies = {body.key: body for body in Body.objects.all()}
        return self._bodies

    def leader(self, reference: str) -> Post | None:
        """The leader's post written as `body/post`; posts with a side that serve no other are leaders'."""
        if self._leaders is None:
            posts = Post.objects.exclude(side="").filter(serves="").select_related("body")
            self._leaders = {f"{post.body.key}/{post.key}": post for post in posts}
        return self._leaders.get(reference)

    def person(self, number: int) -> Person | None:
        """The person of that number; None for a row that went into another."""
        if number not in self._people:
            self._people[number] = Person.objects.filter(pk=number, merged_into=None).first()
        return self._people[number]

    def know(self, people: Iterable[Person]) -> None:
        """Remember people that were loaded anyway."""
        self._people |= {person.pk: person for person in people}


@dataclass
class Rows:
    """Everything dated about one body, past and future included. `new` and `changed` wait for the store."""

    body: Body
    lookup: Lookup
    names: list[BodyName] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    coordinators: list[Coordinator] = field(default_factory=list)
    leaders: list[LeaderInCharge] = field(default_factory=list)
    delegations: list[Delegation] = field(default_factory=list)
    new: list[models.Model] = field(default_factory=list)
    changed: list[Dated] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def add(self, row: M) -> M:
        """Have a row written with the body."""
        self.new.append(row)
        if type(row) in _LISTS:
            getattr(self, _LISTS[type(row)]).append(row)
        return row

    def end(self, row: Dated, until: date) -> None:
        """Let a row end on a day; one that had not begun by then is void."""
        row.until = until if row.since is None or until >= row.since else row.since
        if row.pk is not None:
            self.changed.append(row)

    def touch(self, **values: object) -> None:
        """Change columns of the body itself."""
        for name, value in values.items():
            setattr(self.body, name, value)
        self.touched |= set(values)

    def post(self, key: str) -> Post | None:
        """The body's post of that key."""
        return next((post for post in self.posts if post.key == key), None)

    def unit(self, name: str, on: date) -> Unit | None:
        """The unit of that name on that day."""
        return next((unit for unit in on_day(self.units, on) if unit.name == name), None)

    def of_post(self, key: str) -> list[Appointment]:
        """All appointments to a post, whenever."""
        return [row for row in self.appointments if row.post.key == key]

    def appointment(self, key: str, person: int | None, on: date) -> Appointment | None:
        """The appointment to a post that holds on a day: of that person, or the only one there is."""
        rows = [row for row in on_day(self.of_post(key), on) if person is None or row.person_id == person]
        return rows[0] if len(rows) == 1 else None

    def delegation(self, key: str, holder: int | None, on: date) -> Delegation | None:
        """The delegation of a post that has not ended by a day: of that holder, or the only one there is."""
        rows = [
            row
            for row in self.delegations
            if row.post.key == key and (holder is None or row.holder_id == holder) and lasts_beyond(row, on)
        ]
        return rows[0] if len(rows) == 1 else None


def lasts_beyond(row: Dated, on: date) -> bool:
    """Whether a row has not ended by that day, begun or not."""
    return row.until is None or row.until > on


def under_way(row: Dated, on: date) -> bool:
    """Whether a row can end on that day: it has begun by then and has not ended yet."""
    return (row.since is None or row.since <= on) and lasts_beyond(row, on)


def rows_of(body: Body) -> Rows:
    """What hangs on a body; read from the database when nobody has done so yet."""
    if not hasattr(body, _ATTRIBUTE):
        load([body])
    rows: Rows = getattr(body, _ATTRIBUTE)
    return rows


def load(bodies: Sequence[Body]) -> None:
    """Read what hangs on bodies: eight queries, however many bodies."""
    lookup = Lookup()
    found = {body.pk: Rows(body, lookup) for body in bodies}
    for body in bodies:
        setattr(body, _ATTRIBUTE, found[body.pk])
    if any(body.pk is None for body in bodies):
        return
    _load_own(found)
    _load_posts(found)
    lookup.know(row.person for rows in found.values() for row in rows.appointments)


def _load_own(found: dict[int, Rows]) -> None:
    for name in BodyName.objects.filter(body__in=found):
        found[name.body_id].names.append(name)
    for line in Line.objects.filter(body__in=found).select_related("above"):
        found[line.body_id].lines.append(line)
    for unit in Unit.objects.filter(body__in=found):
        found[unit.body_id].units.append(unit)
    for leader in LeaderInCharge.objects.filter(body__in=found).select_related("leader__body"):
        found[leader.body_id].leaders.append(leader)


def _load_posts(found: dict[int, Rows]) -> None:
    posts = {post.pk: post for post in Post.objects.filter(body__in=found).select_related("unit")}
    for post in posts.values():
        post.body = found[post.body_id].body
        found[post.body_id].posts.append(post)
    appointments = {row.pk: row for row in Appointment.objects.filter(post__in=posts).select_related("person")}
    for appointment in appointments.values():
        appointment.post = posts[appointment.post_id]
        found[appointment.post.body_id].appointments.append(appointment)
    for coordinator in Coordinator.objects.filter(body__in=found):
        coordinator.appointment = appointments[coordinator.appointment_id]
        found[coordinator.body_id].coordinators.append(coordinator)
    for delegation in Delegation.objects.filter(post__in=posts).select_related("holder", "delegate"):
        delegation.post = posts[delegation.post_id]
        found[delegation.post.body_id].delegations.append(delegation)
