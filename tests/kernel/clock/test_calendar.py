"""Which days are worked: shipped years, imported notices over them, computed years, and what a change changes."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.kernel.clock import ClockError, DayKind, Term, Unit, WorkCalendar, difference, due_of
from ecoduty.kernel.clock.calendar import statutory_holidays

CALENDAR = WorkCalendar()
REST_2026 = (
    "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07"
)


def weekdays_off(calendar, year):
    days = calendar.days(date(year, 1, 1), date(year, 12, 31))
    return [day.date for day in days if day.date.weekday() < 5 and not day.is_working]


def test_2026_is_the_published_year():
    assert weekdays_off(CALENDAR, 2026) == [date.fromisoformat(f"2026-{text}") for text in REST_2026.split()]
    days = CALENDAR.days(date(2026, 1, 1), date(2026, 12, 31))
    assert [(day.date.isoformat(), day.name) for day in days if day.kind is DayKind.MAKE_UP] == [
        ("2026-01-04", "元旦"),
        ("2026-02-14", "春节"),
        ("2026-02-28", "春节"),
        ("2026-05-09", "劳动节"),
        ("2026-09-20", "国庆节"),
        ("2026-10-10", "国庆节"),
    ]
    assert CALENDAR.count_working_days(date(2026, 1, 1), date(2026, 12, 31)) == 248


@pytest.mark.parametrize(
    ("day", "kind", "name", "provisional"),
    [
        ("2026-11-23", DayKind.WORKDAY, "", False),
        ("2026-11-22", DayKind.WEEKEND, "", False),
        ("2026-10-07", DayKind.HOLIDAY, "国庆节", False),
        ("2026-09-20", DayKind.MAKE_UP, "国庆节", False),
        ("2015-09-03", DayKind.HOLIDAY, "抗战胜利70周年纪念日", False),
        ("2020-01-31", DayKind.HOLIDAY, "春节", False),
        ("2027-02-05", DayKind.HOLIDAY, "除夕", True),
        ("2027-10-05", DayKind.HOLIDAY, "国庆节补假", True),
        ("2028-10-03", DayKind.HOLIDAY, "中秋节、国庆节", True),
        ("2027-11-22", DayKind.WORKDAY, "", True),
        ("1999-10-01", DayKind.HOLIDAY, "国庆节", True),
    ],
)
def test_a_day_says_what_it_is(day, kind, name, provisional):
    found = CALENDAR.day(date.fromisoformat(day))
    assert (found.kind, found.name, found.provisional) == (kind, name, provisional)


def test_an_unpublished_year_has_its_statutory_holidays_and_weekends():
    computed = set(weekdays_off(CALENDAR, 2027))
    statutory = {day for day in statutory_holidays(2027) if day.weekday() < 5}
    assert statutory <= computed
    assert len(statutory_holidays(2027)) == 13
    assert CALENDAR.provisional_years(date(2025, 1, 1), date(2028, 1, 1)) == (2027, 2028)


def test_the_law_gives_thirteen_days_since_2025_and_eleven_before():
    assert (len(statutory_holidays(2026)), len(statutory_holidays(2024))) == (13, 11)


def test_an_imported_year_is_weekends_and_the_notice_and_nothing_else():
    notice = {date(2027, 2, 8): (False, "春节"), date(2027, 2, 20): (True, "春节")}
    calendar = WorkCalendar(notice, [2027])
    assert weekdays_off(calendar, 2027) == [date(2027, 2, 8)]
    assert calendar.day(date(2027, 2, 20)).kind is DayKind.MAKE_UP
    assert not calendar.is_provisional(date(2027, 1, 1), date(2027, 12, 31))
    assert calendar.is_provisional(date(2027, 12, 31), date(2028, 1, 1))


def test_single_days_change_a_year_without_settling_it():
    calendar = WorkCalendar({date(2027, 3, 3): (False, "特别放假"), date(2026, 12, 26): (True, "元旦")})
    assert not calendar.is_working(date(2027, 3, 3))
    assert calendar.is_provisional(date(2027, 3, 3))
    assert calendar.is_working(date(2026, 12, 26))
    assert not calendar.is_working(date(2026, 10, 1))
    assert calendar.day(date(2027, 10, 1)).name == "国庆节"


def test_a_holiday_taken_back_is_an_ordinary_working_day():
    calendar = WorkCalendar({date(2026, 10, 7): (True, "国庆节")})
    assert calendar.day(date(2026, 10, 7)).kind is DayKind.WORKDAY
    found = due_of(Term(3, Unit.NATURAL_DAYS), date(2026, 9, 28), calendar)
    assert found.explanation.text == (
        "9月28日（周一）起算，当日不计；3个自然日至10月1日；10月1日为国庆节，顺延至10月7日（周三）"
    )


def test_a_calendar_that_arrives_settles_what_was_provisional():
    start, term = date(2027, 2, 2), Term(3, Unit.NATURAL_DAYS)
    before = due_of(term, start, CALENDAR)
    days_off = {date(2027, 2, day): (False, "春节") for day in range(5, 13)}
    arrived = WorkCalendar(days_off | {date(2027, 2, 20): (True, "春节")}, [2027])
    after = due_of(term, start, arrived)
    assert (before.iso(), before.provisional) == ("2027-02-11", True)
    assert (after.iso(), after.provisional) == ("2027-02-15", False)
    assert after.explanation.text == (
        "2月2日（周二）起算，当日不计；3个自然日至2月5日；"
        "2月5日为春节假期，2月13日为周六，2月14日为周日，顺延至2月15日（周一）"
    )
    assert before.calendar_edition != after.calendar_edition


def test_difference_names_the_changed_days_and_the_settled_years():
    same_weekdays = {date(2027, 2, day): (False, "春节") for day in range(5, 12)}
    old = WorkCalendar()
    new = WorkCalendar(same_weekdays | {date(2026, 12, 26): (True, "元旦")}, [2027])
    found = difference(old, new)
    assert found.settled_years == (2027,)
    assert found.dates[:3] == (date(2026, 12, 26), date(2027, 1, 1), date(2027, 2, 11))
    first = found.days[0]
    assert (first.before.is_working, first.after.is_working, first.after.name) == (False, True, "元旦")
    assert difference(new, new) == ((), ())
    assert difference(new, old).settled_years == ()
    assert difference(new, old).dates == found.dates


def test_equal_calendars_have_equal_editions():
    day = {date(2027, 1, 1): (False, "元旦")}
    assert WorkCalendar(day).edition == WorkCalendar(dict(day)).edition
    assert len({WorkCalendar().edition, WorkCalendar(day).edition, WorkCalendar(day, [2027]).edition}) == 3


def test_a_day_outside_the_years_is_refused():
    for day in (date(1991, 12, 31), date(2101, 1, 1)):
        with pytest.raises(ClockError) as caught:
            CALENDAR.day(day)
        assert caught.value.code == "date_out_of_range"
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.add_working_days(date(2026, 1, 1), 0)
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.previous_working_day(date(2026, 1, 1), 0)
