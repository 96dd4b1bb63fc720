"""Fixtures of the toy mechanism, as a plugin of pytest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from ecoduty.kernel.clock import SHANGHAI, FrozenClock, frozen
from ecoduty.kernel.flow import ActTable, registry
from tests.toy.papers import PAPERS

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=SHANGHAI)


@pytest.fixture
def papers() -> Iterator[ActTable]:
    """The act table of papers, known to the gate for this test."""
    registry.register(PAPERS)
    yield PAPERS
    registry.unregister("paper")


@pytest.fixture
def noon() -> Iterator[FrozenClock]:
    """Legal time stands still in every thread; move it by hand."""
    with frozen(NOON, every_thread=True) as clock:
        yield clock
