"""Predicates about an actor that every floor above asks; they follow from posts only."""

from __future__ import annotations

from datetime import date

from ecoduty.kernel.flow import Actor
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import LeaderInCharge, Post
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, SECRETARY, Level

LEADER = "leader"
OVERSIGHT = "oversight"


def oversight_of(actor: Actor) -> frozenset[str]:
    """Relations that an actor has to every matter by what his body is for: `committee_office`, `oversight`.

    Only bodies of the city have them; a district's committee office sees its district through `district`.
    """
    if actor.level != Level.CITY:
        return frozenset()
    return actor.capacities & {COMMITTEE_OFFICE, OVERSIGHT}


def portfolio_of(actor: Actor, on: date) -> frozenset[int]:
    """Ids of the bodies that answer to this leader on that day, or to the leader whom this secretary serves.

    No query for whoever is neither.
    """
    rows = LeaderInCharge.objects.filter(holding(on))
    if LEADER in actor.capacities:
        rows = rows.filter(leader=actor.post)
    elif SECRETARY in actor.capacities:
        served = Post.objects.filter(pk=actor.post or 0).values("serves")[:1]
        rows = rows.filter(leader__body=actor.body_id, leader__key=served)
    else:
        return frozenset()
    return frozenset(rows.values_list("body_id", flat=True))
