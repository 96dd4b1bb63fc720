"""The calendar of the installation: stored notices over the shipped years, cached until somebody says otherwise."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ecoduty.kernel.clock import SHANGHAI, WorkCalendar
from ecoduty.kernel.clock.current import (
    current_calendar,
    invalidate_calendar,
    revalidate_calendar,
    store_notice,
    stored_calendar,
)
from ecoduty.kernel.clock.models import CalendarDay, CalendarYear
from ecoduty.kernel.clock.notice import Notice, NoticeDay

pytestmark = pytest.mark.django_db
IMPORTED = datetime(2026, 11, 23, 9, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _own_cache():
    invalidate_calendar()
    yield
    invalidate_calendar()


def notice(name, *days, year=2027, complete=True):
    return Notice(
        year, name, complete, tuple(NoticeDay(date.fromisoformat(on), is_working, "春节") for on, is_working in days)
    )


FIRST = notice("初稿", ("2027-02-08", False), ("2027-02-20", True), ("2026-12-26", True))
CORRECTED = notice("更正稿", ("2027-02-09", False), ("2027-02-20", True))


def test_without_imports_it_is_the_shipped_calendar():
    assert current_calendar().edition == WorkCalendar().edition


def test_a_stored_notice_settles_its_year_and_tells_what_changed():
    found = store_notice(FIRST, IMPORTED)
    assert found.settled_years == (2027,)
    assert date(2026, 12, 26) in found.dates
    assert date(2027, 2, 20) in found.dates
    calendar = stored_calendar()
    assert calendar.is_working(date(2026, 12, 26))
    assert not calendar.is_provisional(date(2027, 5, 1))
    assert CalendarYear.objects.get(pk=2027).imported_at == IMPORTED


def test_a_corrected_notice_replaces_the_earlier_one_of_its_year():
    store_notice(FIRST, IMPORTED)
    assert store_notice(FIRST, IMPORTED) == ((), ())
    found = store_notice(CORRECTED, IMPORTED)
    assert found.dates == (date(2026, 12, 26), date(2027, 2, 8), date(2027, 2, 9))
    assert found.settled_years == ()
    assert set(CalendarDay.objects.values_list("source", flat=True)) == {"更正稿"}


def test_a_notice_of_single_days_stays_beside_the_year():
    store_notice(notice("特别安排", ("2027-03-03", False), complete=False), IMPORTED)
    assert stored_calendar().is_provisional(date(2027, 3, 3))
    store_notice(FIRST, IMPORTED)
    store_notice(CORRECTED, IMPORTED)
    calendar = stored_calendar()
    assert not calendar.is_working(date(2027, 3, 3))
    assert not calendar.is_provisional(date(2027, 3, 3))
    store_notice(notice("再次特别安排", ("2027-03-04", False), complete=False), IMPORTED)
    assert not stored_calendar().is_provisional(date(2027, 3, 3))


def test_the_cache_holds_until_invalidated(django_assert_num_queries):
    with django_assert_num_queries(2):
        current_calendar()
    store_notice(FIRST, IMPORTED)
    with django_assert_num_queries(0):
        assert current_calendar().is_provisional(date(2027, 1, 1))
    invalidate_calendar()
    assert not current_calendar().is_provisional(date(2027, 1, 1))


def test_a_process_notices_what_another_one_imported():
    current_calendar()
    assert revalidate_calendar() is False
    store_notice(FIRST, IMPORTED)
    assert revalidate_calendar() is True
    assert not current_calendar().is_provisional(date(2027, 1, 1))
    assert revalidate_calendar() is False
