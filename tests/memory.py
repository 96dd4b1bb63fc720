"""What the collection of the tests loads is kept out of the collector's sight, as the product does; as a plugin of pytest.

A worker holds every module and every test of a whole run: looking through them again and again took an eighth of its time.
"""

from __future__ import annotations

import gc

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart() -> None:
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_sessionfinish() -> None:
    gc.enable()
