"""Jobs that run by themselves run at the time people here would say."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from croniter import croniter
from procrastinate.contrib.django import app

from ecoduty.kernel.clock import SHANGHAI, daily, routine, weekly

SINCE = datetime(2026, 11, 25, 12, tzinfo=SHANGHAI)  # a Wednesday


def following(cron: str) -> datetime:
    return croniter(cron, SINCE.astimezone(UTC)).get_next(datetime).astimezone(SHANGHAI)


@pytest.mark.parametrize(
    ("cron", "expected"),
    [
        (daily("00:05"), datetime(2026, 11, 26, 0, 5, tzinfo=SHANGHAI)),
        (daily("03:40"), datetime(2026, 11, 26, 3, 40, tzinfo=SHANGHAI)),
        (daily("18:00"), datetime(2026, 11, 25, 18, tzinfo=SHANGHAI)),
        (weekly(1, "08:00"), datetime(2026, 11, 30, 8, tzinfo=SHANGHAI)),
        (weekly(1, "06:30"), datetime(2026, 11, 30, 6, 30, tzinfo=SHANGHAI)),
        (weekly(7, "23:00"), datetime(2026, 11, 29, 23, tzinfo=SHANGHAI)),
        (weekly(3, "11:59"), datetime(2026, 12, 2, 11, 59, tzinfo=SHANGHAI)),
    ],
)
def test_the_scheduler_runs_it_at_that_time_here(cron, expected):
    assert following(cron) == expected


@pytest.mark.parametrize("given", ["24:00", "noon", ""])
def test_what_is_no_time_is_refused(given):
    with pytest.raises(ValueError, match=r"."):
        daily(given)


@pytest.mark.parametrize("day", [0, 8])
def test_what_is_no_day_of_the_week_is_refused(day):
    with pytest.raises(ValueError, match=str(day)):
        weekly(day, "08:00")


def test_no_job_of_the_night_runs_in_office_hours():
    nightly = {
        task.task.name: following(task.cron)
        for task in app.periodic_registry.periodic_tasks.values()
        if task.cron.split()[1].isdecimal() and task.cron.endswith("* * *")
    }
    assert "figures.snapshot" in nightly
    assert {name: moment for name, moment in nightly.items() if not moment.hour < 6} == {}


def test_what_a_rehearsal_does_at_night_is_what_the_worker_does():
    jobs = {
        task.task.name: following(task.cron).time()
        for task in app.periodic_registry.periodic_tasks.values()
        if task.cron.split()[1].isdecimal() and task.cron.endswith("* * *")
    }
    nights = routine.nights()
    assert {work.name: work.at for work in nights} == jobs
    assert nights[0].name == "figures.snapshot"  # the close of a day is recorded before anything of the next has begun
    assert [work.at for work in nights] == sorted(jobs.values())


def test_a_work_is_known_by_its_name_until_it_is_forgotten():
    routine.know(routine.Work("tests.night", time(4), lambda: 1))
    assert [work.do() for work in routine.nights() if work.name == "tests.night"] == [1]
    routine.forget("tests.night")
    assert "tests.night" not in {work.name for work in routine.nights()}
    with pytest.raises(ValueError, match=r"."):
        routine.nightly("24:00", "tests.never")
