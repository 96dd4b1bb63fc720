"""常用筛选: a person's filters with their counts, and what the job that looks after them finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import Count, Value
from django.urls import reverse

from ecoduty.casework.deliveries import outside
from ecoduty.casework.matters.models import Secrecy
from ecoduty.casework.saved_filters import queries
from ecoduty.casework.saved_filters.acts import MOST
from ecoduty.casework.saved_filters.entering import MOST_MATTERS, Found
from ecoduty.casework.saved_filters.models import SavedFilter
from ecoduty.interfaces.desk.listing import Listing, Looking, Question
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Actor, Refused


@dataclass(frozen=True, slots=True)
class Onlooker:
    """A person in one of his posts, looked for by a job."""

    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The day of that moment."""
        return local_date(self.now)


@dataclass(frozen=True, slots=True)
class Line:
    """A filter as shown. `count` is None where what it asks for is no longer given out."""

    key: str
    name: str
    url: str
    count: int | None
    notify: bool
    first: bool
    last: bool


def page(visit: Visit) -> dict[str, Any]:
    """The variables of the page, and of its part on 工作台: two queries, however many filters."""
    filters = queries.shelf_of(visit.account).every
    counts = _counts(visit, filters)
    lines = [
        Line(one.key, one.name, address(one), counts.get(one.key), one.notify, place == 0, place == len(filters) - 1)
        for place, one in enumerate(filters)
    ]
    return {"lines": lines, "most": MOST, "outside": bool(outside.offered())}


def address(one: SavedFilter) -> str:
    """The list it asks for."""
    return f"{reverse('desk:matters')}?{urlencode(one.query)}"


def asked(text: str) -> dict[str, str]:
    """What of an address's query the list understands; empty where nothing."""
    return Question.read(dict(parse_qsl(text[:2000]))).kept


def found(actors: Sequence[Actor], one: SavedFilter, moment: datetime) -> Found | None:
    """What a filter has now for a person in any of his posts; None where what it asks for is no longer given out.
    One query for each post.
    """
    try:
        every = [Listing(Onlooker(actor, moment), Question.read(one.query)).asked for actor in actors]
    except Refused:
        return None
    some = [
        frozenset(
            rows.exclude(secrecy=Secrecy.RESTRICTED).order_by("-pk").values_list("pk", flat=True)[: MOST_MATTERS + 1]
        )
        for rows in every
    ]
    return Found(one, frozenset[int]().union(*some))


def _counts(visit: Looking, filters: Sequence[SavedFilter]) -> dict[str, int]:
    """How many matters each has, in one statement."""
    asked_for, found_none = [], {}
    for one in filters:
        try:
            rows = Listing(visit, Question.read(one.query)).asked.order_by()
        except Refused:
            continue
        found_none[one.key] = 0
        counted = rows.annotate(slot=Value(one.key)).values("slot").annotate(number=Count("pk"))
        asked_for.append(counted.values_list("slot", "number"))
    if not asked_for:
        return {}
    return found_none | dict(reduce(lambda some, more: some.union(more, all=True), asked_for))


__all__ = ["Line", "Onlooker", "address", "asked", "found", "page"]
