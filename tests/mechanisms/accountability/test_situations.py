"""Fact, duty and consequence correspond one by one, or it is told which stands alone (clause 15.5)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoduty.kernel.rulebook import load_rulebook
from ecoduty.mechanisms.accountability import situations
from ecoduty.mechanisms.accountability.situations import Line

RULEBOOKS = Path(__file__).parents[3] / "rulebooks"
BOOK = load_rulebook(RULEBOOKS / "xiamen")
CODES = sorted(BOOK.situations)
LINES = st.builds(
    Line,
    st.sampled_from(["", "unheard-of", *CODES]),
    st.sampled_from(["", "监督检查"]),
    st.sampled_from(["", "polluted"]),
)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (Line("inaction", "监督检查", "polluted"), []),
        (Line("code-1062.case-withheld", "移送案件", ""), []),
        (
            Line("inaction", "监督检查", ""),
            ["第1行只有事实、职责，缺后果（“不作为、慢作为”按本平台的读法须有后果才成立）"],
        ),
        (Line("inaction", "", "polluted"), ["第1行只有事实、后果，缺职责"]),
        (Line("", "监督检查", ""), ["第1行只有职责，缺事实、后果"]),
        (Line("code-1062.case-withheld", "", ""), ["第1行只有事实，缺职责"]),
        (Line("", "", ""), ["第1行是空的，请填写或取出"]),
    ],
)
def test_what_stands_alone_is_told_in_words(line, told):
    assert situations.standing_alone([line], BOOK) == told


def test_no_line_at_all_is_told():
    assert situations.standing_alone([], BOOK) == ["还没有一行对应：请逐行填写事实、职责和后果"]


@given(st.lists(LINES, min_size=1, max_size=6))
def test_lines_correspond_exactly_where_nothing_is_missing(lines):
    whole = all(
        line.situation and line.duty and (line.consequence or not situations.needs_consequence(line.situation, BOOK))
        for line in lines
    )

    assert (situations.standing_alone(lines, BOOK) == []) is whole


@given(st.lists(LINES, min_size=1, max_size=6), LINES)
def test_another_line_never_heals_a_line_that_stands_alone(lines, more):
    told = situations.standing_alone(lines, BOOK)

    assert situations.standing_alone([*lines, more], BOOK)[: len(told)] == told


@given(st.lists(LINES, min_size=1, max_size=6))
def test_every_sentence_names_its_line(lines):
    for sentence in situations.standing_alone(lines, BOOK):
        number = int(sentence.partition("第")[2].partition("行")[0])
        assert situations.standing_alone([lines[number - 1]], BOOK) != []


def test_a_situation_that_the_rulebook_knows_no_more_needs_its_consequence():
    assert situations.needs_consequence("unheard-of", BOOK)
    assert situations.words("unheard-of", BOOK) == "unheard-of"


def test_nothing_of_the_old_measures_calls_itself_law_and_the_plans_own_come_first():
    old = [one for one in BOOK.situations.values() if one.basis.instrument == "accountability-measures-2015"]

    assert old
    assert all(one.basis.kind == "local" and one.basis.pending and "2026" in one.basis.note for one in old)
    assert [code for code, _ in situations.choices(BOOK)][:4] == ["falsified", "formalism", "inaction", "not-referred"]
