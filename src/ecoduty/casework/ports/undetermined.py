"""The port UNDETERMINED: which items have no lead yet (牵头未明确, article 5), so that they are never shown as nobody's."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ecoduty.casework.ports.registry import Port

TOUCHED = 0.7  # of the shorter wording's pairs of signs: from here on two wordings speak of the same thing


@dataclass(frozen=True, slots=True)
class Open:
    """An item whose lead is being determined. `region` is the code of the district that determines it, empty for the
    city; `score` how well it answers the text, 0 to 1.

    What goes on inside — `matter`, `public_id`, `number`, `state`, `holder`, `rows` — is to be shown only to who may see
    the matter. `public` items are before the public, others are known only to who may see the matter. Asked over the
    portal's connection, nothing of the inside is there. `rows` are keys of listed rows that resemble it.
    """

    matter: int
    public_id: uuid.UUID
    number: str
    item: str
    state: str
    since: date
    region: str
    holder: str
    score: float
    field: str = ""
    region_name: str = ""
    public: bool = False
    rows: frozenset[str] = frozenset()

    def touches(self, key: str, name: str) -> bool:
        """Whether a listed row, by its key and its name, speaks of the same thing."""
        return key in self.rows or likeness(self.item, name) >= TOUCHED


def likeness(one: str, other: str) -> float:
    """How many of the shorter text's pairs of signs the other has: 0 to 1."""
    pairs = sorted((_pairs(one), _pairs(other)), key=len)
    return len(pairs[0] & pairs[1]) / len(pairs[0]) if pairs[0] else 0.0


def _pairs(text: str) -> set[str]:
    signs = "".join(sign for sign in text.lower() if sign.isalnum())
    return {signs[at : at + 2] for at in range(len(signs) - 1)}


class Undetermined(Protocol):
    """Items without a lead on a day that resemble a text, likeliest first; all of them for an empty text."""

    def __call__(self, text: str, region: str | None, on: date, *, using: str = "default") -> Sequence[Open]:
        """`region` is a district's code, empty for the city alone, None for wherever. `using` is the connection: the
        portal's sees what is public.
        """
        ...


UNDETERMINED = Port[Undetermined]("undetermined")

__all__ = ["TOUCHED", "UNDETERMINED", "Open", "Undetermined", "likeness"]
