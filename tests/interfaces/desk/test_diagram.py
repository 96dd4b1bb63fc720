"""The state diagram says what the table says, and its drawing keeps words and lines apart."""

from __future__ import annotations

import itertools

from ecoduty.interfaces.desk.diagram import Drawing, Passage, across, down, picture, road
from ecoduty.interfaces.desk.diagram.drawing import Box, Words, measure
from ecoduty.interfaces.desk.diagram.picture import Plan
from ecoduty.kernel import flow
from tests.interfaces.desk.toy import TABLE

WAY = [
    Passage("", "drafting", "open", "平台", "1月1日"),
    Passage("drafting", "signing", "submit", "联络员", "1月19日"),
    Passage("signing", "drafting", "return", "主要负责人", "1月20日"),
    Passage("drafting", "signing", "submit", "联络员", "1月21日"),
]


def test_road_marks_what_is_past_present_and_to_come():
    stations = road(TABLE, "signing", WAY).stations
    assert [(item.label, item.mark) for item in stations] == [
        ("拟稿", "past"), ("待签发", "now"), ("待报送", "next"), ("已报送", "next"),
    ]  # fmt: skip
    assert (stations[0].who, stations[0].when) == ("联络员", "1月21日")
    assert (stations[1].who, stations[1].when) == ("主要负责人", "待办")


def test_road_forgets_what_lies_behind_a_return():
    stations = road(TABLE, "drafting", WAY[:3]).stations
    assert [item.mark for item in stations] == ["now", "next", "next", "next"]


def test_road_names_the_step_taken_and_opens_what_the_reader_may_do():
    ways = {way.label: way for way in road(TABLE, "signing", WAY, open_acts={"sign", "return"}).ways}
    assert ways["送签"].passed
    assert ways["签发"].open
    assert ways["退回修改"].open
    assert not ways["退回修改"].forward
    assert not ways["报送"].open


def test_road_puts_states_off_the_main_road_beside_it():
    _, byway = road(TABLE, "shelved", [*WAY, Passage("signing", "shelved", "shelve", "主要负责人", "1月22日")]).byways
    assert byway.mark == "now"
    assert byway.entries == (("拟稿、待签发", "搁置"),)
    assert byway.when == "1月22日"


def test_road_of_an_end_state_shows_who_brought_it_there():
    sent = [*WAY, Passage("signing", "sending", "sign", "主要负责人", "1月22日"),
            Passage("sending", "sent", "send", "联络员", "1月23日")]  # fmt: skip
    stations = road(TABLE, "sent", sent).stations
    assert [item.mark for item in stations] == ["past", "past", "past", "now"]
    assert stations[-1].when == "1月23日"


def test_a_way_that_holds_from_one_state_only_is_drawn_from_that_one():
    """A further report of a major situation is read anew where it was read; an instruction is not undone by it."""
    ways = road(flow.table("major_situation"), "instructed").ways
    assert [way.sources for way in ways if way.label == "续报"] == [(1,)]
    assert not [way for way in ways if way.label in {"签收", "登记回执"} and not way.forward]


def test_road_says_the_same_to_who_cannot_see_it():
    assert road(TABLE, "signing", WAY).sentence == "状态图：拟稿已过，现在是待签发，其后待报送、已报送"


def test_drawing_across_fills_the_width_and_keeps_boxes_apart():
    drawing = across(road(TABLE, "signing", WAY), 1192)
    assert drawing.width == 1192
    boxes = drawing.boxes
    assert all(left.x + left.width < right.x for left, right in itertools.pairwise(boxes))
    assert boxes[-1].x + boxes[-1].width <= 1192
    assert all(0 < word.x < 1192 and 0 < word.y < drawing.height for word in drawing.words)


def test_drawing_across_grows_where_the_words_need_it():
    drawing = across(road(TABLE, "signing", WAY), 100)
    assert drawing.width > 400


def test_drawing_down_fits_a_phone():
    drawing = down(road(TABLE, "signing", WAY), 326)
    tops = [box.y for box in drawing.boxes]
    assert tops == sorted(tops)
    assert drawing.boxes[-1].y + 35 < drawing.height
    assert all(box.x + box.width < 326 for box in drawing.boxes)


def _ground(word: Words) -> tuple[float, float, float]:
    """Where a word begins and ends, and its baseline."""
    length = measure(word.text, 13)
    left = word.x - {"start": 0, "middle": length / 2, "end": length}[word.anchor]
    return left, left + length, word.y


def test_on_a_phone_no_word_of_any_kind_runs_into_another_and_no_way_is_left_out():
    for kind, table in flow.tables().items():
        stations = road(table, table.states[0].code).stations
        steps = [
            Passage(before.code, after.code, "", "两法衔接联络员", "2026年12月21日")
            for before, after in itertools.pairwise(stations)
        ]
        whole = road(table, stations[-1].code, steps) if stations else road(table, table.states[0].code)
        drawing = down(whole, 358)
        for one, other in itertools.combinations(drawing.words, 2):
            (left, right, y), (left_too, right_too, y_too) = _ground(one), _ground(other)
            apart = abs(y - y_too) >= 14 or right <= left_too or right_too <= left
            assert apart, (kind, one.text, other.text)
        said = " ".join(word.text for word in drawing.words)
        assert [way.label for way in whole.ways if way.label not in said] == [], kind


def test_picture_has_a_drawing_for_every_width():
    assert [plan.name for plan in picture(road(TABLE, "signing", WAY)).drawings] == ["across", "mid", "down"]


def test_a_drawing_is_written_for_the_page_with_its_words_escaped():
    drawing = Drawing(100.5, 60)
    drawing.boxes.append(Box(0.5, 2, 80, "签发<1>", "now"))
    drawing.words.append(Words(40, 50, "退回&", "idle", plate=30))
    written = Plan("across", drawing).svg
    assert written.startswith('<svg class="across" width="100.5" height="60" viewBox="0 0 100.5 60">')
    assert 'class="now-label" x="40.5" y="25" text-anchor="middle">签发&lt;1&gt;</text>' in written
    assert '<rect class="plate" x="25" y="35" width="30" height="20"/>' in written
    assert "退回&amp;</text>" in written
