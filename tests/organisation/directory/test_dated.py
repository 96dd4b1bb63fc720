"""Spans of days mean the same in Python and in the database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecoduty.organisation.directory.dated import on_day
from ecoduty.organisation.directory.models import Unit

DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 12))
SINCE = st.none() | DAYS


@st.composite
def spans(draw: st.DrawFn) -> tuple[date | None, date | None]:
    since = draw(SINCE)
    until = draw(st.none() | st.dates(since or date(2026, 1, 1), date(2026, 1, 13)))
    return since, until


@pytest.mark.usefixtures("db")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(spans(), spans())
def test_overlap_agrees_with_the_database(one: tuple, other: tuple) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT daterange(%s::date, %s::date) && daterange(%s::date, %s::date)", [*one, *other])
        expected = cursor.fetchone()[0]

    assert Unit(since=one[0], until=one[1]).overlaps(*other) is expected


@given(spans(), DAYS)
def test_day_belongs_to_span_when_the_span_covers_it(span: tuple, day: date) -> None:
    row = Unit(since=span[0], until=span[1])

    assert row.holds_on(day) is row.overlaps(day, day + timedelta(days=1))


def test_span_holds_its_first_day_and_not_its_end() -> None:
    row = Unit(since=date(2026, 3, 1), until=date(2026, 4, 1))

    assert [row.holds_on(date(2026, 3, 1)), row.holds_on(date(2026, 3, 31)), row.holds_on(date(2026, 4, 1))] == [
        True, True, False,
    ]  # fmt: skip
    assert on_day([row], date(2026, 2, 28)) == []
