"""Fixtures of the toy mechanism, as a plugin of pytest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from ecoduty.kernel.clock import SHANGHAI, FrozenClock, frozen
from ecoduty.kernel.flow import ActTable, registry
from tests.toy.blocks import BLOCK, RESTRICTED
from tests.toy.papers import PAPERS
from tests.toy.town import Town, build, close

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


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """The toy city in the test's transaction, its rulebook adopted on 1 January 2024."""
    yield build(datetime(2024, 1, 1, 9, 0, tzinfo=SHANGHAI))
    close()


@pytest.fixture
def committed_town(fresh_db: object) -> Iterator[Town]:
    """The same, committed in a database of the test's own."""
    yield build(datetime(2024, 1, 1, 9, 0, tzinfo=SHANGHAI))
    close()


@pytest.fixture
def blocks() -> Iterator[None]:
    """The act tables of blocks and of restricted blocks, known to the gate for this test."""
    for table in (BLOCK, RESTRICTED):
        registry.register(table)
    yield
    for table in (BLOCK, RESTRICTED):
        registry.unregister(table.kind)
