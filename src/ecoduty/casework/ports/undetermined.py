"""The port UNDETERMINED: which items have no lead yet (牵头未明确, article 5), so that they are never shown as nobody's."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ecoduty.casework.ports.registry import Port


@dataclass(frozen=True, slots=True)
class Open:
    """An item whose lead is being determined. `matter` is the determination's, to be shown only to who may see it;
    `region` the code of the district that determines it, empty for the city; `score` how well it answers the text, 0 to 1.
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


class Undetermined(Protocol):
    """Items without a lead on a day that resemble a text, likeliest first; all of them for an empty text."""

    def __call__(self, text: str, region: str, on: date) -> Sequence[Open]:
        """`region` is a district's code or empty for the city alone."""
        ...


UNDETERMINED = Port[Undetermined]("undetermined")
