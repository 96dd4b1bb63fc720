"""The toy city as a directory: its rulebook adopted, two workshops, the office, a vice mayor, everybody in office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel import flow
from ecoduty.kernel.clock.current import invalidate_calendar
from ecoduty.kernel.flow import Actor, registry
from ecoduty.kernel.rulebook import Rulebook, load_rulebook, store
from ecoduty.organisation.directory.models import Appointment, Body, Coordinator, LeaderInCharge, Person, Post
from tests.toy.toys import RESTRICTED_TOYS, TOYS

CITY = Path(__file__).parent / "city"
POSTS = {
    "toy-wood": ("liaison", "deputy", "principal"),
    "toy-paint": ("liaison", "deputy", "principal"),
    "toy-office": ("director", "clerk"),
    "toy-government": ("leader_in_charge",),
}


@cache
def book() -> Rulebook:
    """The toy city's rulebook."""
    return load_rulebook(CITY)


@dataclass
class Town:
    """The toy city: who is who, and short ways to act."""

    bodies: dict[str, Body]
    posts: dict[str, Post]
    people: dict[str, Person]

    def actor(self, body: str, kind: str, **more: Any) -> Actor:
        """Somebody in a post of a body, as the desk would build it."""
        home, post, person = self.bodies[body], self.posts[f"{body}/{kind}"], self.people[f"{body}/{kind}"]
        capacities = frozenset({"committee_office", "oversight"} if home.kind == "committee_office" else ())
        if kind == "leader_in_charge":
            capacities = frozenset({"leader"})
        return Actor(
            name=person.name, title=f"{home.short_name}·{post.title}", post_kind=kind, person=person.pk, post=post.pk,
            body=home.key, body_id=home.pk, level=home.level, **{"capacities": capacities, **more},
        )  # fmt: skip

    @property
    def liaison(self) -> Actor:
        return self.actor("toy-wood", "liaison")

    @property
    def director(self) -> Actor:
        return self.actor("toy-office", "director")

    @property
    def clerk(self) -> Actor:
        return self.actor("toy-office", "clerk")

    def toy(
        self, title: str = "木马", holder: str = "toy-wood", *, act: str = "ask", kind: str = "toy", **more: Any
    ) -> Matter:
        """A new matter."""
        data = {"title": title, "holder": holder, **{k: v for k, v in more.items() if k in ("person", "supporter")}}
        rest = {k: v for k, v in more.items() if k not in data}
        done = flow.perform(flow.table(kind), act, actor=self.actor(holder, "liaison"), data=data, **rest)
        assert isinstance(done.subject, Matter)
        return done.subject

    def act(self, matter: Matter, act: str, actor: Actor | None = None, **more: Any) -> Matter:
        """Do an act on a matter, as the liaison of the wood workshop unless somebody else is named."""
        done = flow.perform(flow.table(matter.kind), act, matter.pk, actor=actor or self.liaison, **more)
        assert isinstance(done.subject, Matter)
        return done.subject

    def appoint(self, reference: str, name: str, since: date) -> Person:
        """Change of office: whoever held the post until then leaves it."""
        post = self.posts[reference]
        Appointment.objects.filter(post=post, until=None).update(until=since)
        person = Person.objects.create(name=name, body=post.body)
        Appointment.objects.create(post=post, person=person, since=since, exclusive=post.single)
        return person


def build(adopted_at: datetime) -> Town:
    """Adopt the toy city's rulebook and put everybody into office."""
    store.store(book(), adopted_at=adopted_at, adopted_by="测试")
    for table in (TOYS, RESTRICTED_TOYS):
        flow.register(table)
    bodies = {
        key: Body.objects.create(
            key=key, name=one.name, short_name=one.short_name, kind=one.kind, level=one.level, region_code=one.region,
            order=one.order, tags=list(one.tags), coordinator_required=one.coordinator,
        )
        for key, one in book().bodies.items()
    }  # fmt: skip
    town = Town(bodies, {}, {})
    for body, kinds in POSTS.items():
        for number, kind in enumerate(kinds):
            post = Post.objects.create(body=bodies[body], key=kind, kind=kind, title=kind, order=number)
            person = Person.objects.create(name=f"{body}-{kind}", body=bodies[body])
            appointment = Appointment.objects.create(post=post, person=person, exclusive=True)
            town.posts[f"{body}/{kind}"], town.people[f"{body}/{kind}"] = post, person
            if kind == "deputy":
                Coordinator.objects.create(body=bodies[body], appointment=appointment)
    for workshop in ("toy-wood", "toy-paint"):
        LeaderInCharge.objects.create(
            leader=town.posts["toy-government/leader_in_charge"], body=bodies[workshop], side="government"
        )
    return town


def close() -> None:
    """Leave nothing of the toy city behind in this process."""
    for table in (TOYS, RESTRICTED_TOYS):
        registry.unregister(table.kind)
    store.forget()
    invalidate_calendar()
