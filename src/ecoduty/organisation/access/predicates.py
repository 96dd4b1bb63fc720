"""Predicates about an actor that every floor above asks; they follow from posts only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q

from ecoduty.kernel.flow import Actor
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Body, LeaderInCharge, Post
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, SECRETARY, Level

LEADER = "leader"
OVERSIGHT = "oversight"

T = TypeVar("T")
_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("ecoduty_one_reading", default=None)


def oversight_of(actor: Actor) -> frozenset[str]:
    """Relations that an actor has to every matter by what his body is for: `committee_office`, `oversight`.

    Only bodies of the city have them; a district's committee office sees its district through `district_office`.
    """
    if actor.level != Level.CITY:
        return frozenset()
    return actor.capacities & {COMMITTEE_OFFICE, OVERSIGHT}


def presses_district(actor: Actor) -> bool:
    """Whether the actor's is the committee office of a district, which presses the bodies there as the city's does the city's."""
    return actor.level == Level.DISTRICT and actor.region_id is not None and COMMITTEE_OFFICE in actor.capacities


def pressed_by(actor: Actor) -> frozenset[int]:
    """Ids of the bodies of the district whose committee office the actor's is, dissolved ones too. No query for anybody else."""
    if not presses_district(actor):
        return frozenset()
    key = _pressed_key(actor)
    return asked_once(key, lambda: _pressed([actor])[key])


def _pressed_key(actor: Actor) -> Hashable:
    return "pressed", actor.region_id


def _pressed(actors: Sequence[Actor]) -> dict[Hashable, frozenset[int]]:
    regions = {actor.region_id for actor in actors}
    rows = Body.objects.filter(region__in=regions, level=Level.DISTRICT).order_by().values_list("region", "pk")
    found: dict[int | None, set[int]] = defaultdict(set)
    for region, body in rows:
        found[region].add(body)
    return {_pressed_key(actor): frozenset(found[actor.region_id]) for actor in actors}


@contextmanager
def one_reading() -> Iterator[None]:
    """Within it a portfolio is read once for each actor and day, and so is what else is `asked_once`: for pages that ask
    about many matters, or the same about one matter several times.

    Only for reading. An act always asks anew.
    """
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def asked_once(key: Hashable, ask: Callable[[], T]) -> T:
    """The answer to a question; within `one_reading` the one that was found before under the same key."""
    known = _read.get()
    if known is None:
        return ask()
    if key not in known:
        known[key] = ask()
    found: T = known[key]
    return found


def portfolio_of(actor: Actor, on: date) -> frozenset[int]:
    """Ids of the bodies that answer to this leader on that day, or to the leader whom this secretary serves, and of the
    dissolved ones for which those answer.

    No query for whoever is neither.
    """
    key = _portfolio_key(actor, on)
    return asked_once(key, lambda: _portfolios([actor], on)[key])


def read_ahead(actors: Sequence[Actor], on: date) -> None:
    """Within `one_reading`: read what `portfolio_of` and `pressed_by` will be asked for all of these, two queries for any number."""
    known = _read.get()
    if known is None:
        return
    known.update(_portfolios(actors, on))
    if pressing := [actor for actor in actors if presses_district(actor)]:
        known.update(_pressed(pressing))


def _portfolio_key(actor: Actor, on: date) -> Hashable:
    return "portfolio", actor.post, on


def _portfolios(actors: Sequence[Actor], on: date) -> dict[Hashable, frozenset[int]]:
    """One query, none where nobody is a leader or serves one; who is both is taken as a leader."""
    leaders = {actor.post for actor in actors if LEADER in actor.capacities}
    serving = {actor.post for actor in actors if SECRETARY in actor.capacities} - leaders
    led: dict[int | None, set[int]] = defaultdict(set)
    if leaders or serving:
        posts = Post.objects.filter(pk__in=[post for post in serving if post is not None])
        secretaries = posts.filter(body=OuterRef("leader__body"), serves=OuterRef("leader__key")).order_by()
        rows = LeaderInCharge.objects.filter(
            Q(leader__in=[post for post in leaders if post is not None]) | Exists(secretaries), holding(on)
        ).annotate(
            served_by=ArraySubquery(secretaries.values("pk")),
            heir_of=ArraySubquery(Body.objects.filter(heir=OuterRef("body")).order_by().values("pk")),
        )
        for leader, body, served_by, heir_of in rows.order_by().values_list("leader", "body", "served_by", "heir_of"):
            for post in {leader, *(served_by or ())} & (leaders | serving):
                led[post] |= {body, *heir_of}
    return {_portfolio_key(actor, on): frozenset(led[actor.post]) for actor in actors}
