"""Width, case, brackets and the way of writing a number make no difference; sentence marks part words."""

from __future__ import annotations

import pytest

from ecoduty.casework.search import spelling
from ecoduty.casework.search.asking import Asked


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＰＭ２.５", "pm2.5"),
        ("厦环委办〔2026〕12号", "厦环委办202612号"),
        ("厦环委办［２０２６］１２号", "厦环委办202612号"),
        ("厦环委办(2026)12号", "厦环委办202612号"),
        ("道路，已修好。", "道路 已修好"),
        ("第一行\n第二行", "第一行 第二行"),
        ("阿不都·热合曼", "阿不都热合曼"),
        ("100%", "100%"),
        ("㎡", "m2"),
        ("零\u200b宽", "零宽"),
        ("環境噪聲擾民", "环境噪声扰民"),
        ("裏面後於", "里面后于"),
    ],
)
def test_what_is_written_differently_is_folded_alike(typed, folded):
    assert spelling.fold(typed) == folded


def test_folded_in_place_every_character_knows_where_it_came_from():
    folded, places = spelling.fold_in_place("〔㎡〕Ａ")
    assert (folded, places) == ("m2a", [1, 1, 3])


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("第18条", "第十八条"),
        ("第十条", "第10条"),
        ("第二十条", "第20条"),
        ("第一百零二条", "第102条"),
        ("第二百一十八条", "第218条"),
        ("第一章", "第1章"),
        ("第2季度", "第二季度"),
    ],
)
def test_an_articles_number_is_found_in_figures_and_in_characters(word, other):
    assert set(spelling.spellings(word)) == {word, other}


def test_every_two_neighbours_and_the_last_of_each_word():
    assert list(spelling.grams("pm2 路灯坏")) == ["pm", "m2", "2", "路灯", "灯坏", "坏"]


@pytest.mark.parametrize(
    ("typed", "words", "told"),
    [
        ("", (), ""),
        ("   ", (), ""),
        ("%", (), "只有标点"),
        ("'", (), "只有标点"),
        ("，。、〔〕", (), "只有标点"),
        ("水 %", ("水",), ""),
        ("路灯，不亮", ("路灯", "不亮"), ""),
        ("💡", ("💡",), ""),
        ("水" * 500, ("水" * 100,), "前100个字"),
        ("一 二 三 四 五 六 七 八 九", ("一", "二", "三", "四", "五", "六", "七", "八"), "前8个词"),
    ],
)
def test_what_is_looked_for_and_what_the_reader_is_told(typed, words, told):
    asked = Asked.read(typed)
    assert asked.words == words
    assert told in asked.sentence
    assert bool(told) == bool(asked.sentence)
