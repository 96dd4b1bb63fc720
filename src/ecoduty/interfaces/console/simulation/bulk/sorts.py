"""What is copied, how often, and what differs from copy to copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ecoduty.interfaces.console.simulation.bulk import titles

if TYPE_CHECKING:
    from ecoduty.casework.matters.models import Matter

HOLDER = "holder"
OPEN, CLOSED = "open", "closed"
NULL = "\\N"  # as COPY writes it


@dataclass(frozen=True)
class Population:
    """How many matters, how many of a hundred still open, and within how many days from today (or before) these are due."""

    matters: int
    open_percent: int = 10
    due_from: int = -5
    due_to: int = 55


@dataclass(frozen=True)
class Place:
    """Where a copy stands: its number, who holds it, its last day."""

    number: int
    holder: int
    due_on: date


def no_changes(table: str, place: Place) -> dict[str, str]:  # noqa: ARG001 -- what a sort without rows of its own says
    """Nothing is different in a copy."""
    return {}


@dataclass(frozen=True)
class Sort:
    """A kind of matter to copy.

    `chosen` gives the matters to copy for `open` and for `closed`. `deadline` is the key of the limits that are copied, all
    where it is empty; `roles` are the bodies' parts that are. `own` are tables of the kind's own, each with the column that
    names the matter. So many `entries` of each ledger are kept: the first ones and the last. `changes` is what differs from
    copy to copy in a table, `title` the title of each.
    """

    kind: str
    chosen: Callable[[str], Sequence[Matter]]
    deadline: str = ""
    own: tuple[tuple[str, str], ...] = ()
    roles: tuple[str, ...] = (HOLDER,)
    entries: int = 3
    changes: Callable[[str, Place], dict[str, str]] = no_changes
    title: Callable[[int], str] = titles.report


__all__ = ["CLOSED", "HOLDER", "NULL", "OPEN", "Place", "Population", "Sort", "no_changes"]
