"""Another system among those who know of a restricted matter: for kinds that say so, and for tokens issued for it.

A token acts for a post and is no person, so that ordinarily nothing restricted exists for it. A linkage system of an office is
let in by the system administrator, with a scope of its own, and then only to matters in which its own body takes part.
"""

from __future__ import annotations

from ecoduty.kernel.flow import Actor
from ecoduty.organisation.tokens.states import LINKAGE_SYSTEM

MACHINE = LINKAGE_SYSTEM
"""How such a system stands to the matter; also the capacity of an actor whose token has the scope."""

_kinds: set[str] = set()


def let_in(kind: str) -> None:
    """Say that systems of the bodies that take part may know of restricted matters of this kind."""
    _kinds.add(kind)


def withdraw(kind: str) -> None:
    """Take it back; for tests that bring a kind of their own."""
    _kinds.discard(kind)


def kinds() -> frozenset[str]:
    """The kinds that let systems in."""
    return frozenset(_kinds)


def may_know(kind: str, actor: Actor) -> bool:
    """Whether this actor is such a system and this such a kind; that its body takes part is asked by who knows the parties."""
    return actor.token is not None and MACHINE in actor.capacities and kind in _kinds


__all__ = ["MACHINE", "kinds", "let_in", "may_know", "withdraw"]
