"""The working of a date, as steps a page can draw and as one Chinese sentence a person can check by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from ecoduty.kernel.clock.calendar import DayKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecoduty.kernel.clock.calendar import Day, Run, WorkCalendar

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_FEAST_DAYS = {(1, 1): "元旦", (5, 1): "劳动节", (10, 1): "国庆节"}
# A count over several years meets dozens of holidays; nobody checks those by hand.
_RUNS_NAMED = 8


class StepKind(StrEnum):
    """What a step of the working does."""

    READING = "reading"
    START = "start"
    COUNT = "count"
    MONTH_END = "month_end"
    FIXED = "fixed"
    EXCLUDE = "exclude"
    SKIP = "skip"
    MAKE_UP = "make_up"
    ROLL = "roll"
    STAY = "stay"
    PROVISIONAL = "provisional"


class StepData(TypedDict):
    """A step as JSON."""

    kind: str
    text: str
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its kind, its Chinese text, and the days it speaks of (both included), if any."""

    kind: StepKind
    text: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The steps of one computation in order; `text` joins them into a sentence without a full stop."""

    steps: tuple[Step, ...]

    @property
    def text(self) -> str:
        """The working in Chinese."""
        return "；".join(step.text for step in self.steps)

    def __str__(self) -> str:
        return self.text

    def as_data(self) -> list[StepData]:
        """The steps as JSON, to be stored with a deadline."""
        return [
            {
                "kind": step.kind.value,
                "text": step.text,
                "first": step.first.isoformat() if step.first else None,
                "last": step.last.isoformat() if step.last else None,
            }
            for step in self.steps
        ]

    @classmethod
    def from_data(cls, data: Iterable[StepData]) -> Explanation:
        """What `as_data` stored. Raises KeyError or ValueError for anything else."""
        return cls(
            tuple(
                Step(StepKind(item["kind"]), item["text"], _parsed(item["first"]), _parsed(item["last"]))
                for item in data
            ),
        )


class Role(StrEnum):
    """What a day of the ruler is for the count."""

    START = "start"
    COUNTED = "counted"
    SKIPPED = "skipped"
    EXCLUDED = "excluded"
    ROLLED = "rolled"
    DUE = "due"


class RulerDay(NamedTuple):
    """One day of the ruler: its role, the day itself, and its number in the count (None when not counted)."""

    role: Role
    day: Day
    number: int | None

    @property
    def label(self) -> str:
        """Why the day is not an ordinary working day, in Chinese; empty for one."""
        if self.day.kind is DayKind.WORKDAY:
            return ""
        return day_name(self.day)


def spoken_date(on: date, year: int | None = None) -> str:
    """10月8日, with the year before it when that is not `year`."""
    text = f"{on.month}月{on.day}日"
    return text if on.year == year else f"{on.year}年{text}"


def spoken_day(on: date, year: int | None = None) -> str:
    """10月8日（周四）, with the year before it when that is not `year`."""
    return f"{spoken_date(on, year)}（{WEEKDAYS[on.weekday()]}）"


def spoken_moment(moment: datetime, year: int | None = None) -> str:
    """10月1日（周四）16:30; seconds only where there are some."""
    return f"{spoken_day(moment.date(), year)}{moment:%H:%M:%S}".removesuffix(":00")


def spoken_range(first: date, last: date, year: int | None = None) -> str:
    """10月1日, 10月1日至7日 or 9月29日至10月3日."""
    start = spoken_date(first, year)
    if first == last:
        return start
    if (first.year, first.month) == (last.year, last.month):
        return f"{start}至{last.day}日"
    return f"{start}至{spoken_date(last, first.year)}"


def day_name(day: Day) -> str:
    """国庆节, 春节假期, 周六, 春节调休上班日; for an ordinary working day its weekday."""
    if day.kind is DayKind.HOLIDAY:
        return _FEAST_DAYS.get((day.date.month, day.date.day)) or _holiday(day.name)
    if day.kind is DayKind.MAKE_UP:
        return f"{day.name}调休上班日"
    return WEEKDAYS[day.date.weekday()]


def landing_day(day: Day, year: int) -> str:
    """The day a count ends on: 10月8日（周四）, or 10月10日（周六，国庆节调休上班日）."""
    if day.kind is not DayKind.MAKE_UP:
        return spoken_day(day.date, year)
    return f"{spoken_date(day.date, year)}（{WEEKDAYS[day.date.weekday()]}，{day_name(day)}）"


def roll_text(passed: Sequence[Day], landing: Day, year: int) -> str:
    """10月1日为国庆节，顺延至10月8日（周四）: every reason met on the way is named once.

    `passed` are the days from the nominal end to the day before the landing, at least one.
    """
    texts = [f"{spoken_date(passed[0].date, year)}为{day_name(passed[0])}"]
    for number, (reason, group) in enumerate(groupby(passed, key=_reason)):
        if number:
            days = list(group)
            texts.append(f"{spoken_range(days[0].date, days[-1].date, year)}为{reason}")
    return f"{'，'.join(texts)}，顺延至{landing_day(landing, year)}"


def skip_steps(runs: Sequence[Run], year: int) -> list[Step]:
    """The holidays passed over and the make-up days counted while counting working days."""
    steps = []
    for run in runs[:_RUNS_NAMED]:
        span = spoken_range(run.first, run.last, year)
        if run.kind is DayKind.HOLIDAY:
            feast = _FEAST_DAYS.get((run.first.month, run.first.day)) if run.first == run.last else None
            steps.append(Step(StepKind.SKIP, f"{span}为{feast or _holiday(run.name)}，不计", run.first, run.last))
        else:
            weekday = WEEKDAYS[run.first.weekday()] if run.first == run.last else "周末"
            text = f"{span}（{weekday}）为{run.name}调休上班日，计入"
            steps.append(Step(StepKind.MAKE_UP, text, run.first, run.last))
    if len(runs) > _RUNS_NAMED:
        rest = runs[_RUNS_NAMED:]
        text = f"其后还有{len(rest)}段节假日和调休上班日，同样处理"
        steps.append(Step(StepKind.SKIP, text, rest[0].first, rest[-1].last))
    return steps


def provisional_step(years: Sequence[int]) -> Step:
    """Which years are computed without a published calendar."""
    named = "、".join(f"{year}年" for year in years)
    return Step(StepKind.PROVISIONAL, f"{named}放假安排尚未收录，按法定节假日和周末暂算")


def ruler_days(
    calendar: WorkCalendar,
    start: date,
    nominal: date,
    due: date,
    *,
    working: bool,
    excluded: Iterable[tuple[date, date]] = (),
) -> list[RulerDay]:
    """Every day from the start to the due day with its role; `working` when only working days are counted."""
    gaps = list(excluded)
    days = []
    number = 0
    for day in calendar.days(min(start, due), due):
        counted = None
        if gaps and any(first <= day.date <= last for first, last in gaps):
            role = Role.EXCLUDED
        elif day.date == start:
            role = Role.START
        elif day.date > nominal:
            role = Role.ROLLED
        elif working and not day.is_working:
            role = Role.SKIPPED
        else:
            role = Role.COUNTED
            number += 1
            counted = number
        days.append(RulerDay(Role.DUE if day.date == due else role, day, counted))
    return days


def _reason(day: Day) -> str:
    """Why a rolling deadline cannot stop on this day: a rest day, or one on which the period stands still."""
    if day.is_working:
        return "扣除期间"
    return _holiday(day.name) if day.kind is DayKind.HOLIDAY else WEEKDAYS[day.date.weekday()]


def _holiday(name: str) -> str:
    return name if name.endswith(("补假", "假期", "调休", "除夕")) else f"{name}假期"


def _parsed(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
