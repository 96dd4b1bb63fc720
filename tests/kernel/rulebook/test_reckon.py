"""Where the rulebook meets the clock: limits, periods of duties, rungs of ladders."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ecoduty.kernel.clock import SHANGHAI, WorkCalendar
from ecoduty.kernel.rulebook import Rulebook, UnknownRuleError, reckon
from ecoduty.kernel.rulebook.errors import CountedBackwardError
from ecoduty.kernel.rulebook.schema import Rung
from tests.kernel.rulebook.small import load

CALENDAR = WorkCalendar()


@pytest.fixture
def book(tmp_path) -> Rulebook:
    return load(tmp_path)


def rung(**when) -> Rung:
    basis = {"kind": "local", "note": "测试"}
    return Rung.model_validate(
        {"key": "r", "label": "提醒", "when": when, "place": "inside", "recipients": ("liaison",), "basis": basis}
    )


def test_limit_uses_the_value_of_its_starting_day(book):
    assert reckon.limit_due(book, "reply", date(2025, 12, 30), CALENDAR).term.n == 5
    assert reckon.limit_due(book, "reply", date(2026, 3, 2), CALENDAR).day == date(2026, 3, 5)


def test_statute_that_turns_days_into_working_days_says_so(book):
    assert "“3日”按工作日计算" in reckon.limit_due(book, "reply", date(2026, 3, 2), CALENDAR).explanation.text
    assert "按工作日计算" not in reckon.limit_due(book, "reply", date(2025, 3, 3), CALENDAR).explanation.text


def test_unknown_alternative_is_named(book):
    with pytest.raises(UnknownRuleError, match="urgent"):
        reckon.limit_due(book, "reply", date(2026, 3, 2), CALENDAR, alternative="urgent")


def test_limit_counted_back_has_a_latest_day_and_no_end(tmp_path):
    book = load(tmp_path, ("time.yaml", "    holder: 部门\n", "    holder: 部门\n    backward: true\n"))

    assert reckon.latest_day_before(book, "reply", date(2026, 10, 9), CALENDAR) == date(2026, 9, 29)
    with pytest.raises(CountedBackwardError, match="往前数"):
        reckon.limit_due(book, "reply", date(2026, 10, 9), CALENDAR)


@pytest.mark.parametrize(
    ("rhythm", "key", "first", "last", "label"),
    [
        ("annual", "2026", date(2026, 1, 1), date(2026, 12, 31), "2026年度"),
        ("half_year", "2026-H1", date(2026, 1, 1), date(2026, 6, 30), "2026年上半年"),
        ("half_year", "2026-H2", date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        ("quarter", "2028-Q1", date(2028, 1, 1), date(2028, 3, 31), "2028年第一季度"),
        ("quarter", "2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
    ],
)
def test_period_has_first_and_last_day(rhythm, key, first, last, label):
    period = reckon.period_of(rhythm, key)

    assert (period.first, period.last, period.label, period.year) == (first, last, label, first.year)


@pytest.mark.parametrize(
    ("rhythm", "key"), [("annual", "2026-H1"), ("half_year", "2026-H3"), ("quarter", "2026"), ("annual", "x")]
)
def test_period_of_another_rhythm_is_refused(rhythm, key):
    with pytest.raises(ValueError, match="不是周期"):
        reckon.period_of(rhythm, key)


def test_duty_opens_period_by_period_and_catches_up(book):
    duty = book.duties["yearly"]

    assert reckon.occurrences(duty, date(2026, 11, 30), CALENDAR) == ()
    assert [item.period.key for item in reckon.occurrences(duty, date(2026, 12, 1), CALENDAR)] == ["2026"]
    caught_up = reckon.occurrences(duty, date(2029, 6, 1), CALENDAR)
    assert [(item.period.key, item.due.day) for item in caught_up] == [
        ("2026", date(2027, 1, 31)),
        ("2027", date(2028, 1, 31)),
        ("2028", date(2029, 1, 31)),
    ]


def test_title_is_filled_in(book):
    period = reckon.period_of("annual", "2026")

    assert reckon.title_of(book.duties["yearly"], period, "市水利局") == "市水利局2026年报告"


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ({"rule": "date", "month": 1, "day": 10}, date(2027, 1, 10)),
        ({"rule": "date", "month": 12, "day": 20}, date(2026, 12, 20)),
        ({"rule": "offset", "days": -3}, date(2027, 1, 28)),
        ({"rule": "offset", "days": 5}, date(2027, 2, 5)),
        ({"rule": "previous_working_day"}, date(2027, 1, 29)),
        ({"rule": "working_days_before", "n": 3}, date(2027, 1, 27)),
        ({"rule": "hours_before", "hours": 24}, date(2027, 1, 31)),
        ({"rule": "hours_before", "hours": 25}, date(2027, 1, 30)),
    ],
)
def test_rung_has_its_day(when, day):
    assert reckon.rung_day(rung(**when), date(2027, 1, 31), CALENDAR) == day


def test_rung_of_a_limit_in_hours_has_its_moment():
    due_at = datetime(2026, 10, 1, 16, 30, tzinfo=SHANGHAI)

    def at(**when):
        return reckon.rung_at(rung(**when), due_at, CALENDAR, whole_day=False)

    assert at(rule="hours_before", hours=4) == datetime(2026, 10, 1, 12, 30, tzinfo=SHANGHAI)
    assert at(rule="offset", days=1) == datetime(2026, 10, 2, 16, 30, tzinfo=SHANGHAI)


def test_ladder_answers_in_its_order(book):
    assert reckon.rung_days(book.ladders["yearly"], date(2027, 1, 31), CALENDAR) == {
        "first": date(2027, 1, 10),
        "letter": date(2027, 2, 1),
    }
