"""The rows of the responsibility lists in force, so that others can hang their own on them (clauses 8.2, 12.2).

Two questions: ROWS_SEEN is what somebody may read of whom, for pages and tables; ROWS_OWED is what bodies have to do,
whoever asks. Rows of a dissolved body stand at whoever answers for it in both.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from ecoduty.casework.ports.registry import Port
from ecoduty.kernel.flow import Actor


@dataclass(frozen=True, slots=True)
class RowSeen:
    """A row in force. `body_*` is who answers for it, `list_id` the public id of the list's matter, `leads` whether the body
    leads it; `sample` rows are nobody's word. All names are copied.
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


class RowsSeen(Protocol):
    """Rows that hold on a day, in official order: open ones, and those withheld of lists that the actor may read whole."""

    def __call__(
        self, actor: Actor, on: date, *, keys: Collection[UUID] | None = None, bodies: Collection[int] | None = None
    ) -> Sequence[RowSeen]:
        """`keys` and `bodies` narrow where they are given. One statement."""
        ...


@dataclass(frozen=True, slots=True)
class RowOwed:
    """A row of a body's own list in force. `body_id` is who answers for it today; `unit` and `person` are empty where the
    list names none; `supporters` (keys of bodies) only where they were asked for.
    """

    body_id: int
    key: UUID
    name: str
    unit: str
    person: str
    supporters: tuple[str, ...] = ()


class RowsOwed(Protocol):
    """How whole lists are asked for: the rows that hold on a day, those of some bodies (ids) or of all, in their order.

    `keys` asks for single rows only. Samples are nobody's word and left out. Names are those for people in office who may
    read the body's list whole.
    """

    def __call__(
        self,
        bodies: Collection[int] | None = None,
        *,
        keys: Collection[UUID] | None = None,
        on: date | None = None,
        supporters: bool = False,
    ) -> Sequence[RowOwed]: ...


ROWS_SEEN = Port[RowsSeen]("rows_seen")
ROWS_OWED = Port[RowsOwed]("rows_owed")

__all__ = ["ROWS_OWED", "ROWS_SEEN", "RowOwed", "RowSeen", "RowsOwed", "RowsSeen"]
