"""What every test may use."""

from __future__ import annotations

pytest_plugins = [
    "tests.memory",
    "tests.database",
    "tests.toy.fixtures",
    "tests.city",
    "tests.browser.fixtures",
    "tests.recorder",
]
