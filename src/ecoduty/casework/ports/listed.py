"""The port LISTED: the rows of the responsibility lists in force, so that others can hang their own on them (clause 12.2)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from ecoduty.casework.ports.registry import Port
from ecoduty.kernel.flow import Actor


@dataclass(frozen=True, slots=True)
class Listed:
    """A row in force. `list_id` is the public id of the list's matter, `leads` whether the body leads it, `sample` rows are
    nobody's word. All names are copied.
    """

    key: UUID
    number: str
    name: str
    body_id: int
    body_key: str
    body_short_name: str
    role: str
    leads: bool
    unit: str
    person: str
    list_id: UUID
    sample: bool


class ListedRows(Protocol):
    """Rows that hold on a day, in official order: open ones, and those withheld of lists that the actor may read whole."""

    def __call__(
        self, actor: Actor, on: date, *, keys: Collection[UUID] | None = None, bodies: Collection[int] | None = None
    ) -> Sequence[Listed]:
        """`keys` and `bodies` narrow where they are given. One statement."""
        ...


LISTED = Port[ListedRows]("listed")

__all__ = ["LISTED", "Listed", "ListedRows"]
