"""When a message may leave: quiet hours over midnight, rest days by the notice of holidays, the digest once a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest

from ecoduty.casework.deliveries import preferences, rules, timing
from ecoduty.casework.deliveries.preferences import Preferences
from ecoduty.casework.deliveries.states import Mode
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.clock.calendar import WorkCalendar

PLAIN = preferences.read({}, rules.of(None, datetime(2026, 3, 3, tzinfo=SHANGHAI).date()))
CALENDAR = WorkCalendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def leaves(moment: str, wanted: Preferences = PLAIN, mode: Mode = Mode.AT_ONCE, *, urgent: bool = False) -> datetime:
    return timing.leaves_at(at(moment), mode, wanted, CALENDAR, urgent=urgent)


@pytest.mark.parametrize(
    ("moment", "leaves_at"),
    [
        ("2026-03-03T10:00", "2026-03-03T10:00"),  # a Tuesday morning
        ("2026-03-03T19:59", "2026-03-03T19:59"),
        ("2026-03-03T20:00", "2026-03-04T07:30"),  # in the evening: the next morning
        ("2026-03-03T23:59", "2026-03-04T07:30"),
        ("2026-03-04T00:00", "2026-03-04T07:30"),
        ("2026-03-04T07:30", "2026-03-04T07:30"),
        ("2026-03-06T21:00", "2026-03-09T07:30"),  # Friday evening: Monday
        ("2026-03-07T11:00", "2026-03-09T07:30"),  # Saturday
        ("2026-10-01T11:00", "2026-10-08T07:30"),  # a week of holidays
        ("2026-09-20T11:00", "2026-09-20T11:00"),  # a Sunday on which work is made up
    ],
)
def test_nobody_is_disturbed_and_nothing_is_lost(moment: str, leaves_at: str) -> None:
    assert leaves(moment) == at(leaves_at)


def test_what_is_urgent_passes() -> None:
    assert leaves("2026-10-01T23:00", urgent=True) == at("2026-10-01T23:00")


def test_who_wants_to_be_disturbed_is() -> None:
    awake = replace(PLAIN, quiet=False, rest_days_quiet=False)
    assert leaves("2026-10-01T23:00", awake) == at("2026-10-01T23:00")
    sundays = replace(PLAIN, rest_days_quiet=False)
    assert leaves("2026-03-07T11:00", sundays) == at("2026-03-07T11:00")
    assert leaves("2026-03-06T21:00", sundays) == at("2026-03-07T07:30")


def test_a_quiet_span_within_a_day() -> None:
    nap = replace(PLAIN, quiet_from=time(12), quiet_until=time(14, 30))
    assert leaves("2026-03-03T13:00", nap) == at("2026-03-03T14:30")
    assert leaves("2026-03-03T21:00", nap) == at("2026-03-03T21:00")


@pytest.mark.parametrize(
    ("moment", "leaves_at"),
    [
        ("2026-03-03T08:29", "2026-03-03T08:30"),
        ("2026-03-03T08:30", "2026-03-04T08:30"),
        ("2026-03-06T09:00", "2026-03-09T08:30"),
        ("2026-09-30T18:00", "2026-10-08T08:30"),
    ],
)
def test_the_digest_leaves_once_on_working_days(moment: str, leaves_at: str) -> None:
    assert leaves(moment, mode=Mode.DIGEST) == at(leaves_at)


def test_a_digest_on_every_day_where_that_was_chosen() -> None:
    daily = replace(PLAIN, digest_working_days=False, digest_at=time(17, 45))
    assert leaves("2026-10-01T18:00", daily, Mode.DIGEST) == at("2026-10-02T17:45")
