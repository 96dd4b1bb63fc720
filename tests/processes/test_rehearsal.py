"""A rehearsal: a copy with a clock of its own, marked on every page; the installation it copies stays as it was."""

from __future__ import annotations

import http.client
import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from ecoduty.config.environment import socket_folder
from ecoduty.kernel.clock import wall_now
from tests.processes.platform import Platform, run


@pytest.fixture(scope="module")
def home(migrated_home, tmp_path_factory):
    """An installation with a city, and with a stored file."""
    place = Path(shutil.copytree(migrated_home, tmp_path_factory.mktemp("rehearsal") / "home"))
    done = run(place, "rulebook", "adopt")
    assert done.returncode == 0, done.stderr
    (place / "files" / "ab").mkdir()
    (place / "files" / "ab" / "stored").write_bytes(b"x")
    return place


@pytest.fixture(scope="module")
def copy(home):
    done = run(home, "rehearsal", "start", "--copy-only")
    assert done.returncode == 0, done.stderr
    return home.with_name("home-rehearsal")


def ahead(days: int) -> date:
    """A day that lies ahead; in two hundred days every recurring duty opens at least once."""
    return wall_now().date() + timedelta(days=days)


def told(home, *arguments: str) -> dict:
    done = run(home, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_copy_is_marked_and_whole_and_its_clock_moves_forward_only(home, copy):
    assert (copy / "files" / "ab" / "stored").read_bytes() == b"x"
    assert not (copy / "copy.dump").exists()
    before = told(home, "rehearsal", "status")
    assert (before["source"], before["running"], before["offset_seconds"]) == (str(home), False, 0)
    moved = told(home, "rehearsal", "set", f"{ahead(200)}T09:00", "--jump")
    assert moved["now"].startswith(f"{ahead(200)}T09:")
    opened = told(copy, "sweep")
    assert opened["opened"] > 0
    assert told(copy, "verify")["ok"]
    back = run(home, "rehearsal", "set", f"{ahead(100)}", "--jump")
    assert back.returncode == 1
    assert "时钟不能拨回" in back.stderr
    assert "演练的时钟只能往后拨。要回到从前，请重新复制演练库。（rehearsal_backwards）" in refusal(
        home, f"{ahead(100)}"
    )
    assert "一次最多往后拨400天" in refusal(home, f"{ahead(900)}")


def refusal(home, day: str) -> str:
    done = run(home, "rehearsal", "set", day)
    assert done.returncode == 1
    return done.stderr


def test_the_command_lives_through_every_night_beside_a_platform_and_without_and_every_page_says_where_it_stands(
    home, copy
):
    first = [ahead(200 + number) for number in range(3)]
    assert told(home, "rehearsal", "set", f"{ahead(203)}")["now"].startswith(str(ahead(203)))
    told(home, "rehearsal", "set", f"{ahead(230)}", "--jump")
    with Platform(copy).start() as platform:
        assert "演练库" in platform.errors()
        for address in ("/login/", "/portal/"):
            page = fetched(platform, address)
            assert "演练" in page, address
        assert spoken(ahead(230)) in fetched(platform, "/login/")
        told(home, "rehearsal", "set", f"{ahead(233)}")  # the worker lives through them, too: one of the two does
        assert spoken(ahead(233)) in fetched(platform, "/login/")
        with psycopg.connect(f"host={socket_folder(platform.home)} dbname=ecoduty user=postgres") as admin:
            nights = {row[0] for row in admin.execute('SELECT "on" FROM figures_snapshot_night').fetchall()}
            acts = admin.execute("SELECT act FROM ledger_entry WHERE stream = 'rehearsal' ORDER BY seq").fetchall()
            assert admin.execute("SELECT state, failed FROM rehearsal_turning").fetchone() == ("standing", 0)
        assert {*first, *(ahead(230 + number) for number in range(3))} <= nights
        assert [row[0] for row in acts] == ["turn", "arrive", "turn", "arrive"]
        assert told(home, "rehearsal", "status")["running"]
        assert run(home, "rehearsal", "remove").returncode == 1
        assert "已停止" in run(home, "rehearsal", "stop").stdout
        platform.process.wait(60)
        platform.process.stdout.close()
    with Platform(home).start() as platform:
        assert "演练" not in fetched(platform, "/login/")


def test_ordinary_database_cannot_be_rehearsed_with(home, copy):
    refused = run(copy, "rehearsal", "start", "--copy-only")
    assert "本身就是演练库" in refused.stderr
    full = run(home, "rehearsal", "start", "--copy-only", "--at", str(home.parent))
    assert "已有别的内容" in full.stderr
    same = run(home, "rehearsal", "set", f"{ahead(1)}", "--at", str(home))
    assert "另一个目录" in same.stderr
    none = run(home, "rehearsal", "status", "--at", str(home.parent / "nowhere"))
    assert "没有演练库" in none.stderr
    kept = run(home, "rehearsal", "remove", "--at", str(home.parent))
    assert kept.returncode == 1
    assert home.exists()


def spoken(on: date) -> str:
    return f"{on.month}月{on.day}日"


def fetched(platform: Platform, address: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", platform.port, timeout=60)
    try:
        connection.request("GET", address)
        return connection.getresponse().read().decode()
    finally:
        connection.close()
