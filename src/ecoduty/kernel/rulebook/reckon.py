"""Where the rulebook meets the clock: due days of limits, openings of recurring duties, days of ladder rungs.

Nothing else in this package counts days.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from ecoduty.kernel.clock import (
    CountingRule,
    Due,
    FixedDate,
    Term,
    Unit,
    due_in_year,
    due_of,
    end_of_day,
    later,
    local_date,
    start_of_day,
)
from ecoduty.kernel.rulebook.errors import CountedBackwardError, UnknownRuleError
from ecoduty.kernel.rulebook.schema import time as rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ecoduty.kernel.clock import Exclusion, WorkCalendar
    from ecoduty.kernel.rulebook.book import Rulebook

_INSTANT = timedelta(microseconds=1)
_MONTHS: dict[rules.Rhythm, int] = {"annual": 12, "half_year": 6, "quarter": 3}
_LETTER: dict[rules.Rhythm, str] = {"annual": "", "half_year": "-H", "quarter": "-Q"}
_NAMES: dict[rules.Rhythm, tuple[str, ...]] = {
    "annual": ("度",),
    "half_year": ("上半年", "下半年"),
    "quarter": ("第一季度", "第二季度", "第三季度", "第四季度"),
}


# ---------------------------------------------------------------------- limits


def term_of(book: Rulebook, limit: rules.LimitInForce, alternative: str | None = None) -> Term:
    """The clock's term for a limit, or for one of its alternatives; the reading says how the statute's words were taken.

    Raises UnknownRuleError for an alternative that the limit does not have.
    """
    chosen: rules.LimitInForce | rules.Alternative = limit
    if alternative is not None:
        found = next((item for item in limit.alternatives if item.key == alternative), None)
        if found is None:
            raise UnknownRuleError(f"时限“{limit.key}”的情形", alternative)
        chosen = found
    unit = Unit(chosen.unit)
    return Term(chosen.n, unit, chosen.roll, reading=_reading(book, chosen, unit))


def _reading(book: Rulebook, chosen: rules.LimitInForce | rules.Alternative, unit: Unit) -> str:
    """The statute's "N days" where its own counting rule turns them into working days, else nothing."""
    instrument = book.instruments.get(chosen.basis.instrument or "")
    counting = instrument.counting if instrument and chosen.basis.kind == "statute" else None
    rule = counting.rule() if counting else CountingRule()
    return f"{chosen.n}日" if unit is Unit.WORKING_DAYS and rule.unit_of(chosen.n) is unit else ""


def limit_due(
    book: Rulebook,
    key: str,
    start: date | datetime,
    calendar: WorkCalendar,
    *,
    alternative: str | None = None,
    exclusions: Sequence[Exclusion] = (),
) -> Due:
    """When a limit ends that starts at `start`, by the value in force on that day.

    Raises UnknownRuleError, NotInForceError, CountedBackwardError, ClockError.
    """
    limit = book.limit(key, on=local_date(start))
    if limit.backward:
        raise CountedBackwardError(key)
    return due_of(term_of(book, limit, alternative), start, calendar, exclusions)


def latest_day_before(book: Rulebook, key: str, day: date, calendar: WorkCalendar) -> date:
    """The last day on which a limit counted back from `day` is kept. Raises UnknownRuleError, NotInForceError."""
    limit = book.limit(key, on=day)
    if limit.unit == "working_days":
        return calendar.previous_working_day(day, limit.n)
    return day - timedelta(days=limit.n)


# ---------------------------------------------------------------------- recurring duties


@dataclass(frozen=True, order=True)
class Period:
    """A year, half-year or quarter: `key` such as 2026-H2, `label` such as 2026年下半年, first and last day."""

    first: date
    last: date
    key: str
    year: int
    label: str


@dataclass(frozen=True)
class Occurrence:
    """One period of a recurring duty: the day it opens and when it is due, working included."""

    duty: str
    period: Period
    opens: date
    due: Due


def period_of(rhythm: rules.Rhythm, key: str) -> Period:
    """The period of that key. Raises ValueError when the key does not fit the rhythm."""
    if not re.fullmatch(rules.PERIOD_FORMS[rhythm], key):
        raise ValueError(f"“{key}”不是周期“{rhythm}”的一期")
    year, number, months = int(key[:4]), int(key[6:] or 1), _MONTHS[rhythm]
    last_month = number * months
    last = date(year, last_month, monthrange(year, last_month)[1])
    return Period(date(year, last_month - months + 1, 1), last, key, year, f"{year}年{_NAMES[rhythm][number - 1]}")


def _periods(rhythm: rules.Rhythm, first: str) -> Iterator[Period]:
    period = period_of(rhythm, first)
    while True:
        yield period
        begin = period.last + timedelta(days=1)
        number = begin.month // _MONTHS[rhythm] + 1
        period = period_of(rhythm, f"{begin.year:04d}" + (f"{_LETTER[rhythm]}{number}" if _LETTER[rhythm] else ""))


def occurrence(duty: rules.Duty, period: Period, calendar: WorkCalendar) -> Occurrence:
    """Opening and due day of one period of a duty."""
    return Occurrence(duty.key, period, _opening(duty.opens, period, calendar), _due(duty.due, period, calendar))


def occurrences(duty: rules.Duty, on: date, calendar: WorkCalendar) -> tuple[Occurrence, ...]:
    """All periods of a duty that have opened by the end of that day, from its first period on, oldest first."""
    opened = takewhile(lambda p: _opening(duty.opens, p, calendar) <= on, _periods(duty.rhythm, duty.first_period))
    return tuple(occurrence(duty, period, calendar) for period in opened)


def _opening(rule: rules.OpeningRule, period: Period, calendar: WorkCalendar) -> date:
    if isinstance(rule, rules.BeforeEnd):
        return period.last - timedelta(days=rule.n)
    return _due(rule, period, calendar).day


def _due(rule: rules.DueRule, period: Period, calendar: WorkCalendar) -> Due:
    if isinstance(rule, rules.FixedDate):
        return due_in_year(FixedDate(rule.month, rule.day, rule.roll), period.year + rule.year, calendar)
    return due_of(Term(rule.n, Unit(rule.unit), rule.roll), period.last, calendar)


def title_of(duty: rules.Duty, period: Period, body_name: str) -> str:
    """The title of a duty's matter for a body and period."""
    return duty.title.format(body=body_name, year=period.year, period=period.label)


# ---------------------------------------------------------------------- ladders


def rung_at(rung: rules.Rung, due_at: datetime, calendar: WorkCalendar, *, whole_day: bool = True) -> datetime:
    """The moment a rung fires for a deadline that ends at `due_at`; `whole_day` False for limits in hours.

    `due_at` of a whole-day deadline is the 24:00 of its last day, as the clock gives it. Rungs by date fire at 0:00;
    days before or after a limit in hours keep its time of day. A rung of fixed date takes its latest such day up to the
    due day.
    """
    when, due = rung.when, local_date(due_at - _INSTANT)
    if isinstance(when, rules.HoursBefore):
        return later(due_at, timedelta(hours=-when.hours))
    if isinstance(when, rules.Offset):
        return due_at + timedelta(days=when.days) if not whole_day else start_of_day(due + timedelta(days=when.days))
    if isinstance(when, rules.OnDate):
        day = FixedDate(when.month, when.day)
        return start_of_day(day.in_year(due.year) if day.in_year(due.year) <= due else day.in_year(due.year - 1))
    count = when.n if isinstance(when, rules.WorkingDaysBefore) else 1
    return start_of_day(calendar.previous_working_day(due, count))


def rung_day(rung: rules.Rung, due: date, calendar: WorkCalendar) -> date:
    """The day a rung fires for a whole-day deadline due on `due`."""
    return local_date(rung_at(rung, end_of_day(due), calendar))


def rung_days(ladder: rules.Ladder, due: date, calendar: WorkCalendar) -> dict[str, date]:
    """Rung key → the day it fires, in the ladder's order."""
    return {rung.key: rung_day(rung, due, calendar) for rung in ladder.rungs}
