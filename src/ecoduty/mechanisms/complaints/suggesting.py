"""To whom a complaint goes: routing's suggestion, and the rows and open items that are asked of whoever keeps them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.responsible import ROW_NAMED, Responsible
from ecoduty.mechanisms.complaints.routing import routing

SHOWN = 5  # rows that a person is shown


def rows(text: str, region: str, on: date) -> list[Responsible]:
    """Rows that answer, the suggested one first; `region` is a district's code or empty. None where nobody keeps lists."""
    return list(routing.suggest(text, region, on).rows[:SHOWN])


def row(key: str, on: date) -> Responsible | None:
    """The row of that key as it holds on that day."""
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    return ask(ROW_NAMED)(wanted, on=on) if asked(ROW_NAMED) else None


def kept(found: Responsible) -> dict[str, Any]:
    """A suggestion as it is kept with the complaint."""
    return {
        "key": str(found.responsibility_key),
        "body": found.body_key,
        "body_name": found.body_short_name,
        "name": found.name,
        "unit": found.unit,
        "list": found.list_title,
        "bases": list(found.bases),
        "score": round(found.score * 100),
        "why": found.why,
        "sample": found.sample,
    }
