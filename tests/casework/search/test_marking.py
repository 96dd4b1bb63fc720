"""A result says where it matched, with the words marked in their original spelling."""

from __future__ import annotations

from ecoduty.casework.search.asking import Asked
from ecoduty.casework.search.keeping import plain
from ecoduty.casework.search.marking import located


def marked(pieces) -> list[str]:
    return [piece.text for piece in pieces if piece.marked]


def test_words_are_marked_as_they_stand_in_the_original():
    found = located(Asked.read("pm2.5 第18条"), "matter", "降低ＰＭ２.５，落实第十八条", "2026-0000001", "")
    assert marked(found.title) == ["ＰＭ２.５", "第十八条"]
    assert "".join(piece.text for piece in found.title) == "降低ＰＭ２.５，落实第十八条"
    assert found.places == ("标题",)


def test_a_number_is_marked_whatever_brackets_were_typed():
    found = located(Asked.read("厦环委办[2026]12号"), "document", "关于催办的函", "厦环委办〔2026〕12号", "")
    assert (marked(found.number), found.places) == (["厦环委办〔2026〕12号"], ("文号",))


def test_a_piece_of_text_names_its_section():
    text = plain(
        '[[{"title": "一、总体", "text": "全年平稳。"}, {"title": "二、整改", "text": "前略'
        + "啊" * 80
        + '督察整改任务7项。"}]]'
    )
    found = located(Asked.read("督察整改"), "document", "报告", "", text)
    assert found.places == ("正文“二、整改”",)
    assert marked(found.text) == ["督察整改"]
    assert found.text[0].text == "…"
    assert "\x1e" not in "".join(piece.text for piece in found.text)


def test_overlapping_words_are_marked_once():
    assert marked(located(Asked.read("路灯 灯不"), "matter", "路灯不亮", "", "").title) == ["路灯不"]


def test_what_matched_by_another_name_says_so():
    assert located(Asked.read("水利局"), "body", "厦门市水务管理局", "", "").places == ("其他称谓",)
