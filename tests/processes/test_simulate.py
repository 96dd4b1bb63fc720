"""A simulated year: an installation of its own, marked, and never in a place where anything else is."""

from __future__ import annotations

import http.client
import json

import pytest

from tests.processes.platform import Platform, run


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The first days of a small year; where it is and what was said."""
    place = tmp_path_factory.mktemp("simulation")
    done = run(place / "home", "simulate", "--scale", "0.01", "--days", "4", "--json")
    assert done.returncode == 0, done.stderr
    return place, json.loads(done.stdout), done.stderr


def test_it_has_a_home_of_its_own_and_tells_what_it_did(made):
    place, facts, said = made
    assert facts["home"] == str(place / "home-simulated")
    assert not (place / "home").exists()
    assert (place / "home-simulated" / "keys.json").exists()  # what is sealed in it is sealed with a key of its own
    assert facts["entries"] > 500
    assert facts["mishaps"] == []
    assert len(facts["fingerprint"]) == 64
    assert "个动作" in said
    verified = run(place / "home-simulated", "verify", "--json")
    assert json.loads(verified.stdout)["ok"]


def test_every_page_says_that_nothing_of_it_is_real(made):
    place, _, _ = made
    with Platform(place / "home-simulated").start() as platform:
        for address, word in (("/login/", "都是模拟出来的"), ("/portal/", "模拟数据")):
            connection = http.client.HTTPConnection("127.0.0.1", platform.port, timeout=60)
            connection.request("GET", address)
            assert word in connection.getresponse().read().decode(), address
            connection.close()
        assert "演练库" in platform.errors()


def test_where_anything_else_is_it_is_refused(made, migrated_home, tmp_path):
    place, _, _ = made
    real = run(place / "home", "simulate", "--at", str(migrated_home))
    assert (real.returncode, "real_data" in real.stderr) == (1, True)
    assert "从不与真实数据混在一起" in real.stderr
    assert run(place / "home", "simulate", "remove", "--at", str(migrated_home)).returncode == 1
    assert migrated_home.exists()
    again = run(place / "home", "simulate")
    assert "simulation_there" in again.stderr
    inside = run(migrated_home, "simulated-year", "--year", "2026", "--seed", "1", "--scale", "1")
    assert (inside.returncode, "real_data" in inside.stderr) == (1, True)
    for command in (("serve",), ("load", "--matters", "10")):
        none = run(place / "home", "simulate", *command, "--at", str(tmp_path / "nowhere"))
        assert "no_simulation" in none.stderr
    assert (
        "no_simulation" in run(place / "home", "simulate", "load", "--matters", "10", "--at", str(migrated_home)).stderr
    )


def test_a_load_that_is_refused_leaves_it_as_it_was_and_one_that_was_killed_is_not_opened(made):
    place, _, _ = made
    few = run(place / "home", "simulate", "load", "--matters", "10")  # of days so few nothing is closed yet
    assert "nothing_to_copy" in few.stderr
    assert json.loads((place / "home-simulated" / "simulated.json").read_text())["whole"]
    mark = place / "home-simulated" / "loading"
    mark.touch()
    assert "load_unfinished" in run(place / "home", "simulate", "serve").stderr
    mark.unlink()
