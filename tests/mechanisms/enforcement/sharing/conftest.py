"""The kind of case that tests of sharing bring."""

from __future__ import annotations

import pytest

from tests.mechanisms.enforcement.sharing import cases


@pytest.fixture(autouse=True)
def case_kind():
    with cases.known():
        yield
