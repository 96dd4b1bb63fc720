"""办件往日情形: the list behind a number of a past day, how each matter stood then and how it stands now (decision 0071)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse

from ecoduty.casework.figures.lookback import Past
from ecoduty.casework.figures.models import Stood
from ecoduty.casework.matters.thresholds import Thresholds, thresholds_in_force
from ecoduty.interfaces.desk import counted, rows
from ecoduty.interfaces.desk.lights import WORDS, Light, light
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.flow import Refused, tables

PAGE = 50
EXPORT_LIMIT = 20_000
ON = "on"


@dataclass(frozen=True, slots=True)
class Line:
    """A matter then and now: `then` is how it was listed at the close of that day, `now` how any list shows it today."""

    title: str
    url: str
    number: str
    light: Light
    holder: str
    state: str
    due: str
    now: rows.Row

    @property
    def holder_now(self) -> str:
        """Who has it now, where that is somebody else."""
        return self.now.holder if self.now.holder != self.holder else ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list. `hidden` is how many were counted then that the reader may not see today."""

    lines: Sequence[Line]
    total: int
    hidden: int
    number: int
    pages: int


def past_day(text: str, today: date) -> date | None:
    """A day that is over, out of an address; None for today and where none is named.

    Raises Refused `day_unreadable`, `day_to_come`.
    """
    text = text.strip()
    if not text:
        return None
    try:
        on = date.fromisoformat(text)
    except ValueError as error:
        said = f"“{text[:20]}”读不出日期，请写成 2026-11-30 这样。"
        raise Refused("day_unreadable", said, status=422) from error
    if on > today:
        raise Refused("day_to_come", f"{text}还没有到，往日对照请选今天以前的日子。", status=422)
    return None if on == today else on


def address(params: Mapping[str, str], night: date) -> str:
    """The address of the list behind a figure as of a recorded night; `params` as the figure's `url_params`."""
    return f"{start(night)}&{urlencode(params)}"


def start(night: date) -> str:
    """How the addresses of all lists of a night begin."""
    return f"{reverse('desk:lookback')}?{ON}={night.isoformat()}"


def chip(past: Past) -> str:
    """The figure in words, as every list of one says it, with what else it is cut down by."""
    given = {"figure": past.figure.key, "scope": past.scope.value, **past.narrowed}
    table = tables().get(past.narrowed.get("kind", ""))
    states = [state for one in tables().values() if table in (None, one) for state in one.states]
    state = next((one.label for one in states if one.code == past.narrowed.get("state")), "")
    more = [table.label if table else "", state, past.narrowed.get("period", "")]
    return "，".join(word for word in (counted.chip(given), *more) if word)


def page(past: Past, visit: Visit, wanted: int) -> Page:
    """That page of the list, what was due first on top."""
    total = past.rows.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, wanted), pages)
    return Page(_lines(past, visit, (number - 1) * PAGE, PAGE), total, max(0, past.counted - total), number, pages)


def every_line(past: Past, visit: Visit) -> list[Line]:
    """All of them, for export. At most EXPORT_LIMIT."""
    return _lines(past, visit, 0, EXPORT_LIMIT)


def _lines(past: Past, visit: Visit, start: int, count: int) -> list[Line]:
    order = F("next_due_at").asc(nulls_last=True)
    found = list(past.rows.select_related("holder", "matter__holder").order_by(order, "matter")[start : start + count])
    now = rows.rows([one.matter for one in found], visit.actor, visit.now)
    limits = thresholds_in_force()
    return [_line(past, one, limits, today) for one, today in zip(found, now, strict=True)]


def _line(past: Past, one: Stood, limits: Thresholds, now: rows.Row) -> Line:
    code = light(now=past.at, thresholds=limits, open_=one.open, due_at=one.next_due_at, missed=one.missed).code
    table = tables().get(one.kind)
    state = table.by_state.get(one.state) if table else None
    return Line(
        one.matter.title, now.url, one.matter.number, Light(code, WORDS[code]), one.holder.short_name,
        state.label if state else one.state, rows.due_words(one.next_due_at, past.at) if one.next_due_at else "", now,
    )  # fmt: skip


__all__ = ["ON", "Line", "Page", "address", "chip", "every_line", "page", "past_day", "start"]
