"""What the doctor sees: open keys, old backups, missing calendars, clocks that disagree."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ecoduty.config import environment
from ecoduty.interfaces.console import diagnosis
from ecoduty.interfaces.console.installation import Installation
from ecoduty.kernel.clock import wall_now

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def here(tmp_path, monkeypatch):
    tmp_path.chmod(0o700)
    monkeypatch.setenv("ECODUTY_HOME", str(tmp_path))
    return Installation(environment.read())


def codes(found) -> set[str]:
    return {one.code for one in found}


def test_good_home_has_no_problem(here):
    assert codes(diagnosis.problems(here)) == set()


def test_keys_that_others_may_read_are_a_problem(here, monkeypatch):
    (here.home / "secret-key").write_text("x")
    (here.home / "secret-key").chmod(0o644)
    monkeypatch.setenv("ECODUTY_KEY_FILE", str(here.home / "none"))
    here = Installation(environment.read())
    assert codes(diagnosis.problems(here)) == {"secret_open", "secret_missing"}
    here.home.chmod(0o755)
    assert "home_open" in codes(diagnosis.problems(here))


def test_full_disk_and_clocks_apart_are_problems(here, monkeypatch):
    monkeypatch.setattr(diagnosis, "LOW_DISK", 1 << 62)
    monkeypatch.setattr(diagnosis, "wall_now", lambda: wall_now() + timedelta(minutes=3))
    assert codes(diagnosis.problems(here)) == {"disk_low", "clocks_apart"}


def test_backup_that_never_was_or_is_old_is_hinted_at(here):
    assert "backup_never" in codes(diagnosis.hints(here))
    diagnosis.note_backup(here, here.home, wall_now() - timedelta(days=3))
    assert "backup_old" in codes(diagnosis.hints(here))
    diagnosis.note_backup(here, here.home, wall_now())
    assert not {"backup_never", "backup_old"} & codes(diagnosis.hints(here))


def test_year_without_a_published_calendar_is_hinted_at():
    assert codes(diagnosis._calendar(date(2035, 1, 1))) == {"calendar_provisional"}
    assert codes(diagnosis._calendar(date(2026, 3, 1))) == set()


def test_silent_worker_is_hinted_at(here):
    assert "worker_silent" in codes(diagnosis.hints(here))
