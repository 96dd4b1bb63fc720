"""What plain words mean by the city's rulebook: written words behind them, what says nothing, what is only likened."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.search.meaning import understand, ways

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("凌晨一点还在浇混凝土", ["夜间", "施工", "夜间施工噪声"]),  # two words before it make the third
        ("楼下ＫＴＶ半夜还在唱歌", ["社会生活噪声"]),
        ("4S店喷漆味道大", ["汽修喷漆"]),
    ],
)
def test_written_words_behind_what_is_said(city, text, meant):
    found = understand(text, DAY)
    assert [word for word in found.meant if word in meant] == meant
    assert all(map(found.has, meant))


def test_part_of_what_is_meant_is_not_enough_and_what_is_said_is_not_meant_again(city):
    assert "夜间施工噪声" not in understand("混凝土", DAY).meant
    assert "夜间" not in understand("夜间", DAY).meant


def test_words_that_say_nothing_go_and_other_matters_are_told(city):
    found = understand("请问谁负责烧烤店，老板不退押金", DAY)
    assert found.bare.startswith("烧烤店")
    assert "押金" in found.beside


def test_what_something_is_likened_to_is_not_said(city):
    found = understand("风机响得跟飞机起飞一样，很吵", DAY)
    assert "飞机" not in found.said
    assert "风机" in found.said


def test_ways_are_read_in_their_parts():
    assert ways("甲|ＡＢ+乙|") == (("甲",), ("ab", "乙"))


def test_without_a_rulebook_a_text_is_only_folded(db):
    assert (understand("凌晨ＡＢ", DAY).said, understand("凌晨", DAY).meant) == ("凌晨ab", ())
