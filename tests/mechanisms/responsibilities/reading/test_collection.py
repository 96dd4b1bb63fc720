"""The collection of strange files: each is understood as a careful clerk would."""

from __future__ import annotations

import pytest

from tests.mechanisms.responsibilities.reading.collection import Case, cells, cited, headers, papers, parts, said
from tests.mechanisms.responsibilities.reading.shelf import read

_CASES = [
    pytest.param(case, id=f"{room.__name__.rpartition('.')[2]}: {case.name}")
    for room in (headers, cells, cited, parts, papers)
    for case in room.CASES
]


@pytest.mark.parametrize("case", _CASES)
def test_the_file_is_understood(case: Case):
    assert said(read(f"清单.{case.ending}", case.content(), case.bodies), case.bodies) == case.expected
