"""The engine of a simulated year: the clock only goes forward, nights pass, the same seed is the same year."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ecoduty.casework.figures.models import SnapshotNight
from ecoduty.interfaces.console.simulation import filling, running
from ecoduty.interfaces.console.simulation import stories as told
from ecoduty.interfaces.console.simulation.stories import Told
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import SHANGHAI, now
from ecoduty.kernel.flow import Refused

DAYS = 5


@pytest.fixture
def only(monkeypatch):
    """Tells these stories and no others."""

    def tell(**some):
        monkeypatch.setattr(
            running, "stories", lambda: {name: Told(name, 1, one, _first) for name, one in some.items()}
        )
        monkeypatch.setattr(running, "followers", dict)

    return tell


def _first(rng, year):
    return datetime(year, 1, 2, 9, rng.randrange(60), tzinfo=SHANGHAI)


def test_stories_are_woken_in_order_of_time_and_never_before_it(town_of, only):
    seen = []

    def one(town, rng, number):
        for days in (1, 0, 2):
            seen.append(now())
            yield timedelta(days=days, minutes=rng.randrange(60))
        yield now() - timedelta(days=3)
        seen.append(now())

    def other(town, rng, number):
        for _ in range(4):
            seen.append(now())
            yield timedelta(hours=13)

    only(one=one, other=other)
    with town_of():
        running.Year(Town(1, 2026), 1, days=DAYS).live()
        assert len(seen) == 8
        assert seen == sorted(seen)
        assert SnapshotNight.objects.count() == DAYS


def test_what_the_gate_refuses_ends_that_story_and_is_told(town_of, only):
    def refused(town, rng, number):
        yield timedelta(hours=1)
        raise Refused("nothing_met", "没有这样的事。")

    def goes_on(town, rng, number):
        yield timedelta(hours=2)
        town.counted["a.b"] += 1

    only(goes_on=goes_on, refused=refused)
    with town_of():
        lived = running.Year(Town(1, 2026), 1, days=DAYS).live()
    assert [(one.story, one.code) for one in lived.mishaps] == [("refused", "nothing_met")]
    assert (lived.acts, lived.told) == (1, 2)


def test_a_defect_in_a_story_is_not_passed_over(town_of, only):
    def broken(town, rng, number):
        yield timedelta(hours=1)
        raise KeyError("typo")

    only(broken=broken)
    with town_of(), pytest.raises(KeyError):
        running.Year(Town(1, 2026), 1, days=DAYS).live()


def test_the_same_seed_is_the_same_year_and_another_is_another(town_of):
    found = []
    for seed in (1, 1, 2):
        with town_of():
            filled = filling.fill(2026, seed, 0.01, days=20)
            found.append((filled.fingerprint, filled.kinds))
    assert found[0] == found[1]
    assert len(told.stories()) == 0 or found[0] != found[2]
