"""Legal time and security time: one zone, one reading, moved only where that is allowed."""

from __future__ import annotations

import re
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ecoduty.kernel.clock import (
    SHANGHAI,
    ClockError,
    allow_rehearsal,
    as_local,
    end_of_day,
    forbid_rehearsal,
    frozen,
    local_date,
    now,
    rehearsal_offset,
    set_rehearsal_offset,
    start_of_day,
    today,
    wall_now,
)

SOURCES = Path(__file__).resolve().parents[3] / "src"
NEW_YEAR = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)


def machine():
    return datetime.now(UTC)  # noqa: TID251 - the clock that ours is compared with


@pytest.fixture
def rehearsal():
    allow_rehearsal()
    yield
    forbid_rehearsal()


def test_now_is_the_wall_clock_in_shanghai():
    before = machine()
    found = now()
    assert before <= found <= machine()
    assert found.utcoffset() == timedelta(hours=8)
    assert found.tzinfo is SHANGHAI


def test_today_is_the_shanghai_date():
    with frozen(NEW_YEAR):
        assert today() == date(2027, 1, 1)
        assert now().isoformat() == "2027-01-01T00:30:00+08:00"


def test_frozen_clock_moves_by_hand_nests_and_is_restored():
    with frozen(NEW_YEAR) as clock:
        clock.advance(timedelta(hours=1))
        with frozen(datetime(2030, 1, 1, tzinfo=SHANGHAI)):
            assert today() == date(2030, 1, 1)
        assert now() == NEW_YEAR + timedelta(hours=1)
        clock.move_to(NEW_YEAR - timedelta(days=1))
        assert now() == NEW_YEAR - timedelta(days=1)
    assert abs(now() - wall_now()) < timedelta(seconds=5)


def test_frozen_clock_does_not_move_security_time():
    with frozen(NEW_YEAR):
        assert abs(wall_now() - machine()) < timedelta(seconds=5)


def test_frozen_clock_holds_for_its_own_thread_or_for_every_thread():
    seen = []

    def look():
        seen.append(now())

    for every_thread in (False, True):
        with frozen(NEW_YEAR, every_thread=every_thread):
            thread = threading.Thread(target=look)
            thread.start()
            thread.join()
    assert seen[0] != NEW_YEAR
    assert seen[1] == NEW_YEAR
    assert now() != NEW_YEAR


def test_rehearsal_is_refused_in_an_ordinary_database():
    with pytest.raises(ClockError) as caught:
        set_rehearsal_offset(timedelta(days=1))
    assert caught.value.code == "rehearsal_not_allowed"
    assert caught.value.message == "这个数据库不是演练库，不能拨动时钟。请先复制出演练库，再在演练库中操作。"
    assert rehearsal_offset() == timedelta()


def test_rehearsal_moves_legal_time_and_never_security_time(rehearsal):
    set_rehearsal_offset(timedelta(days=70))
    assert timedelta(days=70, seconds=-5) < now() - wall_now() < timedelta(days=70, seconds=5)
    assert abs(wall_now() - machine()) < timedelta(seconds=5)
    set_rehearsal_offset(timedelta(days=-1))
    assert now() < wall_now()
    forbid_rehearsal()
    assert abs(now() - wall_now()) < timedelta(seconds=5)


def test_days_begin_and_end_in_shanghai():
    day = date(2026, 10, 8)
    assert start_of_day(day).astimezone(UTC) == datetime(2026, 10, 7, 16, tzinfo=UTC)
    assert end_of_day(day) - start_of_day(day) == timedelta(days=1)
    assert local_date(datetime(2026, 10, 7, 16, tzinfo=UTC)) == day
    assert local_date(day) is day


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        as_local(datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="time zone"), frozen(datetime(2026, 1, 1)):
        pass


# What the linter's list of banned names cannot see: the database's clock, and Django's own stamps.
DATABASE_CLOCK = re.compile(
    r"auto_now|current_timestamp|\bnow\(\)\s*at time zone|default[ =]*\"?now\(\)|transaction_timestamp|clock_timestamp"
    r"|statement_timestamp|db_default=Now",
    re.IGNORECASE,
)


DIAGNOSIS = SOURCES / "ecoduty" / "interfaces" / "console" / "diagnosis.py"


def test_no_source_asks_another_clock():
    files = [path for suffix in ("*.py", "*.sql") for path in SOURCES.rglob(suffix)]
    assert len(files) > 10
    assert DIAGNOSIS in files
    found = [
        f"{path.relative_to(SOURCES)}: {match[0]}"
        for path in files
        if path != DIAGNOSIS  # compares the two clocks and takes neither for legal time
        for match in DATABASE_CLOCK.finditer(path.read_text("utf-8"))
    ]
    assert found == []
