"""What every test may use."""

from __future__ import annotations

import pytest

pytest_plugins = [
    "tests.memory",
    "tests.database",
    "tests.toy.fixtures",
    "tests.city",
    "tests.browser.fixtures",
    "tests.recorder",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts real processes comes first: it waits most, and no worker shall be left alone with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("processes") is None)
