"""Whose power a kind of conduct is, as data: strict, and never a body without a team."""

from __future__ import annotations

import pytest

from ecoduty.kernel.rulebook import Rulebook, load_rulebook
from tests.kernel.rulebook.small import load, problems, write

POWERS = """
default_basis: {kind: local, note: 测试}
powers:
  discharge: {label: 排污, order: 2, to: ecology-bureau}
  ship: {label: 船舶, order: 1, vertical: 海事机构}
"""
BROKEN = [
    ("both", "vertical: 海事机构", "vertical: 海事机构, to: ecology-bureau", "power_form"),
    ("nobody", "to: ecology-bureau", "to: nobody", "dangling_body"),
    ("no such limit", "to: ecology-bureau", "to: ecology-bureau, limit: nothing.at-all", "dangling_limit"),
    ("order twice", "order: 2", "order: 1", "not_unique"),
]


@pytest.mark.parametrize(("old", "new", "code"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_row_is_named_by_file_line_and_code(tmp_path, old, new, code):
    found = problems(tmp_path, extra={"powers.yaml": POWERS.replace(old, new, 1)})
    assert code in {one.code for one in found}, [str(one) for one in found]
    assert {one.file for one in found} == {"powers.yaml"}


def test_a_power_is_a_body_with_a_team(tmp_path):
    found = problems(tmp_path, extra={"powers.yaml": POWERS.replace("to: ecology-bureau", "to: water-bureau")})
    assert {one.code for one in found} == {"power_without_team"}


def test_a_book_without_them_keeps_its_digest_and_one_with_them_comes_back_in_order(tmp_path):
    assert "powers" not in load(tmp_path).to_json()
    book = load_rulebook(write(tmp_path / "more", extra={"powers.yaml": POWERS}))
    assert list(book.powers) == ["ship", "discharge"]
    assert Rulebook.from_json(book.to_json()).digest == book.digest
