"""The clock against a second one, written as naively as possible: one day after the other, asking the package itself."""

from __future__ import annotations

import calendar
import time
from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoduty.kernel.clock import SHANGHAI, Exclusion, Term, Unit, WorkCalendar, due_of, ruler
from ecoduty.kernel.clock.explanation import Role

CALENDAR = WorkCalendar()
ONE_DAY = timedelta(days=1)
# The first year without a notice takes half a second to compute; all later ones nothing.
counted = settings(max_examples=300, deadline=None)
starts = st.dates(date(2004, 1, 1), date(2025, 6, 30))
day_units = st.sampled_from([Unit.NATURAL_DAYS, Unit.WORKING_DAYS, Unit.CALENDAR_MONTHS])


@st.composite
def terms(draw):
    unit = draw(day_units)
    longest = {Unit.NATURAL_DAYS: 400, Unit.WORKING_DAYS: 250, Unit.CALENDAR_MONTHS: 12}[unit]
    return Term(draw(st.integers(0, longest)), unit, draw(st.booleans()))


@st.composite
def cases_with_exclusions(draw):
    start, term = draw(starts), draw(terms())
    gaps = []
    for _ in range(draw(st.integers(0, 3))):
        first = start + timedelta(days=draw(st.integers(-20, 120)))
        gaps.append(Exclusion(first, first + timedelta(days=draw(st.integers(0, 15))), "听证"))
    return start, term, gaps


def naive_due(term, start, gaps=()):
    """Walk forward one day at a time and count what counts."""
    stands_still = {gap.first + timedelta(days=n) for gap in gaps for n in range((gap.last - gap.first).days + 1)}
    day, left = start, term.n
    if term.unit is Unit.CALENDAR_MONTHS:
        year, month = start.year, start.month
        for _ in range(term.n):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        target = date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
        left = (target - start).days
    while left:
        day += ONE_DAY
        counts = day not in stands_still
        if term.unit is Unit.WORKING_DAYS:
            counts = counts and chinese_calendar.is_workday(day)
        left -= counts
    if term.roll and not chinese_calendar.is_workday(day):
        while not chinese_calendar.is_workday(day) or day in stands_still:
            day += ONE_DAY
    return day


@counted
@given(starts, terms())
def test_due_is_what_counting_on_the_fingers_gives(start, term):
    assert due_of(term, start, CALENDAR).day == naive_due(term, start)


@counted
@given(cases_with_exclusions())
def test_due_with_exclusions_is_what_counting_on_the_fingers_gives(case):
    start, term, gaps = case
    assert due_of(term, start, CALENDAR, gaps).day == naive_due(term, start, gaps)


@counted
@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_a_working_day_is_what_the_package_says(day):
    assert CALENDAR.is_working(day) is chinese_calendar.is_workday(day)


def test_every_day_of_the_shipped_years_agrees_with_the_package():
    first, last = date(2004, 1, 1).toordinal(), date(2026, 12, 31).toordinal()
    days = [date.fromordinal(n) for n in range(first, last + 1)]
    assert [day for day in days if CALENDAR.is_working(day) is not chinese_calendar.is_workday(day)] == []
    assert CALENDAR.provisional_years(days[0], days[-1]) == ()


def test_every_short_limit_of_every_day_of_2026_agrees():
    for offset in range(365 - 40):
        start = date(2026, 1, 1) + timedelta(days=offset)
        for n in range(16):
            for unit in (Unit.NATURAL_DAYS, Unit.WORKING_DAYS):
                term = Term(n, unit)
                assert due_of(term, start, CALENDAR).day == naive_due(term, start), (start, term)


@counted
@given(st.datetimes(datetime(2004, 1, 1), datetime(2090, 1, 1)), st.integers(0, 20_000))
def test_hours_are_real_hours(moment, hours):
    start = moment.replace(tzinfo=SHANGHAI)
    found = due_of(Term(hours, Unit.HOURS), start, CALENDAR)
    assert found.moment.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)
    assert found.moment.replace(tzinfo=None) - moment == timedelta(hours=hours)  # no summer time in between
    assert found.iso().endswith("+08:00")


@counted
@given(starts, st.integers(1, 300))
def test_working_days_back_and_forth(start, n):
    ahead = CALENDAR.add_working_days(start, n)
    assert CALENDAR.count_working_days(start + ONE_DAY, ahead) == n
    assert CALENDAR.previous_working_day(ahead + ONE_DAY) == ahead
    assert CALENDAR.previous_working_day(ahead, n) <= CALENDAR.working_day_from(start)


@counted
@given(st.dates(date(2026, 1, 1), date(2060, 12, 31)), terms())
def test_in_any_year_due_is_after_start_and_rolls_onto_a_working_day(start, term):
    found = due_of(term, start, CALENDAR)
    assert found.nominal <= found.day
    assert start <= found.nominal
    assert found.provisional is ("暂算" in found.explanation.text)
    if term.roll:
        assert CALENDAR.is_working(found.day)
    elif term.unit is not Unit.WORKING_DAYS:
        assert found.day == found.nominal
        assert not found.provisional


@counted
@given(starts, terms())
def test_a_later_start_or_a_longer_term_never_ends_earlier(start, term):
    found = due_of(term, start, CALENDAR).day
    assert due_of(Term(term.n + 1, term.unit, term.roll), start, CALENDAR).day >= found
    assert due_of(term, start + ONE_DAY, CALENDAR).day >= found


@counted
@given(cases_with_exclusions())
def test_ruler_counts_as_many_days_as_the_term_has(case):
    start, term, gaps = case
    found = due_of(term, start, CALENDAR, gaps)
    drawn = ruler(found, CALENDAR)
    assert next(day.day.date for day in drawn) == start
    assert drawn[-1].day.date == found.day
    assert drawn[-1].role is Role.DUE
    if term.unit is not Unit.CALENDAR_MONTHS:
        assert max((day.number for day in drawn if day.number), default=0) == term.n


@pytest.mark.parametrize("unit", [Unit.NATURAL_DAYS, Unit.WORKING_DAYS, Unit.CALENDAR_MONTHS, Unit.HOURS])
def test_one_limit_is_a_matter_of_microseconds(unit):
    due_of(Term(60, unit), date(2026, 9, 28), CALENDAR)
    began = time.perf_counter()
    for _ in range(200):
        due_of(Term(60, unit), date(2026, 9, 28), CALENDAR)
    assert (time.perf_counter() - began) / 200 < 0.002
