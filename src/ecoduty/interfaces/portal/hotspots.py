"""Where the public reported what: a map, the table behind it, the months; no number small enough to tell of anybody (24.5)."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, JsonResponse

from ecoduty.casework.publications.models import PublishedHotspots, PublishedMap
from ecoduty.interfaces import outlines
from ecoduty.interfaces.portal import reading
from ecoduty.interfaces.portal.answering import missing, public_with, render
from ecoduty.interfaces.portal.feeds import EVERYBODY
from ecoduty.interfaces.portal.reading import ALIAS

SECTION = "participation"
MONTHS = 24
CLASSES = 5  # shades of the map
WITHHELD = "不显示"
_WIDTH = 560  # pixels of the map, which a narrow screen makes smaller
_BAR = 240  # parts of the longest bar, however wide it is drawn


def last_change() -> tuple[str, datetime | None]:
    """When a month or the outlines were last published. Two queries."""
    months = PublishedHotspots.objects.using(ALIAS).aggregate(n=Count("pk"), at=Max("published_at"))
    drawn = PublishedMap.objects.using(ALIAS).aggregate(n=Count("pk"), at=Max("published_at"))
    moments = [moment for moment in (months["at"], drawn["at"]) if moment is not None]
    return repr((*months.values(), *drawn.values())), max(moments, default=None)


@dataclass(frozen=True, slots=True)
class Month:
    """One month as it was published."""

    first: date
    content: dict[str, Any]

    @property
    def key(self) -> str:
        """2026-11."""
        return f"{self.first:%Y-%m}"

    @property
    def label(self) -> str:
        """2026年11月."""
        return f"{self.first.year}年{self.first.month}月"

    @property
    def total(self) -> int | None:
        """All reports of the month; None where that is withheld."""
        cells = self.content.get("cells")
        number: int | None = cells[-1][-1] if cells else 0
        return number

    @property
    def places(self) -> list[dict[str, str]]:
        """Districts in their order, without those nobody could mean."""
        found: list[dict[str, str]] = self.content.get("districts", [])
        return found

    @property
    def categories(self) -> list[dict[str, str]]:
        """What was reported about, in the rulebook's order."""
        found: list[dict[str, str]] = self.content.get("categories", [])
        return found

    def column(self, category: str) -> int:
        """Where a category stands; the sums for the empty one and for one that is not there."""
        codes = [one["code"] for one in self.categories if one["code"]]
        return codes.index(category) if category in codes else -1

    def numbers(self, category: str) -> list[tuple[dict[str, str], int | None]]:
        """By district: how many of a category, or of all."""
        at = self.column(category)
        return [(place, row[at]) for place, row in zip(self.places, self.content.get("cells", []), strict=False)]


def months() -> list[Month]:
    """The published months, the newest first."""
    rows = PublishedHotspots.objects.using(ALIAS).order_by("-month")[:MONTHS]
    return [Month(row.month, row.content) for row in rows]


def _wanted(request: HttpRequest, found: list[Month]) -> Month | None:
    asked = request.GET.get("month", "")
    return next((one for one in found if one.key == asked), found[0] if found and not asked else None)


@public_with(last_change)
def page(request: HttpRequest) -> HttpResponse:
    """The map of a month, and the table that says the same."""
    found = months()
    month = _wanted(request, found)
    if found and month is None:
        return missing(request, "没有这个月的统计")
    category = request.GET.get("category", "")
    content: dict[str, Any] = {
        "plan": reading.plan(),
        "section": SECTION,
        "months": _bars(found),
        "bar": _BAR,
        "month": month,
    }
    if month is not None:
        category = category if month.column(category) >= 0 else ""
        numbers = month.numbers(category)
        drawn = PublishedMap.objects.using(ALIAS).first()
        content |= {
            "category": category,
            "category_label": next((one["label"] for one in month.categories if one["code"] == category and category), ""),
            "map": _map(drawn.content if drawn else {}, numbers),
            "drawn": drawn.content if drawn else {},
            "rows": _rows(month),
            "smallest": month.content.get("smallest", 0),
        }  # fmt: skip
    return render(request, "hotspots.html", content)


def _rows(month: Month) -> list[tuple[str, list[int | None]]]:
    names = [*(place["name"] for place in month.places), "合计"]
    return [(name, row) for name, row in zip(names, month.content.get("cells", []), strict=False)]


def _map(drawn: dict[str, Any], numbers: list[tuple[dict[str, str], int | None]]) -> dict[str, Any] | None:
    by_key = {place["key"]: (place["name"], number) for place, number in numbers}
    districts = [
        {"key": key, "name": by_key.get(key, ("", 0))[0], "rings": rings}
        for key, rings in drawn.get("rings", {}).items()
    ]
    picture = outlines.picture(districts, _WIDTH)
    if picture is None:
        return None
    most = max((number for _, number in by_key.values() if number), default=0)
    shapes = []
    for area in picture.areas:
        number = by_key.get(area.key, ("", 0))[1]
        shade = "held" if number is None else str(-(-number * CLASSES // most)) if most else "0"
        x, y = picture.middle(area)
        shapes.append({"path": picture.path(area), "x": x, "y": y, "name": area.name, "number": number, "shade": shade})
    return {"picture": picture, "shapes": shapes, "most": most}


def _bars(found: list[Month]) -> list[dict[str, Any]]:
    most = max((one.total or 0 for one in found), default=0)
    return [{"month": one, "width": round(_BAR * (one.total or 0) / most) if most else 0} for one in found]


@public_with(last_change)
def data(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- everything, however it is asked
    """All published months as JSON; null is a number that is withheld."""
    content = {"months": [{"month": one.key, **one.content} for one in months()]}
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False}, headers=EVERYBODY)


@public_with(last_change)
def sheet(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- as above
    """The same as CSV, one number a line."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("月份", "区", "类别", "件数"))
    for month in months():
        labels = [*(one["label"] for one in month.categories), "合计"]
        for name, row in _rows(month):
            writer.writerows(
                (month.key, name, label, WITHHELD if n is None else n) for label, n in zip(labels, row, strict=True)
            )
    # The mark at the front tells spreadsheets that the file is UTF-8.
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=EVERYBODY)
    response["Content-Disposition"] = 'attachment; filename="reports.csv"'
    return response
