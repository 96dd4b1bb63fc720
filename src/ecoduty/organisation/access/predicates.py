"""Predicates about an actor that every floor above asks; they follow from posts only."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, TypeVar

from django.db.models import Q

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
    own = Body.objects.filter(region=actor.region_id, level=Level.DISTRICT).order_by()
    return asked_once(("pressed", actor.region_id), lambda: frozenset(own.values_list("pk", flat=True)))


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
    return asked_once(("portfolio", actor.post, on), lambda: _portfolio(actor, on))


def _portfolio(actor: Actor, on: date) -> frozenset[int]:
    rows = LeaderInCharge.objects.filter(holding(on))
    if LEADER in actor.capacities:
        rows = rows.filter(leader=actor.post)
    elif SECRETARY in actor.capacities:
        served = Post.objects.filter(pk=actor.post or 0).values("serves")[:1]
        rows = rows.filter(leader__body=actor.body_id, leader__key=served)
    else:
        return frozenset()
    led = rows.values("body_id")
    return frozenset(Body.objects.filter(Q(pk__in=led) | Q(heir__in=led)).order_by().values_list("pk", flat=True))
