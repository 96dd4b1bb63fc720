"""牵头未明确, for whoever shows an item: search, lists, complaints, the public (port UNDETERMINED)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ecoduty.casework.ports import answers
from ecoduty.casework.ports.undetermined import UNDETERMINED, Open, likeness
from ecoduty.casework.publications.undetermined import PublishedUndetermined, undetermined
from ecoduty.kernel.clock import local_date
from ecoduty.mechanisms.lead_departments import queries, showing, states
from ecoduty.mechanisms.lead_departments.models import Determination

_ENOUGH = 0.5  # of the shorter text's pairs of signs
_PUBLIC = "portal"
_NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of an item before it is held against a text."""

    shown: Open
    words: Sequence[str]

    def score(self, text: str) -> float:
        return max(likeness(text, told) for told in (self.shown.item, *self.words)) if text else 1.0


def open_like(text: str, region: str | None, on: date, *, using: str = "default") -> Sequence[Open]:
    """Items without a lead on that day that resemble the text, the likeliest first; all of them for an empty text.

    With a district's code the city's and that district's, with none the city's alone, with None all. Over the portal's
    connection what is public, and one query; else two.
    """
    every = _public(on) if using == _PUBLIC else _inside(on)
    scored = [(told.score(text), told.shown) for told in every if region is None or told.shown.region in {"", region}]
    found = [replace(shown, score=score) for score, shown in scored if score >= _ENOUGH]
    return sorted(found, key=lambda item: -item.score)


def _public(on: date) -> Iterable[_Told]:
    for row in undetermined(on, _PUBLIC):
        yield _Told(
            Open(
                matter=0, public_id=_NOBODY, number="", item=row.item, state="", since=row.since, region=row.region,
                holder="", score=1.0, field=row.field_label, region_name=row.region_name, public=True,
            ),
            row.words,
        )  # fmt: skip


def _inside(on: date) -> Iterable[_Told]:
    shown = {row.matter_id: row for row in undetermined(on)}
    for row in queries.open_determinations(on):
        yield _Told(_open(row, shown), row.words)


def _open(row: Determination, shown: Mapping[int, PublishedUndetermined]) -> Open:
    matter = row.matter
    region = matter.region
    return Open(
        matter=matter.pk,
        public_id=matter.public_id,
        number=matter.number,
        item=row.item,
        state=states.NAMES[matter.state],
        since=local_date(matter.opened_at),
        region=region.region_code if region else "",
        holder=matter.holder.short_name,
        score=1.0,
        field=showing.field_label(row.field),
        region_name=showing.area(matter),
        public=matter.pk in shown,
        rows=frozenset(one["key"] for one in row.considered),
    )


def install() -> None:
    """Answer the port."""
    answers(UNDETERMINED, open_like)
