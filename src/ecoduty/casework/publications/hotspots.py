"""Where the public reported what, month by month, as numbers that tell of nobody (clause 24.5).

A month is published once, whole, some days after its end, and never written again: a count that grew by one from one day to
the next would tell of one person.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.reported import REPORTED
from ecoduty.casework.publications.models import PublishedHotspots, PublishedMap
from ecoduty.casework.publications.suppression import with_sums, withheld
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory import queries as directory

MONTHS = 24  # how far back a first start looks
_SMALLEST = "hotspot.smallest"
_DAY = "hotspot.publish-day"
_MAP = "districts"
_OTHER, _NOWHERE = "", ""
_LABEL_OTHER, _LABEL_NOWHERE = "未分类", "未注明区"


def publish_due() -> int:
    """Publish the months that are over and not yet before the public; how many."""
    book = rulebooks.current_or_none()
    if book is None or not asked(REPORTED):
        return 0
    on = today()
    first = date(on.year, on.month, 1)
    if on.day < book.whole(_DAY, on=on):
        first = _back(first)
    known = set(PublishedHotspots.objects.values_list("month", flat=True))
    months = [first]
    for _ in range(MONTHS):
        months.append(_back(months[-1]))
    begun = min(known, default=None)
    made = 0
    for month, after in zip(reversed(months[1:]), reversed(months[:-1]), strict=True):
        if month in known or (begun is not None and month < begun):
            continue
        content = content_of(month, after)
        if content is None and begun is None and not made:
            continue  # before the first report there is nothing to say
        PublishedHotspots.objects.create(month=month, content=content or {}, published_at=now())
        made += 1
    return made


def _back(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def content_of(month: date, after: date) -> dict[str, Any] | None:
    """What is shown of a month: districts × categories with sums, None in place of what is withheld; None for no report."""
    found = ask(REPORTED)(month, after)
    if not found.counts:
        return None
    book = rulebooks.current()
    districts = [(body.key, body.name.removeprefix(book.city.name)) for body in directory.districts().order_by("order")]
    places = [*districts, (_NOWHERE, _LABEL_NOWHERE)]
    columns = [*found.categories, (_OTHER, _LABEL_OTHER)]
    row_of = {key: n for n, (key, _) in enumerate(places)}
    column_of = {code: n for n, (code, _) in enumerate(columns)}
    counts = [[0] * len(columns) for _ in places]
    for one in found.counts:
        counts[row_of.get(one.district, len(places) - 1)][column_of.get(one.category, len(columns) - 1)] += one.number
    smallest = book.whole(_SMALLEST, on=month)
    table = with_sums(counts)
    hidden = withheld(table, smallest)
    return {
        "smallest": smallest,
        "districts": [{"key": key, "name": name} for key, name in places],
        "categories": [{"code": code, "label": label} for code, label in columns],
        "cells": [[None if (r, c) in hidden else n for c, n in enumerate(row)] for r, row in enumerate(table)],
    }


def outlines() -> dict[str, Any]:
    """The districts' outlines of the rulebook in force with what must stand beside a map, empty where it has none."""
    book = rulebooks.current()
    drawn = book.maps.get(_MAP)
    if drawn is None:
        return {}
    by_code = {district.code: key for key, district in book.districts.items()}
    rings = {
        body.key: list(drawn.outlines.get(by_code.get(body.region_code, ""), ())) for body in directory.districts().order_by("order")
    }  # fmt: skip
    return {"label": drawn.label, "approval": drawn.approval, "source": drawn.source, "rings": rings}


def refresh_map() -> None:
    """Show the outlines of the rulebook in force, if they are others than those shown."""
    if rulebooks.current_or_none() is None:
        return
    content = outlines()
    latest = PublishedMap.objects.first()
    if content and (latest is None or latest.content != content):
        PublishedMap.objects.create(content=content, published_at=now())


__all__ = ["content_of", "outlines", "publish_due", "refresh_map"]
