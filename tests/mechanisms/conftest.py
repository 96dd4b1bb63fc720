"""What tests of several mechanisms share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.mechanisms.lists_in_force import Lists, lists_in_force


@pytest.fixture
def lists() -> Iterator[Lists]:
    """Lists in force that a test fills by itself; empty at first."""
    with lists_in_force() as found:
        yield found
