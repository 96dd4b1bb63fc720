"""Sentences that may create a duty without saying whose are marked, others are not, however long the text."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoduty.mechanisms.legal_review.sentences.marking import MOST, NO_LEAD, NOBODY, Words, marks
from tests.mechanisms.legal_review.steps import REVIEWER, Review

WORDS = Words(("应当", "负责"), ("牵头", "会同"), ("主管部门", "单位"), ("市水利局", "水利局", "市生态环境局"))


@pytest.mark.parametrize(("sentence", "why"), [
    ("第二条 应当建立台账。", NOBODY),
    ("第三条 市水利局、市生态环境局负责整治。", NO_LEAD),
    ("第四条 市水利局牵头，市生态环境局配合，负责抽查。", None),
    ("第五条 市水利局应当建立台账。", None),
    ("第六条 主管部门应当公开结果。", None),
    ("第七条 本办法所称排放口，是指入河的口门。", None),
    ("第二章 应当怎么做", None),
])  # fmt: skip
def test_what_is_marked_and_why(sentence, why):
    found = marks(sentence, WORDS)
    assert [one.why for one in found] == ([why] if why else [])
    assert all(one.place == sentence[:3] for one in found)


def test_a_text_without_any_end_is_one_sentence_and_an_empty_one_none():
    assert marks("", WORDS) == []
    assert len(marks("应当" * 50, WORDS)) == 1


def test_two_hundred_thousand_characters_are_read_and_no_more_marks_kept_than_anybody_looks_at():
    began = process_time()
    assert len(marks("应当建立台账。" * 28_000, WORDS)) == MOST
    assert process_time() - began < 5


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    assert all(one.text in text for one in marks(text, WORDS))


def test_a_person_judges_and_nothing_waits_for_it(city):
    review = Review(city)
    review.to_reviewing()
    rows = list(review.own.sentences.all())
    assert [(row.place, row.why) for row in rows] == [("第二条", NOBODY), ("第三条", NO_LEAD)]
    review.do("judge_sentence", {"sentence": rows[0].pk, "verdict": "to_add", "note": "写上市水利局"}, REVIEWER)
    assert review.own.sentences.get(pk=rows[0].pk).verdict == "to_add"
    assert review.refused("judge_sentence", {"sentence": 0, "verdict": "clear"}, REVIEWER).code == "unknown_choice"
    review.do("conclude_review", {"conclusion": "lawful", "number": "厦司审〔2026〕9号"}, "justice-bureau.principal")
