"""On which day a feedback is due: stations of a week, a month or a quarter, always on a working day.

A rhythm's code says its stations, the rulebook names it: `none`, `week-5` (Friday), `month-25`, `month-15-31` (two a month,
the last day where a month is shorter), `quarter-25` (of its last month).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from ecoduty.kernel.clock import WorkCalendar

NONE = "none"
_WEEK, _MONTH, _QUARTER = "week", "month", "quarter"
_MONTHS = 12
_A_QUARTER = 3


def next_station(code: str, after: date, calendar: WorkCalendar) -> date | None:
    """The first station that lies after a day; None for a rhythm without stations. Raises ValueError for a code that is none."""
    return next((day for day in _stations(code, after, calendar) if day > after), None)


def due_day(code: str, after: date, limit: date, calendar: WorkCalendar) -> date | None:
    """The next feedback: its station, or the limit where that comes first and is still to come."""
    station = next_station(code, after, calendar)
    return limit if station is not None and after < limit < station else station


def _stations(code: str, after: date, calendar: WorkCalendar) -> Iterator[date]:
    kind, *numbers = code.split("-")
    if kind == NONE:
        return
    days = [int(number) for number in numbers]
    if not days or kind not in {_WEEK, _MONTH, _QUARTER}:
        raise ValueError(f"{code} is no rhythm")
    if kind == _WEEK:
        monday = after - timedelta(days=after.weekday())
        raw = (monday + timedelta(days=7 * week + days[0] - 1) for week in range(60))
    else:
        raw = (_in_month(year, month, day) for year, month in _months(after, kind) for day in days)
    for day in raw:
        yield day if calendar.is_working(day) else calendar.previous_working_day(day)


def _months(after: date, kind: str) -> Iterator[tuple[int, int]]:
    for number in range(16):
        year, month = divmod(after.year * _MONTHS + after.month - 1 + number, _MONTHS)
        if kind == _MONTH or (month + 1) % _A_QUARTER == 0:
            yield year, month + 1


def _in_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
