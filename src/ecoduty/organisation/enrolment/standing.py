"""The directory as it stands, read once for a check: bodies, units, posts, appointments and people. Six queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from ecoduty.organisation.directory.models import Appointment, Body, Person, Post, Unit
from ecoduty.organisation.directory.states import ACTIVE


@dataclass(slots=True)
class PostView:
    """A post that stands or that the file brings."""

    key: str
    title: str
    kind: str
    single: bool
    since: date | None
    until: date | None
    row: Post | None = None

    def open_on(self, on: date) -> bool:
        """Whether it can be held on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(slots=True)
class Term:
    """A person in a post for a time. `person` is a number of the directory, or below zero one of the file."""

    person: int
    name: str
    since: date | None
    until: date | None
    row: Appointment | None = None
    line: int = 0

    def meets(self, other: Term) -> bool:
        """Whether both share a day."""
        if self._void or other._void:
            return False
        return (self.until is None or other.since is None or other.since < self.until) and (
            other.until is None or self.since is None or self.since < other.until
        )

    @property
    def _void(self) -> bool:
        return self.since is not None and self.until is not None and self.until <= self.since


@dataclass(slots=True)
class BodyView:
    """A body that stands or that the file brings."""

    key: str
    short_name: str
    row: Body | None = None
    units: dict[str, Unit | None] = field(default_factory=dict)
    posts: dict[str, PostView] = field(default_factory=dict)
    terms: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))

    def post(self, text: str) -> PostView | None:
        """The post of that key, or the only one of that title."""
        known = self.posts.get(text)
        if known is not None:
            return known
        named = [post for post in self.posts.values() if post.title == text]
        open_ = [post for post in named if post.until is None]
        return open_[0] if len(open_) == 1 else named[0] if len(named) == 1 else None


class Standing:
    """Everything that a line of the file may speak of."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.bodies: dict[str, BodyView] = {}
        self.gone: set[str] = set()
        self.people: dict[int, Person] = {person.pk: person for person in Person.objects.filter(merged_into=None)}
        self.named: dict[str, list[int]] = defaultdict(list)
        for person in self.people.values():
            self.named[person.name].append(person.pk)
        self._names: dict[str, set[str]] = defaultdict(set)
        self._read()

    def _read(self) -> None:
        by_id: dict[int, BodyView] = {}
        for body in Body.objects.select_related("parent", "host"):
            if body.state != ACTIVE:
                self.gone |= {body.key, body.name, body.short_name}
                continue
            by_id[body.pk] = self.add(BodyView(body.key, body.short_name, body), body.name, *body.aliases)
        for unit in Unit.objects.filter(body__in=by_id, until=None):
            by_id[unit.body_id].units[unit.name] = unit
        posts: dict[int, PostView] = {}
        for post in Post.objects.filter(body__in=by_id).select_related("unit"):
            view = PostView(post.key, post.title, post.kind, post.single, post.since, post.until, post)
            by_id[post.body_id].posts[post.key] = posts[post.pk] = view
        for row in Appointment.objects.filter(post__in=posts).select_related("post"):
            person = self.people[row.person_id]
            term = Term(person.pk, person.name, row.since, row.until, row)
            by_id[row.post.body_id].terms[row.post.key].append(term)

    def add(self, view: BodyView, *names: str) -> BodyView:
        """Make a body known under its key and names."""
        self.bodies[view.key] = view
        for name in (view.key, view.short_name, *names):
            self._names[name].add(view.key)
        return view

    def body(self, text: str) -> BodyView | None:
        """The body of that key, name, short name or alias; None where there is none, or several."""
        if text in self.bodies:
            return self.bodies[text]
        keys = self._names.get(text, set())
        return self.bodies[next(iter(keys))] if len(keys) == 1 else None
