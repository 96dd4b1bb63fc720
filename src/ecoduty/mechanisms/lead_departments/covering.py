"""Whether a list in force already names a lead: asked of whoever keeps the lists (clause 5.2)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.responsible import ROW_NAMED, WHO_IS_RESPONSIBLE, Responsible
from ecoduty.kernel.rulebook import store as rulebooks

_THRESHOLD = "lead-department.covered-score"
_SHOWN = 8  # rows that a person can be asked to look at


def answered() -> bool:
    """Whether anybody keeps lists that can be asked."""
    return asked(WHO_IS_RESPONSIBLE)


def rows(matter: Matter, on: date) -> list[dict[str, Any]]:
    """Rows of lists in force that resemble the item, the likeliest first, as they are kept with the determination.

    Sample rows are shown as such; no department's word, they cover nothing.
    """
    if not answered():
        return []
    code = matter.region.region_code if matter.region else ""
    found = ask(WHO_IS_RESPONSIBLE)(matter.lead_determination.item, region=code, on=on, most=_SHOWN)
    least = rulebooks.current().whole(_THRESHOLD, on=on) / 100
    return [_kept(row) for row in found if row.score >= least]


def row(key: str, on: date) -> dict[str, Any] | None:
    """The row of that key as it holds on that day; None for a sample and for what is in no list in force."""
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    found = ask(ROW_NAMED)(wanted, on=on) if asked(ROW_NAMED) else None
    return None if found is None or found.sample else _kept(found)


def _kept(found: Responsible) -> dict[str, Any]:
    return {
        "key": str(found.responsibility_key),
        "body": found.body_key,
        "body_name": found.body_short_name,
        "name": found.name,
        "list": found.list_title,
        "score": round(found.score * 100),
        "why": found.why,
        "sample": found.sample,
    }
