"""What came into the filters of one person, and the notices about it. Which matters a filter has is for the list to say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Seat
from ecoduty.casework.escalation.states import NoticeKind
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.saved_filters.models import Entered, SavedFilter, Shelf
from ecoduty.kernel.clock import local_date

MOST_MATTERS = 500  # a filter with more is a register, not something one can be told about piece by piece
NAMED = 5  # so many newcomers are named one by one; more are one notice

_NOTE = """
INSERT INTO saved_filters_entered (shelf_id, filter, matter_id, since, left_at)
SELECT %s, %s, matter, %s, NULL FROM unnest(%s::bigint[]) AS matter
ON CONFLICT (shelf_id, filter, matter_id) DO UPDATE SET since = EXCLUDED.since, left_at = NULL
"""


@dataclass(frozen=True, slots=True)
class Found:
    """The matters that a filter has now: their ids, at most MOST_MATTERS + 1 of them, none restricted."""

    filter: SavedFilter
    matters: frozenset[int]

    @property
    def too_many(self) -> bool:
        """Whether it has more than anybody can be told about."""
        return len(self.matters) > MOST_MATTERS


def begin(shelf: Shelf, found: Found, moment: datetime) -> None:
    """Take what a filter has now as known: only what comes later is told."""
    if not found.too_many:
        _note(shelf, found.filter.key, found.matters, moment)


def take(shelf: Shelf, person: int, every: Sequence[Found], moment: datetime) -> list[Draft]:
    """Note who came and who left, and draft what is to be said. A constant number of statements for each filter."""
    known = _standing(shelf)
    drafts: list[Draft] = []
    seat = Seat(0, person)
    for found in every:
        if found.too_many:
            drafts.append(_too_many(seat, found.filter, moment))
            continue
        before = known.get(found.filter.key, frozenset())
        came, left = found.matters - before, before - found.matters
        if left:
            Entered.objects.filter(shelf=shelf, filter=found.filter.key, matter__in=left).update(left_at=moment)
        if came:
            _note(shelf, found.filter.key, came, moment)
            drafts += _newcomers(seat, found.filter, came, moment, first=not before)
    return drafts


def tell(drafts: Sequence[Draft], moment: datetime) -> int:
    """Write the notices; the number. What was said today already is not said again."""
    return notices.write(drafts, moment)


def _standing(shelf: Shelf) -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for key, matter in Entered.objects.filter(shelf=shelf, left_at=None).values_list("filter", "matter_id"):
        found.setdefault(key, set()).add(matter)
    return {key: frozenset(matters) for key, matters in found.items()}


def _note(shelf: Shelf, key: str, matters: Collection[int], moment: datetime) -> None:
    if matters:
        with connection.cursor() as cursor:
            cursor.execute(_NOTE, [shelf.pk, key, moment, sorted(matters)])


def _newcomers(seat: Seat, one: SavedFilter, came: Collection[int], moment: datetime, *, first: bool) -> list[Draft]:
    if len(came) > NAMED:
        once = f"filter:{one.key}:many:{moment.isoformat()}"
        title = f"“{one.name}”新进{len(came)}件"
        return [Draft(seat, NoticeKind.FILTER, title, "在“常用筛选”里查看。", once=once)]
    on = local_date(moment)
    text = "此前这个筛选里没有办件。" if first else ""
    titles = Matter.objects.filter(pk__in=came).exclude(secrecy=Secrecy.RESTRICTED).order_by("pk")
    return [
        Draft(seat, NoticeKind.FILTER, f"“{one.name}”新进：{title}", text, pk, once=f"filter:{one.key}:{pk}:{on}")
        for pk, title in titles.values_list("pk", "title")
    ]


def _too_many(seat: Seat, one: SavedFilter, moment: datetime) -> Draft:
    text = f"条件下的办件超过{MOST_MATTERS}件，不再逐件通知；收窄条件、另存一个筛选，就恢复通知。"
    once = f"filter:{one.key}:wide:{local_date(moment):%Y-%m}"
    return Draft(seat, NoticeKind.FILTER, f"“{one.name}”办件太多", text, once=once)


__all__ = ["MOST_MATTERS", "Found", "begin", "take", "tell"]
