"""How an actor stands to a token: it is his body's, he keeps all of them, or he is an administrator. Tokens keep no tokens."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ecoduty.organisation.directory.states import (
    AUDIT_ADMINISTRATOR,
    COMMITTEE_OFFICE,
    SECURITY_ADMINISTRATOR,
    SYSTEM_ADMINISTRATOR,
    Level,
)

if TYPE_CHECKING:
    from ecoduty.kernel.flow.actor import Actor
    from ecoduty.organisation.tokens.models import Token


_ADMINISTRATORS = frozenset({SYSTEM_ADMINISTRATOR, SECURITY_ADMINISTRATOR, AUDIT_ADMINISTRATOR})


def relations(token: Token, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG001 -- the protocol of subjects
    """The relations of an actor to a token; empty for whoever has nothing to do with it."""
    if actor.is_system:
        return frozenset({"system"})
    if actor.token is not None:
        return frozenset()
    found = set()
    if actor.post_kind in _ADMINISTRATORS:
        found.add("administrator")
    if actor.body_id == token.post.body_id:
        found.add("own_body")
    if COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY:
        found.add("committee_office")
    return frozenset(found)
