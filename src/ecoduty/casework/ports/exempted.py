"""What was found about due diligence, so that whoever refers somebody onward looks at it first (clauses 17.2, 15.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ecoduty.casework.ports.registry import Port
from ecoduty.kernel.flow import Actor


@dataclass(frozen=True, slots=True)
class Exempted:
    """An application that was decided, or is being looked into (`outcome` is empty then). `effect` says in words what follows."""

    number: str
    post_title: str
    event: str
    happened_from: date
    happened_until: date
    outcome: str
    label: str
    effect: str
    decided_on: date | None


class Exemptions(Protocol):
    """Applications that concern people of a body (by key), as far as the actor may know of them, newest first."""

    def __call__(self, actor: Actor, body: str) -> Sequence[Exempted]: ...


EXEMPTIONS = Port[Exemptions]("exemptions")

__all__ = ["EXEMPTIONS", "Exempted", "Exemptions"]
