"""Which days are worked.

Three sources, the later one wins: the calendars shipped with `chinesecalendar` (all State Council notices since 2004,
make-up days included); a notice imported into this installation, which replaces its year; single days changed by a
later notice. A year that none of them covers is computed from the statutory holidays (`holidays.CN`) and weekends;
its days are *provisional* (暂算), because the notice may still move rest days and make-up days.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from chinese_calendar import constants as shipped

from ecoduty.kernel.clock.errors import ClockError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Before 1992 China knew summer time; `holidays` knows lunar dates until 2100.
FIRST_YEAR, LAST_YEAR = 1992, 2100
SHIPPED_YEARS = range(min(shipped.holidays).year, max(shipped.holidays).year + 1)
SATURDAY = 5

_SHIPPED_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
_COMPUTED_NAMES = {"农历除夕": "除夕", "农历除夕（补假）": "除夕补假"}
_IN_LIEU = re.compile(r"（补假）$")


class DayKind(StrEnum):
    """Why a day is worked or not."""

    WORKDAY = "workday"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"

    @property
    def is_working(self) -> bool:
        """True for an ordinary working day and for a make-up day (调休上班)."""
        return self is DayKind.WORKDAY or self is DayKind.MAKE_UP


class Day(NamedTuple):
    """One day of a calendar. `name` is the holiday it belongs to, or that a make-up day pays for; else empty."""

    date: date
    kind: DayKind
    name: str
    provisional: bool

    @property
    def is_working(self) -> bool:
        """True when people work on this day."""
        return self.kind.is_working


class Override(NamedTuple):
    """What a notice says of one day: worked or not, and for which holiday."""

    is_working: bool
    name: str


class Run(NamedTuple):
    """Neighbouring days of one kind and one name."""

    first: date
    last: date
    kind: DayKind
    name: str


class DayChange(NamedTuple):
    """A day that two calendars see differently."""

    date: date
    before: Day
    after: Day


class Difference(NamedTuple):
    """What a new calendar changes: days worked before and not now (or the reverse), and years no longer provisional."""

    days: tuple[DayChange, ...]
    settled_years: tuple[int, ...]

    @property
    def dates(self) -> tuple[date, ...]:
        """The changed dates, ascending."""
        return tuple(change.date for change in self.days)


@dataclass(frozen=True, slots=True)
class _Year:
    """One year worked out: special days, the ordinals of its working days, and whether that is only provisional."""

    special: Mapping[date, tuple[DayKind, str]]
    working: tuple[int, ...]
    provisional: bool


class WorkCalendar:
    """Working days of the years 1992 to 2100; immutable. Without arguments: what ships with the platform.

    `overrides` maps a date to (is_working, name); `imported_years` are the years whose whole notice is among the
    overrides, so that nothing else counts for them. Methods raise ClockError `date_out_of_range` outside the years.
    """

    def __init__(
        self,
        overrides: Mapping[date, tuple[bool, str]] | None = None,
        imported_years: Iterable[int] = (),
    ) -> None:
        self.overrides = {on: Override(*value) for on, value in sorted((overrides or {}).items())}
        self.imported_years = frozenset(imported_years)
        self._own_years = self.imported_years | {on.year for on in self.overrides}
        self._years: dict[int, _Year] = {}

    @cached_property
    def edition(self) -> str:
        """A short digest of everything this calendar rests on: equal editions count alike."""
        own = [f"{on.isoformat()} {value.is_working:d} {value.name}" for on, value in self.overrides.items()]
        parts = [_shipped_edition(), *map(str, sorted(self.imported_years)), *own]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def day(self, on: date) -> Day:
        """What kind of day this is."""
        year = self._year(on.year)
        kind, name = year.special.get(on) or (_plain(on), "")
        return Day(on, kind, name, year.provisional)

    def is_working(self, on: date) -> bool:
        """True when people work on this day."""
        kind, _ = self._year(on.year).special.get(on) or (_plain(on), "")
        return kind.is_working

    def is_provisional(self, first: date, last: date | None = None) -> bool:
        """True when a day of the range (both ends included) lies in a year without a published calendar."""
        return bool(self.provisional_years(first, last))

    def provisional_years(self, first: date, last: date | None = None) -> tuple[int, ...]:
        """The years of the range that have no published calendar, ascending."""
        years = range(first.year, (last or first).year + 1)
        return tuple(year for year in years if self._year(year).provisional)

    def add_working_days(self, start: date, count: int) -> date:
        """The `count`-th working day after `start` (which itself is not counted). `count` ≥ 1."""
        if count < 1:
            raise ValueError("count at least one working day")
        number = start.year
        year = self._year(number)
        index = bisect_right(year.working, start.toordinal()) + count - 1
        while index >= len(year.working):
            index -= len(year.working)
            number += 1
            year = self._year(number)
        return date.fromordinal(year.working[index])

    def next_working_day(self, on: date) -> date:
        """The first working day after `on`."""
        return self.add_working_days(on, 1)

    def working_day_from(self, on: date) -> date:
        """`on` itself when it is worked, else the next working day: where a deadline rolls to."""
        return on if self.is_working(on) else self.add_working_days(on, 1)

    def previous_working_day(self, on: date, count: int = 1) -> date:
        """The `count`-th working day before `on`: where a warning belongs. `count` ≥ 1."""
        if count < 1:
            raise ValueError("count at least one working day")
        number = on.year
        year = self._year(number)
        index = bisect_left(year.working, on.toordinal()) - count
        while index < 0:
            number -= 1
            year = self._year(number)
            index += len(year.working)
        return date.fromordinal(year.working[index])

    def count_working_days(self, first: date, last: date) -> int:
        """How many working days lie between two dates, both included; 0 when `last` is before `first`."""
        if last < first:
            return 0
        total = 0
        for number in range(first.year, last.year + 1):
            working = self._year(number).working
            total += bisect_right(working, last.toordinal()) - bisect_left(working, first.toordinal())
        return total

    def days(self, first: date, last: date) -> Iterator[Day]:
        """Every day of the range, both ends included."""
        year, number = None, 0
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            on = date.fromordinal(ordinal)
            if year is None or on.year != number:
                year, number = self._year(on.year), on.year
            kind, name = year.special.get(on) or (_plain(on), "")
            yield Day(on, kind, name, year.provisional)

    def runs(self, first: date, last: date) -> list[Run]:
        """Holidays and make-up days of the range as runs, ascending; ordinary days and weekends are left out."""
        found: list[Run] = []
        for number in range(first.year, last.year + 1):
            for on, (kind, name) in self._year(number).special.items():
                if not first <= on <= last or kind not in {DayKind.HOLIDAY, DayKind.MAKE_UP}:
                    continue
                previous = found[-1] if found else None
                if previous and (previous.kind, previous.name, previous.last) == (kind, name, on - timedelta(days=1)):
                    found[-1] = previous._replace(last=on)
                else:
                    found.append(Run(on, on, kind, name))
        return found

    def _year(self, number: int) -> _Year:
        if number not in self._own_years:
            return _base_year(number)
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = self._overridden(number)
        return year

    def _overridden(self, number: int) -> _Year:
        base = None if number in self.imported_years else _base_year(number)
        special = dict(base.special) if base else {}
        for on, (is_working, name) in self.overrides.items():
            if on.year != number:
                continue
            weekend = on.weekday() >= SATURDAY
            if is_working:
                special[on] = (DayKind.MAKE_UP, name) if weekend else (DayKind.WORKDAY, "")
            else:
                special[on] = (DayKind.HOLIDAY, name)
        return _worked_out(number, special, provisional=base.provisional if base else False)


def difference(old: WorkCalendar, new: WorkCalendar) -> Difference:
    """What changes between two calendars: the days worked in one and not in the other, and the years now settled.

    Deadlines whose working touched one of these days or years must be computed again.
    """
    years = sorted(old._own_years | new._own_years)  # noqa: SLF001 - of the same class
    changes = [
        DayChange(before.date, before, after)
        for year in years
        for before, after in zip(_whole(old, year), _whole(new, year), strict=True)
        if before.is_working != after.is_working
    ]
    settled = [year for year in years if old.is_provisional(date(year, 1, 1)) > new.is_provisional(date(year, 1, 1))]
    return Difference(tuple(changes), tuple(settled))


def check_year(year: int) -> None:
    """Raise ClockError `date_out_of_range` for a year that no calendar can be computed for."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ClockError(
            "date_out_of_range",
            f"只能计算{FIRST_YEAR}年至{LAST_YEAR}年之间的日期，{year}年不在其中。请检查起算日和期限长短。",
        )


def statutory_holidays(year: int) -> dict[date, str]:
    """The holidays the law itself fixes in that year, by date, days in lieu and the notice's shifts left out."""
    # 0.4 s to import, and only a year without a published calendar asks for it.
    from holidays import country_holidays  # noqa: PLC0415

    names = country_holidays("CN", years=year, language="zh_CN", observed=False)
    return {on: _name(text) for on, text in sorted(names.items()) if on.year == year and "休息日" not in text}


def _whole(calendar: WorkCalendar, year: int) -> Iterator[Day]:
    return calendar.days(date(year, 1, 1), date(year, 12, 31))


def _plain(on: date) -> DayKind:
    return DayKind.WEEKEND if on.weekday() >= SATURDAY else DayKind.WORKDAY


@cache
def _base_year(number: int) -> _Year:
    """A year as the platform ships it, or computed. Raises ClockError outside the years that can be computed."""
    check_year(number)
    if number in SHIPPED_YEARS:
        off = {on: _SHIPPED_NAMES[name] for on, name in shipped.holidays.items() if on.year == number}
        made_up = {on: _SHIPPED_NAMES[name] for on, name in shipped.workdays.items() if on.year == number}
    else:
        off, made_up = _computed(number)
    special: dict[date, tuple[DayKind, str]] = {on: (DayKind.HOLIDAY, name) for on, name in off.items()}
    special |= {on: (DayKind.MAKE_UP, name) for on, name in made_up.items()}
    return _worked_out(number, special, provisional=number not in SHIPPED_YEARS)


def _computed(number: int) -> tuple[dict[date, str], dict[date, str]]:
    """Statutory holidays with the days in lieu the law asks for, and the few old make-up days on record."""
    from holidays import country_holidays  # noqa: PLC0415 - see statutory_holidays

    known = country_holidays("CN", years=number, language="zh_CN")
    off = {on: _name(text) for on, text in known.items() if on.year == number}
    made_up = {on: "节假日" for on in known.weekend_workdays if on.year == number}
    return off, made_up


def _name(text: str) -> str:
    if "休息日" in text:
        return "调休"
    parts = [_COMPUTED_NAMES.get(part, _IN_LIEU.sub("补假", part)) for part in text.split("; ")]
    return "、".join(parts)


def _worked_out(number: int, special: dict[date, tuple[DayKind, str]], *, provisional: bool) -> _Year:
    first, last = date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal()
    working = []
    for ordinal in range(first, last + 1):
        on = date.fromordinal(ordinal)
        kind = special[on][0] if on in special else _plain(on)
        if kind.is_working:
            working.append(ordinal)
    return _Year(dict(sorted(special.items())), tuple(working), provisional)


@cache
def _shipped_edition() -> str:
    tables = [
        f"{on.isoformat()} {name}" for table in (shipped.holidays, shipped.workdays) for on, name in table.items()
    ]
    return hashlib.sha256("\n".join(tables).encode()).hexdigest()
