"""The limits a rule can set: so many days, working days, months or hours, or a day of the year."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ecoduty.kernel.clock.errors import ClockError


class Unit(StrEnum):
    """What a term counts."""

    NATURAL_DAYS = "natural_days"
    WORKING_DAYS = "working_days"
    CALENDAR_MONTHS = "calendar_months"
    HOURS = "hours"


UNIT_WORDS = {
    Unit.NATURAL_DAYS: "个自然日",
    Unit.WORKING_DAYS: "个工作日",
    Unit.CALENDAR_MONTHS: "个月",
    Unit.HOURS: "小时",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time: `n` units. `reading` is the wording it resolves (5日), shown when a rule read it as `unit`."""

    n: int
    unit: Unit
    roll: bool = True
    reading: str = ""

    def __post_init__(self) -> None:
        if self.n < 0:
            raise ClockError("n_negative", f"期限长短不能是负数，现在是 {self.n}。请填 0 或正整数。")


@dataclass(frozen=True, slots=True)
class FixedDate:
    """A limit that is a day of the year: 31 January. A day the month lacks means its last day. Does not roll."""

    month: int
    day: int
    roll: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12 or not 1 <= self.day <= monthrange(2024, self.month)[1]:
            raise ClockError("fixed_date_impossible", f"没有{self.month}月{self.day}日这一天。请改正固定日期。")

    def in_year(self, year: int) -> date:
        """The day in that year."""
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))


@dataclass(frozen=True, slots=True)
class CountingRule:
    """How one branch of law reads "N days": as working days for some N, else as natural days.

    `working_when` names single N, `working_up_to` every N up to it, `always_working` every N. `roll` says whether the
    last day rolls. Which statute has which rule is the rulebook's to say.
    """

    working_when: frozenset[int] = frozenset()
    working_up_to: int = 0
    always_working: bool = False
    roll: bool = True

    def unit_of(self, days: int) -> Unit:
        """Whether this law's "N days" are working days or natural days."""
        working = self.always_working or days <= self.working_up_to or days in self.working_when
        return Unit.WORKING_DAYS if working else Unit.NATURAL_DAYS

    def term(self, days: int) -> Term:
        """The term that this law's "N days" means."""
        return Term(days, self.unit_of(days), self.roll, reading=f"{days}日")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A time that does not count (hearing, monitoring, appraisal): two dates, both included, or two aware moments.

    Moments (from, up to but not including) fit only terms in hours; dates fit every term.
    """

    first: date
    last: date
    reason: str

    def __post_init__(self) -> None:
        if isinstance(self.first, datetime) is not isinstance(self.last, datetime):
            raise TypeError("an exclusion needs two dates or two moments")
        if self.last < self.first:
            raise ClockError("exclusion_reversed", f"扣除期间“{self.reason}”的结束早于开始。请改正起止日期。")
