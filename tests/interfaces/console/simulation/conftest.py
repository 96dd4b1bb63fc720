"""A town on the first day of its year, rolled back after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from ecoduty.interfaces.console.simulation.filling import found_city
from tests.database import Database, Filled

YEAR = 2026


@pytest.fixture
def town_of(filled: Filled) -> Callable[[], AbstractContextManager[Database]]:
    """`with town_of(): …` as often as wanted: always the same first day."""

    @contextmanager
    def begin() -> Iterator[Database]:
        with filled.undone("simulated_town", lambda: found_city(YEAR, "correct horse battery")) as database:
            yield database

    return begin
