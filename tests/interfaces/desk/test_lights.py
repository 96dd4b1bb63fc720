"""Lights: one rule in Python and in SQL, shapes and words together."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.thresholds import Thresholds
from ecoduty.interfaces.desk.lights import Code, due_day, light, matching
from ecoduty.kernel.clock import SHANGHAI, end_of_day
from tests.interfaces.desk import toy
from tests.interfaces.desk.conftest import NOON

LIMITS = Thresholds(soon=3, badly_overdue=15)
TODAY = NOON.date()


@pytest.mark.parametrize(
    ("days", "code", "word"),
    [
        (-15, Code.BADLY_OVERDUE, "逾期15天"),
        (-14, Code.OVERDUE, "逾期14天"),
        (-1, Code.OVERDUE, "逾期1天"),
        (0, Code.SOON, "今天到期"),
        (3, Code.SOON, "还有3天"),
        (4, Code.RUNNING, "还有4天"),
    ],
)
def test_light_follows_the_days_left(days, code, word):
    due = end_of_day(TODAY + timedelta(days=days))
    shown = light(now=NOON, thresholds=LIMITS, open_=True, due_at=due)
    assert (shown.code, shown.word) == (code, word)
    assert due_day(due) == TODAY + timedelta(days=days)


def test_light_is_not_late_until_the_day_is_over():
    due = end_of_day(TODAY)
    assert not light(now=due - timedelta(seconds=1), thresholds=LIMITS, open_=True, due_at=due).late
    assert light(now=due, thresholds=LIMITS, open_=True, due_at=due).late


def test_light_counts_hours_where_the_limit_does():
    due = datetime(2026, 1, 22, 16, 30, tzinfo=SHANGHAI)
    assert light(now=NOON, thresholds=LIMITS, open_=True, due_at=due).word == "还有4小时"
    assert light(now=due + timedelta(hours=3), thresholds=LIMITS, open_=True, due_at=due).word == "逾期3小时"


def test_light_of_what_was_late_once_says_so_for_ever():
    assert light(now=NOON, thresholds=LIMITS, open_=False, missed=True).word == "逾期办结"
    assert light(now=NOON, thresholds=LIMITS, open_=False).word == "已办结"
    assert light(now=NOON, thresholds=LIMITS, open_=True, suspended=True).code == Code.SUSPENDED
    assert light(now=NOON, thresholds=LIMITS, open_=True, started=False).code == Code.NONE
    assert light(now=NOON, thresholds=LIMITS, open_=True).word == "在办"


@pytest.mark.usefixtures("town")
def test_filter_finds_exactly_the_matters_under_each_light():
    for days in (-20, -15, -14, -1, 0, 3, 4, 40, None):
        due = None if days is None else TODAY + timedelta(days=days)
        toy.open_paper(f"第{days}天", due=due)
    for code in (Code.BADLY_OVERDUE, Code.OVERDUE, Code.SOON, Code.RUNNING):
        shown = {
            matter.title
            for matter in Matter.objects.all()
            if light(now=NOON, thresholds=LIMITS, open_=True, due_at=matter.next_due_at).code == code
        }
        assert set(Matter.objects.filter(matching(code, NOON, LIMITS)).values_list("title", flat=True)) == shown
        assert shown
