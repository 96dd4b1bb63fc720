"""The light markup: whatever is written is read, and what was read is written back the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoduty.casework.documents import limits
from ecoduty.casework.documents.blocks import BLANK, Heading, Items, Paragraph, Table, clean_cell, parse, text_of
from ecoduty.kernel.flow import Refused

# Marks and what looks like them, blanks that scripts disagree about, line ends of every sort, characters beyond the plane.
_SIGNS = "#-|\\↵:.0123 甲乙（）\u3000\u00a0\t\ufeff\u200b\x1c\x85\u2028\n\r\v\f\0<>&𠮷"
_wild = st.text(alphabet=st.one_of(st.sampled_from(_SIGNS), st.characters(codec="utf-8")), max_size=60)


def _one_line(text: str) -> str:
    return "".join(sign for sign in text if sign not in "\n\r\v\f\x85\u2028\u2029").strip(BLANK)


_line = _wild.map(_one_line).filter(bool)
_cell = _wild.map(clean_cell)
_table = st.integers(1, 4).flatmap(
    lambda width: st.builds(
        Table,
        st.lists(st.tuples(*[st.one_of(_cell, st.sampled_from(["---", ":-----:", ""]))] * width), min_size=1, max_size=4)
        .map(tuple),
        st.booleans(),
    )
)  # fmt: skip
_items = st.builds(
    Items, st.lists(_line, min_size=1, max_size=4).map(tuple), st.none() | st.integers(0, 20) | st.just(999_996)
)
_block = st.one_of(st.builds(Heading, st.integers(1, 3), _line), st.builds(Paragraph, _line), _items, _table)


@settings(max_examples=600, deadline=None)
@given(st.lists(_block, max_size=8).map(tuple))
def test_what_is_written_is_read_back(blocks):
    assert parse(text_of(blocks)) == blocks


@settings(max_examples=600, deadline=None)
@given(st.lists(_wild, max_size=6).map("\n".join))
def test_every_text_is_read_and_reading_twice_changes_nothing(text):
    once = parse(text)
    assert parse(text_of(once)) == once


def test_plain_lines_are_paragraphs_as_ever():
    text = "一、今年做了三件事。\n\n2026年1.2万吨；第1.加强执法\n　　缩进的一段\n#1机组、-5℃、1.加强、C:\\资料、\\\\服务器\\共享、|单边"
    assert parse(text) == tuple(
        Paragraph(line)
        for line in (
            "一、今年做了三件事。", "2026年1.2万吨；第1.加强执法", "缩进的一段",
            "#1机组、-5℃、1.加强、C:\\资料、\\\\服务器\\共享、|单边",
        )
    )  # fmt: skip


def test_marks_make_headings_lists_and_tables():
    text = "# 水环境\n## 河道\n- 清淤\n- 截污\n1. 甲\n2. 乙\n2. 另起\n\n| 河 | 长 |\n|---|---|\n| 东溪 | 3 | 备注 |\n尾"
    assert parse(text) == (
        Heading(1, "水环境"),
        Heading(2, "河道"),
        Items(("清淤", "截污")),
        Items(("甲", "乙"), 1),
        Items(("另起",), 2),
        Table((("河", "长", ""), ("东溪", "3", "备注")), header=True),
        Paragraph("尾"),
    )


def test_a_number_once_written_stays_that_number():
    assert parse("3. 第三项\n正文\n4. 第四项") == (Items(("第三项",), 3), Paragraph("正文"), Items(("第四项",), 4))


def test_a_cell_may_hold_every_sign_and_several_lines():
    table = Table((("a|b\\", "上\n下↵"), ("---", ":-----:")), header=False)
    assert text_of([table]) == "| a\\|b\\\\ | 上↵下\\↵ |\n| \\--- | \\:-----: |"
    assert parse(text_of([table])) == (table,)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Heading(4, "深"), "levels 1 to 3"),
        (lambda: Paragraph(" 缩"), "one line of text"),
        (lambda: Paragraph("两\n行"), "one line of text"),
        (lambda: Items(()), "a list has items"),
        (lambda: Items(("甲", "乙"), 999_999), "six digits"),
        (lambda: Table(()), "rows of one length"),
        (lambda: Table((("甲", "乙"), ("丙",))), "rows of one length"),
        (lambda: Table((("甲 ",),)), "no blanks"),
    ],
)
def test_what_could_not_be_written_down_cannot_be_made(make, says):
    with pytest.raises(ValueError, match=says):
        make()


def test_two_megabytes_of_marks_are_read():
    row = "|" + "\\| |" * 500 + "|\n"
    text = row * (2_000_000 // len(row))
    (table,) = parse(text)
    assert isinstance(table, Table)
    assert len(table.rows) == 2_000_000 // len(row)


def _wide(columns: int, rows: int = 1) -> str:
    return "\n".join(["|" + "甲|" * columns] * rows)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (_wide(200), "table_too_wide", "“存在问题”一节的第1个表有200列"),
        ("| a |\n\n" + _wide(10, 1001), "table_too_long", "第2个表有1001行10列"),
        ("字" * 2_000_000, "text_too_long", "“存在问题”一节有2000000字"),
    ],
)
def test_what_no_paper_could_carry_is_refused_in_a_sentence(text, code, words):
    with pytest.raises(Refused, match=words) as refusal:
        limits.check([("履职情况", "好。"), ("存在问题", text)])
    assert (refusal.value.code, refusal.value.status) == (code, 422)
    assert "没有丢" in refusal.value.sentence


def test_all_sections_together_have_a_limit():
    with pytest.raises(Refused, match="全文有400000字"):
        limits.check([(f"第{n}节", "字" * 80_000) for n in range(5)])


def test_a_page_of_paper_is_not_refused():
    limits.check([("履职情况", "字" * 99_000), ("存在问题", _wide(16, 600))])
