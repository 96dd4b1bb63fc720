"""Hints on an answer before it is sent, and complaints that are like one another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from ecoduty.kernel.clock import now, today
from ecoduty.mechanisms.complaints import quality, twins
from ecoduty.mechanisms.complaints.models import Reply
from ecoduty.organisation.directory.models import Body
from tests.mechanisms.complaints.steps import TEXT, taken_in

GOOD = "11月23日夜间到湖滨南路工地检查，打桩机正在作业，已当场责令停止，11月30日前复查。"
DIRECT = "经查，湖滨南路88号工地夜间打桩属实，已立案处罚，罚款2万元。"


def codes(answer, text=TEXT, place="", district="思明区"):
    return [hint.code for hint in quality.hints(answer, text, place, district)]


@pytest.mark.parametrize("answer", [GOOD, DIRECT, ""])
def test_a_good_answer_gets_no_hints(answer):
    assert codes(answer) == []


def test_set_phrases_alone_are_noticed():
    said = "您好！您反映的问题已收悉，我局高度重视，将进一步加强监管，感谢您对我们工作的支持。"
    assert "only_set_phrases" in codes(said)
    assert "matter_not_named" in codes(said)


def test_another_place_is_noticed_and_a_shorter_name_is_not():
    assert codes("11月23日到莲前西路工地检查，打桩机已停止作业，夜间不再施工。") == ["place_not_named"]
    assert codes("11月23日到滨南路工地检查，打桩机已停止作业，夜间不再施工。") == []
    assert codes("11月23日夜间到现场检查，打桩机已停止作业。", text="夜里打桩睡不着", place="万象里3号") == [
        "place_not_named"
    ]


def test_another_matter_is_noticed():
    said = "湖滨南路88号餐饮店油烟净化器已于11月23日清洗，检测达标。"
    assert codes(said) == ["matter_not_named"]


def test_a_promise_without_a_day_is_noticed():
    assert codes("湖滨南路工地夜间打桩属实，下一步将督促施工单位整改到位，避免扰民。") == ["promise_without_date"]
    assert codes("湖滨南路工地夜间打桩属实，将督促施工单位在五个工作日内整改到位。") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("我家住在禾祥西路，对面的东方广场天天放音乐", ["禾祥西路", "东方广场"]),
        ("海上有油味", []),
    ],
)
def test_places_in_a_text(text, names):
    assert quality.places_of(text) == names


def test_nobody_waits_for_a_long_text():
    assert quality.hints("路" * 4000, "在" * 10_000 + "街" * 100) is not None


@pytest.fixture
def siming(city):
    return Body.objects.get(key="siming").pk


def like(text, district, **more):
    return [one.complaint for one in twins.like(text, district=district, on=today(), **more)]


def test_like_words_of_the_same_district_lately_are_shown_the_likest_first(city, siming):
    near = taken_in(city, district="siming", text="湖滨南路工地半夜打桩，吵得睡不着。")
    taken_in(city, district="huli", text="湖滨南路工地半夜打桩，吵得睡不着。")
    other = taken_in(city, district="siming", text="湖滨南路工地半夜打桩，扬尘也很大。")
    taken_in(city, district="siming", text="码头边的河水发黑发臭。")
    old = (now() - timedelta(days=40)).isoformat()
    taken_in(city, district="siming", text="湖滨南路工地半夜打桩，吵得睡不着。", received_at=old)
    assert like("湖滨南路工地半夜还在打桩，睡不着", siming) == [near.pk, other.pk]
    assert like("湖滨南路工地半夜还在打桩，睡不着", siming, but=near.pk) == [other.pk]
    assert len(like("湖滨南路工地半夜还在打桩，睡不着", None)) == 3


def test_the_same_place_counts_beside_the_words(city, siming):
    there = taken_in(city, district="siming", text="半夜打桩声音太大了。", longitude=118.0894, latitude=24.4798)
    taken_in(city, district="siming", text="半夜很吵。", place="万象里3号")
    found = twins.like("打桩吵人，又在半夜施工", district=siming, on=today(), longitude=118.0895, latitude=24.4799)
    assert [(one.complaint, one.same_place) for one in found] == [(there.pk, True)]


def test_merged_and_very_short_ones_are_not_asked_about(city, siming):
    first, second = taken_in(city, district="siming"), taken_in(city, district="siming")
    second.do("hotline-office.hotline-clerk", "merge", {"into": first.matter.number})
    assert like(TEXT, siming) == [first.pk]
    assert like("吵", siming) == []


def test_answers_that_are_word_for_word_the_same_are_found_by_their_index(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # there are few in a test
        asked = Reply.objects.filter(text=DIRECT * 400).exclude(complaint=1)  # too long for any other index
        assert "complaints_reply_same_text" in asked.explain()
