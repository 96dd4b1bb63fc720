"""How an actor stands to a token: it is his body's, or he keeps all of them. Tokens keep no tokens."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

if TYPE_CHECKING:
    from ecoduty.kernel.flow.actor import Actor
    from ecoduty.organisation.tokens.models import Token


def relations(token: Token, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG001 -- the protocol of subjects
    """The relations of an actor to a token; empty for whoever has nothing to do with it."""
    if actor.is_system:
        return frozenset({"system"})
    if actor.token is not None:
        return frozenset()
    found = set()
    if actor.body_id == token.post.body_id:
        found.add("own_body")
    if COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY:
        found.add("committee_office")
    return frozenset(found)
