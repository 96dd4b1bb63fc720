"""Asking over the API who is responsible."""

from __future__ import annotations

import pytest

from tests.interfaces.api.calling import Program, issued
from tests.interfaces.api.conftest import Scene


def test_nobody_is_named_where_no_list_is_in_force(scene: Scene):
    answer = Program(issued()[1]).get("/responsible", q="夜间施工噪声", on="2026-11-20")
    assert answer.status_code == 200
    assert answer.json() == {"on": "2026-11-20", "answers": [], "undetermined": []}


@pytest.mark.parametrize(
    "query", [{}, {"q": ""}, {"q": "噪声", "limit": "0"}, {"q": "噪声", "who": "x"}, {"q": "声" * 2001}]
)
def test_question_that_cannot_be_asked_is_refused(scene: Scene, query):
    assert Program(issued()[1]).get("/responsible", **query).status_code == 422
