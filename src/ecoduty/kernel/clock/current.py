"""The calendar of this installation: what ships with the platform under the notices imported here.

Cached per process. Whoever imports a notice calls `invalidate_calendar()` after commit; other processes notice by
`revalidate_calendar()`, which the worker calls before a job and the sweep before a run. A deadline keeps the
`edition` it was computed with, so that what an old cache computed is still found and computed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecoduty.kernel.clock.calendar import Difference, WorkCalendar, difference
from ecoduty.kernel.clock.models import CalendarDay, CalendarYear

if TYPE_CHECKING:
    from datetime import datetime

    from ecoduty.kernel.clock.notice import Notice


class _Cache:
    calendar: WorkCalendar | None = None


def current_calendar() -> WorkCalendar:
    """The calendar in force; two queries the first time, none afterwards."""
    if _Cache.calendar is None:
        _Cache.calendar = stored_calendar()
    return _Cache.calendar


def stored_calendar() -> WorkCalendar:
    """The calendar as the database has it now, past every cache."""
    rows = CalendarDay.objects.values_list("date", "is_working", "name")
    years = CalendarYear.objects.filter(complete=True).values_list("year", flat=True)
    return WorkCalendar({on: (is_working, name) for on, is_working, name in rows}, years)


def invalidate_calendar() -> None:
    """Forget the cached calendar of this process."""
    _Cache.calendar = None


def revalidate_calendar() -> bool:
    """Compare the cache with the database; True when another process had changed it (then it is renewed)."""
    stored = stored_calendar()
    if _Cache.calendar is not None and _Cache.calendar.edition == stored.edition:
        return False
    _Cache.calendar = stored
    return True


def foreseen(notice: Notice) -> tuple[WorkCalendar, Difference]:
    """The calendar as `store_notice` would leave it, and what changes by that; nothing is written."""
    before = stored_calendar()
    earlier = CalendarYear.objects.filter(pk=notice.year).first()
    replaced = {earlier.notice} if notice.complete and earlier is not None and earlier.complete else set()
    days = {
        on: (is_working, name)
        for on, is_working, name, source in CalendarDay.objects.values_list("date", "is_working", "name", "source")
        if source not in replaced
    }
    days |= {day.date: (day.is_working, day.name) for day in notice.days}
    years = set(CalendarYear.objects.filter(complete=True).values_list("year", flat=True))
    after = WorkCalendar(days, years | {notice.year} if notice.complete else years)
    return after, difference(before, after)


def latest_notice() -> str:
    """The name of the notice imported last; empty while there is none."""
    names = CalendarYear.objects.order_by("-imported_at").values_list("notice", flat=True)
    return names.first() or ""


def store_notice(notice: Notice, imported_at: datetime) -> Difference:
    """Write a notice and tell what it changes; to be called inside the act that imports it.

    A complete notice replaces an earlier one of its year; days from notices of single days stay unless it names them.
    The cache is not touched: invalidate it after commit.
    """
    before = stored_calendar()
    earlier = CalendarYear.objects.filter(pk=notice.year).first()
    if notice.complete and earlier is not None and earlier.complete:
        CalendarDay.objects.filter(source=earlier.notice).delete()
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(date=day.date, is_working=day.is_working, name=day.name, source=notice.name)
            for day in notice.days
        ],
        update_conflicts=True,
        unique_fields=["date"],
        update_fields=["is_working", "name", "source"],
    )
    if notice.complete or earlier is None:
        CalendarYear.objects.update_or_create(
            year=notice.year,
            defaults={"notice": notice.name, "complete": notice.complete, "imported_at": imported_at},
        )
    return difference(before, stored_calendar())
