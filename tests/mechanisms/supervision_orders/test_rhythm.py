"""On which day the next feedback is due."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.kernel.clock.current import current_calendar
from ecoduty.mechanisms.supervision_orders.rhythm import due_day, next_station

FAR = date(2027, 12, 31)


@pytest.mark.parametrize(
    ("code", "after", "expected"),
    [
        ("week-5", date(2026, 11, 24), date(2026, 11, 27)),
        ("week-5", date(2026, 11, 27), date(2026, 12, 4)),
        ("month-25", date(2026, 11, 24), date(2026, 11, 25)),
        ("month-25", date(2026, 11, 25), date(2026, 12, 25)),
        ("month-25", date(2026, 12, 25), date(2027, 1, 25)),
        ("month-15-31", date(2026, 11, 15), date(2026, 11, 30)),
        ("month-15-31", date(2027, 2, 16), date(2027, 2, 26)),  # the last day is a Sunday
        ("quarter-25", date(2026, 10, 8), date(2026, 12, 25)),
        ("quarter-25", date(2026, 12, 25), date(2027, 3, 25)),
        ("none", date(2026, 11, 24), None),
    ],
)
def test_the_next_station_lies_after_what_was_given_and_on_a_working_day(city, code, after, expected):
    assert next_station(code, after, current_calendar()) == expected


def test_the_last_feedback_is_due_with_the_limit_and_goes_on_behind_it(city):
    limit = date(2026, 12, 2)
    assert due_day("week-5", date(2026, 11, 27), limit, current_calendar()) == limit
    assert due_day("week-5", limit, limit, current_calendar()) == date(2026, 12, 4)
    assert due_day("none", date(2026, 11, 27), limit, current_calendar()) is None


def test_a_code_that_is_no_rhythm_is_named(city):
    with pytest.raises(ValueError, match="fortnight-3"):
        next_station("fortnight-3", FAR, current_calendar())
