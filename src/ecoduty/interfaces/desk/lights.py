"""The light of a matter or deadline: computed when a page is read, in this one place. Shape, word and colour together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Q

from ecoduty.casework.matters.thresholds import Thresholds
from ecoduty.interfaces.desk import words
from ecoduty.kernel.clock import as_local


class Code(StrEnum):
    """The eight lights. The value is also the name of the shape in the sprite and of the CSS class."""

    MET = "met"
    MET_LATE = "met_late"
    RUNNING = "running"
    SOON = "soon"
    OVERDUE = "overdue"
    BADLY_OVERDUE = "badly_overdue"
    SUSPENDED = "suspended"
    NONE = "none"


WORDS = {
    Code.BADLY_OVERDUE: "严重逾期",
    Code.OVERDUE: "逾期",
    Code.SOON: "将到期",
    Code.RUNNING: "在办",
    Code.MET: "已办结",
    Code.MET_LATE: "逾期办结",
    Code.SUSPENDED: "中止",
    Code.NONE: "未启动",
}


@dataclass(frozen=True, slots=True)
class Light:
    """A light as shown: its code (shape and colour) and the word beside it."""

    code: Code
    word: str

    @property
    def late(self) -> bool:
        """True when something is owed and overdue."""
        return self.code in {Code.OVERDUE, Code.BADLY_OVERDUE}


def due_day(due_at: datetime) -> date:
    """The last day in time. A limit in days ends at 24:00, which is stored as 00:00 of the day after."""
    local = as_local(due_at)
    return local.date() - timedelta(days=1) if local.time() == time() else local.date()


def in_hours(due_at: datetime) -> bool:
    """True for limits that end within a day."""
    return as_local(due_at).time() != time()


def light(
    *,
    now: datetime,
    thresholds: Thresholds,
    open_: bool,
    due_at: datetime | None = None,
    suspended: bool = False,
    missed: bool = False,
    started: bool = True,
) -> Light:
    """The light of something due at a moment (None: no limit). `missed` marks what was once late, for ever."""
    if not started:
        return Light(Code.NONE, WORDS[Code.NONE])
    if not open_:
        code = Code.MET_LATE if missed else Code.MET
        return Light(code, WORDS[code])
    if suspended:
        return Light(Code.SUSPENDED, WORDS[Code.SUSPENDED])
    if due_at is None:
        return Light(Code.RUNNING, WORDS[Code.RUNNING])
    return Light(_running(due_at, now, thresholds), left(due_at, now))


def left(due_at: datetime, now: datetime) -> str:
    """还有9天, 今天到期, 逾期2天; within a day of a limit in hours 还有5小时, 逾期3小时."""
    hours = (due_at - now).total_seconds() / 3600
    if in_hours(due_at) and abs(hours) < 24:
        if hours > 0:
            return f"还有{int(hours)}小时" if hours >= 1 else f"还有{max(1, int(hours * 60))}分钟"
        return f"逾期{int(-hours)}小时" if hours <= -1 else "刚刚逾期"
    return words.left(due_day(due_at), as_local(now).date())


def _running(due_at: datetime, now: datetime, thresholds: Thresholds) -> Code:
    for code, moment in _borders(now, thresholds):
        if due_at <= moment:
            return code
    return Code.RUNNING


def _borders(now: datetime, thresholds: Thresholds) -> tuple[tuple[Code, datetime], ...]:
    """Up to which due moment each light burns, the latest first; whatever lies beyond them is running."""
    return (
        (Code.BADLY_OVERDUE, thresholds.badly_until(now)),
        (Code.OVERDUE, now),
        (Code.SOON, thresholds.soon_until(now)),
    )


def matching(code: Code, now: datetime, thresholds: Thresholds) -> Q:
    """The same rule as a condition on matters."""
    lower: datetime | None = None
    for border, moment in _borders(now, thresholds):
        if code is border:
            found = Q(open=True, next_due_at__lte=moment)
            return found & Q(next_due_at__gt=lower) if lower else found
        lower = moment
    if code is Code.RUNNING:
        return Q(open=True, suspended=False) & (Q(next_due_at__gt=lower) | Q(next_due_at=None))
    if code is Code.SUSPENDED:
        return Q(open=True, suspended=True)
    if code in {Code.MET, Code.MET_LATE}:
        return Q(open=False, first_missed_at__isnull=code is Code.MET)
    return Q(pk__in=[])
