"""The rows of a catalogue: what came out in a year, read from the filings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from ecoduty.kernel.ledger.chain import canonical, sm3
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.legal_review import queries
from ecoduty.mechanisms.legal_review.catalogues import states
from ecoduty.mechanisms.legal_review.catalogues.models import FilingCatalogue
from ecoduty.mechanisms.legal_review.filing import states as filing
from ecoduty.mechanisms.legal_review.filing.models import FilingReview
from ecoduty.organisation.directory.models import Body

MADE_BY = "legal-review.made-by"


@dataclass(frozen=True, slots=True)
class Row:
    """One document: `handled_by` is who had it filed, `filed_on` is None while it is not; `matter` is the filing's public id."""

    matter: UUID
    name: str
    sort: str
    number: str
    published_on: date
    handled_by: str
    filed_on: date | None
    filing_number: str
    registered_number: str

    @property
    def standing(self) -> str:
        """How it stands with its filing, in a word."""
        if self.filed_on is None:
            return "没有报备"
        return "已登记" if self.registered_number else "已报备"

    def as_data(self) -> dict[str, Any]:
        """As it is kept."""
        days = {"published_on": self.published_on.isoformat(), "filed_on": self.filed_on and self.filed_on.isoformat()}
        return {**asdict(self), **days, "matter": str(self.matter)}

    @classmethod
    def kept(cls, row: Mapping[str, Any]) -> Row:
        """From how it is kept."""
        filed = row["filed_on"]
        return cls(**{
            **row, "matter": UUID(row["matter"]), "published_on": date.fromisoformat(row["published_on"]),
            "filed_on": date.fromisoformat(filed) if filed else None,
        })  # fmt: skip


def rows(own: FilingCatalogue, holder: Body, on: date) -> list[Row]:
    """The rows as they were reported; before that, and while it is being completed, as the filings stand. One query at most."""
    if own.matter.state in states.FROZEN:
        return [Row.kept(row) for row in own.rows]
    return came_out(holder, own.year, on)


def came_out(maker: Body, year: int, on: date) -> list[Row]:
    """What a body brought out in a year, by day and number: what it filed itself, and whatever the rulebook says it makes,
    whoever had it filed. What the reviewing body found not to be filed at all is left out. One query.
    """
    makers = dict(rulebooks.current().pairs(MADE_BY, on=on))
    made = [sort for sort, key in makers.items() if key == maker.key]
    found = (
        FilingReview.objects.filter(
            Q(sort__in=made) | (Q(matter__holder=maker) & ~Q(sort__in=list(makers))), published_on__year=year
        )
        .exclude(matter__state=filing.NOT_TO_FILE.code)
        .select_related("matter__holder")
    )
    words = queries.issued_sorts(on)
    return [
        Row(
            matter=one.matter.public_id, name=one.matter.title, sort=words.get(one.sort, one.sort), number=one.number,
            published_on=one.published_on, handled_by=one.matter.holder.short_name, filed_on=one.filed_on,
            filing_number=one.filing_number, registered_number=one.registered_number,
        )
        for one in found.order_by("published_on", "number", "pk")
    ]  # fmt: skip


def digest(found: Sequence[Row]) -> str:
    """SM3 over the rows."""
    return sm3(canonical([row.as_data() for row in found])).hex()


__all__ = ["MADE_BY", "Row", "came_out", "digest", "rows"]
