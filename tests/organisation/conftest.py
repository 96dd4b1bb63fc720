"""Fixtures of the organisation's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ecoduty.interfaces.console import demo
from ecoduty.kernel.clock import FrozenClock
from ecoduty.kernel.rulebook import store
from tests.organisation.towns import PASSWORD, Town, adopted


@pytest.fixture
def empty_town(db: None, noon: FrozenClock) -> Iterator[Town]:
    """The fictional city at noon of 2026-03-03: bodies and posts, nobody in office."""
    yield adopted("example-city")
    store.forget()


@pytest.fixture
def town(empty_town: Town) -> Town:
    """The same with a person and an account for every post, since 2025-01-01; usernames like `economy-bureau.deputy`."""
    demo.seed(PASSWORD)
    return empty_town
