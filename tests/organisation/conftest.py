"""Fixtures of the organisation's tests: the fictional city at noon of 2026-03-03."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ecoduty.interfaces.console import demo
from ecoduty.kernel.clock import FrozenClock
from tests.database import Filled
from tests.organisation.towns import PASSWORD, Town, adopted, rulebook

CITY = "example-city"


def _seeded() -> None:
    adopted(CITY)
    demo.seed(PASSWORD)


@pytest.fixture
def empty_town(filled: Filled, noon: FrozenClock) -> Iterator[Town]:
    """Bodies and posts, nobody in office."""
    with filled.undone("empty_town", lambda: adopted(CITY)):
        yield Town(rulebook(CITY))


@pytest.fixture
def town(filled: Filled, noon: FrozenClock) -> Iterator[Town]:
    """The same with a person and an account for every post, since 2025-01-01; usernames like `economy-bureau.deputy`."""
    with filled.undone("town", _seeded):
        yield Town(rulebook(CITY))
