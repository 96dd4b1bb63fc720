"""Situations, destinations, intercepted words and hints of omissions as data: strict, and honest about what was read."""

from __future__ import annotations

import pytest

from ecoduty.kernel.rulebook import Rulebook, load_rulebook
from tests.kernel.rulebook.small import load, problems, write

ELEMENTS = """
default_basis: {kind: local, note: 测试}
situations:
  inaction: {label: 不办, addressee: 各部门, consequence: required}
handlings:
  talk: {label: 谈话}
destinations:
  leading: {label: 领导, order: 1, ranks: [leading], bodies: {levels: [city]}, to: [{kind: party_committee, level: city}]}
  others: {label: 其他, order: 2, ranks: [other], bodies: {levels: [city]}, to: [{kind: party_committee, level: city}]}
interceptions:
  word: {label: 密级字样, words: [机密], unless: [商业机密], says: 不要写}
  number: {label: 编号, pattern: "密[0-9]{4}", says: 不要写}
omissions:
  late: {label: 拖延, kinds: [problem], conditions: [{fact: overdue_days, at_least: 20}], situation: inaction}
instruments:
  new-law: {title: 新法, reading: text}
  old-law: {title: 旧法, reading: text, replaced_by: new-law}
  rumour: {title: 传闻办法, reading: secondary}
values:
  accountability.ranks: {label: 职级, dated: [{since: 2020-01-01, value: [leading=领导, other=其他]}]}
"""
BROKEN = [
    ("reading", "consequence: required", "consequence: maybe", "bad_value"),
    ("addressee", "addressee: 各部门, ", "", "missing_key"),
    ("replaced law", "consequence: required", "consequence: required, basis: {kind: statute, instrument: old-law, provision: 第一条}", "superseded_basis"),
    ("law not read", "label: 谈话", "label: 谈话, basis: {kind: statute, instrument: rumour, provision: 第一条}", "unread_basis"),
    ("rank", "ranks: [other]", "ranks: [another]", "dangling_rank"),
    ("order twice", "order: 2", "order: 1", "not_unique"),
    ("kind of body", "to: [{kind: party_committee, level: city}]}\n  others", "to: [{kind: parliament, level: city}]}\n  others", "dangling_kind"),
    ("words and pattern", "words: [机密]", 'words: [机密], pattern: "密"', "interception_form"),
    ("nothing caught", "words: [机密], unless: [商业机密], ", "", "interception_form"),
    ("harmless without the word", "unless: [商业机密]", "unless: [商业秘密]", "interception_form"),
    ("no pattern", '"密[0-9]{4}"', '"密[0-9"', "bad_pattern"),
    ("a pattern of nothing", '"密[0-9]{4}"', '"密*"', "bad_pattern"),
    ("situation", "situation: inaction}", "situation: action}", "dangling_situation"),
    ("nothing to hold", "conditions: [{fact: overdue_days, at_least: 20}]", "conditions: []", "bad_value"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_row_is_named_by_file_line_and_code(tmp_path, old, new, code):
    assert old in ELEMENTS

    found = problems(tmp_path, extra={"elements.yaml": ELEMENTS.replace(old, new, 1)})

    assert {(one.file, one.code) for one in found} == {("elements.yaml", code)}, [str(one) for one in found]
    assert found[0].line > 0
    assert not str(found[0]).isascii()


def test_a_book_without_these_sections_keeps_its_digest(tmp_path):
    book = load(tmp_path)

    assert "situations" not in book.to_json()
    assert "omissions" not in book.to_json()


def test_destinations_stand_in_their_order_and_come_back_from_the_stored_text(tmp_path):
    book = load_rulebook(write(tmp_path, extra={"elements.yaml": ELEMENTS.replace("order: 1", "order: 9")}))

    assert list(book.destinations) == ["others", "leading"]
    assert Rulebook.from_json(book.to_json()).digest == book.digest
