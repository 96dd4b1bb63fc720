"""A notice before it is written."""

from __future__ import annotations

from dataclasses import dataclass

from ecoduty.casework.escalation.recipients import Seat


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice before it is written. `once`, with the recipient added, keeps it from being written twice."""

    seat: Seat
    kind: str
    title: str
    text: str = ""
    matter: int | None = None
    deadline: int | None = None
    statutory: bool = False
    once: str = ""
