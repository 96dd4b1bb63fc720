"""牵头未明确, for whoever shows an item: search, lists, complaints (port UNDETERMINED)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecoduty.casework.ports import answers
from ecoduty.casework.ports.undetermined import UNDETERMINED, Open
from ecoduty.kernel.clock import local_date
from ecoduty.mechanisms.lead_departments import queries, states
from ecoduty.mechanisms.lead_departments.models import Determination

_ENOUGH = 0.5  # of the shorter text's pairs of signs


def open_like(text: str, region: str, on: date) -> Sequence[Open]:
    """Items without a lead on that day that resemble the text, the likeliest first; all of them for an empty text.

    `region` is a district's code: then the city's and that district's; else the city's alone. One query.
    """
    found = []
    for row in queries.open_determinations(on):
        of_region = row.matter.region.region_code if row.matter.region else ""
        score = max(_likeness(text, told) for told in (row.item, *row.words)) if text else 1.0
        if of_region in {"", region} and score >= _ENOUGH:
            found.append(_open(row, of_region, score))
    return sorted(found, key=lambda item: -item.score)


def _open(row: Determination, region: str, score: float) -> Open:
    matter = row.matter
    return Open(
        matter=matter.pk,
        public_id=matter.public_id,
        number=matter.number,
        item=row.item,
        state=states.NAMES[matter.state],
        since=local_date(matter.opened_at),
        region=region,
        holder=matter.holder.short_name,
        score=score,
    )


def _likeness(one: str, other: str) -> float:
    """How many of the shorter text's pairs of signs the other has: 0 to 1."""
    pairs = sorted((_pairs(one), _pairs(other)), key=len)
    return len(pairs[0] & pairs[1]) / len(pairs[0]) if pairs[0] else 0.0


def _pairs(text: str) -> set[str]:
    signs = "".join(sign for sign in text.lower() if sign.isalnum())
    return {signs[at : at + 2] for at in range(len(signs) - 1)}


def install() -> None:
    """Answer the port."""
    answers(UNDETERMINED, open_like)
