"""Predicates about an actor that every floor above asks; they follow from posts only."""

from __future__ import annotations

from datetime import date

from ecoduty.kernel.flow import Actor
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import LeaderInCharge
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

LEADER = "leader"


def oversight_of(actor: Actor) -> frozenset[str]:
    """Relations that an actor has to every matter by what his body is for.

    The city's committee office oversees all (`committee_office`, `oversight`); a district's has no such relation:
    it sees its district through the relation `district`.
    """
    if COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY:
        return frozenset({COMMITTEE_OFFICE, "oversight"})
    return frozenset()


def portfolio_of(actor: Actor, on: date) -> frozenset[int]:
    """Ids of the bodies that answer to this leader on that day; no query for whoever is no leader."""
    if LEADER not in actor.capacities or actor.post is None:
        return frozenset()
    rows = LeaderInCharge.objects.filter(holding(on), leader=actor.post)
    return frozenset(rows.values_list("body_id", flat=True))
