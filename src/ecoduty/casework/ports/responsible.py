"""The question who is responsible for something said in plain words (article 4), answered from lists in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from ecoduty.casework.ports.registry import Port


@dataclass(frozen=True, slots=True)
class Responsible:
    """A row that answers: whose it is, how sure (0 to 1) and why, in Chinese. All names are copied.

    `body_id` is 0 where only the public's tables were asked. `sample` rows are nobody's word.
    """

    body_id: int
    body_key: str
    body_short_name: str
    responsibility_key: UUID
    name: str
    list_title: str
    unit: str
    score: float
    why: str
    sample: bool
    bases: tuple[str, ...] = ()


class WhoIsResponsible(Protocol):
    """How it is asked: the likeliest first, at most `most`; none where no row answers.

    `region` is the official code of a district, empty for the whole city. `using` is the connection: the portal's sees
    what is public.
    """

    def __call__(
        self, text: str, *, region: str = "", on: date | None = None, most: int = 5, using: str = "default"
    ) -> Sequence[Responsible]: ...


class RowNamed(Protocol):
    """How one row is asked for by its key, as it holds on a day; None where it does not."""

    def __call__(self, key: UUID, *, on: date | None = None) -> Responsible | None: ...


SURE = 0.4  # from this score on a row really says it; below, it is only the nearest there is
WHO_IS_RESPONSIBLE = Port[WhoIsResponsible]("who_is_responsible")
ROW_NAMED = Port[RowNamed]("row_named")

__all__ = ["ROW_NAMED", "SURE", "WHO_IS_RESPONSIBLE", "Responsible", "RowNamed", "WhoIsResponsible"]
