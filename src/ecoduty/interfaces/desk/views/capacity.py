"""Grass-roots capacity: every body beside its target, and where a body fills in its numbers (clause 17.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.matters.rules import Sight, access_matter, visible_to
from ecoduty.interfaces.desk import export, shell
from ecoduty.interfaces.desk.act_page import Place, done, first, page, row_of
from ecoduty.interfaces.desk.acting import Attempted, attempt
from ecoduty.interfaces.desk.pages.capacity import LEVELS, may_set, may_start, stands
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.encouragement.capacity import queries
from ecoduty.mechanisms.encouragement.capacity.acts import PARTED
from ecoduty.mechanisms.encouragement.capacity.queries import RETURN, STANDARD, OfBody, Standing
from ecoduty.mechanisms.encouragement.capacity.states import DRAFTING

_YEARS = 5
_FULL = 100  # per cent of the width of a bar
_HEADINGS = ("单位", "指标", "单位（量）", "本年", "上年", "对标值", "还差", "数的来源", "对标值来源")
_WIDTHS = (20, 22, 10, 12, 12, 12, 12, 40, 40)


@dataclass(frozen=True, slots=True)
class Bar:
    """A body in the chart of one measure: how long its bar is and where its target stands, in per cent of the width."""

    of_body: OfBody
    standing: Standing
    length: int
    mark: int | None

    @property
    def sentence(self) -> str:
        """What the picture says."""
        one, unit = self.standing, self.standing.measure.unit
        if one.value is None:
            return "没有报送"
        said = f"{one.value.normalize():f}{unit}"
        if one.target is None:
            return f"{said}，对标值待填"
        missing = f"，还差{one.gap.normalize():f}{unit}" if one.gap else "，已达到"
        return f"{said}，对标{one.target.value.normalize():f}{unit}{missing}"


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """One measure as a chart with its numbers, every body of a level; the whole year as a file."""
    asked, on = visit.request.GET, visit.today
    measured = queries.measures(on)
    seen = visible_to(visit.actor, Sight.FULL)
    year = _year(asked) or queries.latest_year(seen) or on.year
    level = asked.get("level", "") if asked.get("level", "") in LEVELS else next(iter(LEVELS))
    measure = measured.get(asked.get("measure", ""), next(iter(measured.values())))
    bodies = [one for one in queries.bearers(on) if one.level == level]
    lines = queries.of_year(year, bodies, on, seen)
    if asked.get("format") == "xlsx":
        return _file(year, level, lines)
    bars = _bars(lines, measure.code)
    content = {
        "year": year, "years": range(on.year, on.year - _YEARS, -1), "level": level, "levels": LEVELS, "measure": measure,
        "measures": list(measured.values()), "bars": bars,
        "shares": _shares(lines, on), "filled": sum(_submitted(one) for one in lines), "below": sum(1 for bar in bars if bar.standing.gap),
        "may_start": may_start(visit.actor), "may_set": may_set(visit.actor),
        "target": next((bar.standing.target for bar in bars if bar.standing.target), None),
    }  # fmt: skip
    return shell.render(visit, "desk/encouragement/capacity.html", content, kind=RETURN)


def _year(asked: QueryDict) -> int | None:
    said = asked.get("year", "")
    return int(said) if said.isdecimal() and len(said) == 4 else None


def _submitted(one: OfBody) -> bool:
    return one.filled_in is not None and one.filled_in.matter.state != DRAFTING.code


def _bars(lines: list[OfBody], code: str) -> list[Bar]:
    chosen = [(one, next(row for row in one.standings if row.measure.code == code)) for one in lines]
    numbers = [row.value for _, row in chosen if row.value] + [row.target.value for _, row in chosen if row.target]
    most = max(numbers, default=Decimal(1))
    return [
        Bar(one, row, int(row.value * _FULL / most) if row.value else 0, int(row.target.value * _FULL / most) if row.target else None)
        for one, row in chosen
    ]  # fmt: skip


def _shares(lines: list[OfBody], on: date) -> list[dict[str, Any]]:
    """What part of a whole reaches the grass roots, for each such pair: of all that was filled in."""
    measured, found = queries.measures(on), []
    for part, whole in queries.parts(on).items():
        pairs = [
            (by[part].value, by[whole].value)
            for by in ({row.measure.code: row for row in one.standings} for one in lines)
            if by[part].value is not None and by[whole].value
        ]
        total = sum((of for _, of in pairs), Decimal(0))
        share = int(sum((value for value, _ in pairs), Decimal(0)) * _FULL / total) if total else None
        found.append({"part": measured[part], "whole": measured[whole], "share": share, "bodies": len(pairs)})
    return found


def _file(year: int, level: str, lines: list[OfBody]) -> HttpResponse:
    rows = [
        [
            one.body.short_name, row.measure.label, row.measure.unit, _said(row.value), _said(row.before),
            _said(row.target.value if row.target else None), _said(row.gap), row.source,
            f"{row.target.source}（{row.target.source_year}年）" if row.target else "",
        ]
        for one in lines
        for row in one.standings
    ]  # fmt: skip
    note = "对标值为东部省份平均水平，按登记的来源；没有登记的空着，不推算。"
    file = export.workbook(f"{year}年基层能力", _HEADINGS, rows, _WIDTHS, [f"{LEVELS[level]}{year}年。{note}"])
    return export.attachment(file, f"{year}年基层能力（{LEVELS[level]}）")


def _said(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


@require_http_methods(["GET", "POST"])
@staff
def amounts(visit: Visit, public_id: UUID) -> HttpResponse:
    """All measures in one table: last year's number and the target beside each field."""
    matter = access_matter(visit.actor, public_id)
    if matter.kind != RETURN:
        raise refuse("not_found")
    table, row = row_of(RETURN, "enter_amounts")
    place = Place(matter.title, reverse("desk:matter", args=[matter.public_id]), matter, matter.pk)
    posted = visit.request.POST
    if visit.request.method == "POST":
        outcome = attempt(visit, table, row, matter, matter.pk, _lines(posted, visit))
        if not isinstance(outcome, Attempted):
            return done(visit, table, row, outcome.subject, place)
    else:
        outcome = first(visit, table, row, matter)
    lines = [
        {
            "one": one,
            "value": posted.get(f"value.{one.measure.code}", _said(one.value)),
            "source": posted.get(f"source.{one.measure.code}", one.source),
        }
        for one in stands(matter).standings
    ]
    more = {"own": matter.capacity_return, "lines": lines}
    return page(visit, table, place, outcome, "desk/encouragement/amounts.html", more)


def _lines(posted: QueryDict, visit: Visit) -> QueryDict:
    """The filled fields as lines of the act; a field left empty leaves its measure as it is."""
    given = posted.copy()
    lines = []
    for code in queries.measures(visit.today):
        value, source = posted.get(f"value.{code}", "").strip(), posted.get(f"source.{code}", "").strip()
        if value:
            lines.append(PARTED.join((code, value, source.replace(PARTED, "|"))))
    given["amounts"] = "\n".join(lines)
    return given


@require_http_methods(["GET", "POST"])
@staff
def start(visit: Visit) -> HttpResponse:
    """The return of a year."""
    return acts.begin(visit, RETURN, "start_return")


@require_http_methods(["GET", "POST"])
@staff
def standard(visit: Visit) -> HttpResponse:
    """The standard of a year."""
    return acts.begin(visit, STANDARD, "draft_standard")
