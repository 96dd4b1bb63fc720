"""Who is responsible, by plain words: the right row first, why, as of a day, and nobody where no row answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.ports import ask
from ecoduty.casework.ports.responsible import ROW_NAMED, SURE, WHO_IS_RESPONSIBLE
from ecoduty.casework.search.meaning import EMPTY_WORDS
from ecoduty.kernel.clock import now
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.responsibilities.finding import asking
from ecoduty.mechanisms.responsibilities.finding.models import FindableRow, OpenPosting
from ecoduty.mechanisms.responsibilities.finding.terms import terms
from ecoduty.mechanisms.responsibilities.models import Responsibility
from tests.mechanisms.responsibilities.listing import published

DAY = date(2026, 11, 22)


def _with(book: Rulebook, key: str, words: tuple[str, ...]) -> Rulebook:
    """The rulebook with other words under a key."""
    dated = tuple(one.model_copy(update={"value": words}) for one in book.values[key].dated)
    value = book.values[key].model_copy(update={"dated": dated})
    return Rulebook.from_json(book.model_copy(update={"values": {**book.values, key: value}}).to_json())


@pytest.fixture
def lists(city):
    return {
        "enforcement": published(
            city, "urban-enforcement-bureau",
            {"name": "查处夜间违规施工噪声", "unit": "执法监督处", "field": "noise",
             "words": ["工地半夜", "夜里打桩", "半夜施工"]},
            {"name": "查处露天烧烤油烟", "field": "air", "words": ["烧烤", "烤串"]},
        ),
        "ecology": published(
            city, "ecology-bureau",
            {"name": "工业企业噪声监管", "field": "noise", "words": ["工厂噪音", "厂里机器响"]},
            {"name": "细颗粒物监测预警", "field": "air", "words": ["PM2.5", "雾霾"]},
        ),
        "water": published(city, "water-bureau", {"name": "河道采砂管理", "field": "water", "words": ["挖沙", "采砂"]}),
    }  # fmt: skip


def first(text: str, **given):
    found = asking.find(text, on=DAY, **given)
    return found[0].body_short_name if found else None


SAID = {
    "半夜施工吵得睡不着": "市执法局", "我家楼下工地夜里打桩": "市执法局", "工厂噪音扰民怎么办": "市生态环境局",
    "PM2.5": "市生态环境局", "ｐｍ２．５超标": "市生态环境局", "挖沙": "市水利局", "有人在河里偷偷采砂": "市水利局",
    "烧烤": "市执法局", "市水利局": "市水利局", "slj": "市水利局",
}  # fmt: skip


def test_plain_words_find_who_leads_and_what_no_row_says_finds_nobody(lists):
    assert {text: first(text) for text in SAID} == SAID
    assert [first(text) for text in ("", "？？？", "物业费太贵了", "楼上邻居漏水", "谁负责")] == [None] * 5


def test_question_whose_words_all_say_nothing_is_not_met_in_full(lists):
    book = rulebooks.current()
    emptier = _with(book, EMPTY_WORDS, (*book.words(EMPTY_WORDS, on=DAY), "工地"))
    rulebooks.store(emptier, adopted_at=now() + timedelta(hours=1), adopted_by="测试")
    assert terms("工地").bare == ""
    assert terms("工地").meant == ("施工",)
    assert asking.find("工地", on=DAY)[0].score < SURE


def test_both_parts_of_what_is_meant_must_be_said(lists):
    assert "夜间施工噪声" in terms("凌晨一点还在浇混凝土").meant
    assert "夜间施工噪声" not in terms("混凝土").meant
    assert asking.find("凌晨一点还在浇混凝土", on=DAY)[0].score >= SURE


def test_one_character_is_a_question_and_says_nothing_beside_others(lists):
    assert first("烤") == "市执法局"
    assert first("沙") == "市水利局"
    assert not {gram for gram in terms("沙 河里采沙").grams if len(gram) == 1}


def test_what_is_said_of_another_matter_halves_what_a_row_has(lists):
    plain, other = (asking.find(text, on=DAY)[0].score for text in ("露天烧烤油烟", "露天烧烤油烟，不退押金"))
    assert other < plain * 0.9


def test_answer_says_which_row_in_which_list_and_why(lists):
    answer = asking.find("半夜施工吵得睡不着", on=DAY)[0]
    assert (answer.name, answer.unit, answer.list_title) == (
        "查处夜间违规施工噪声",
        "执法监督处",
        "市执法局具体事项清单第1版",
    )
    assert "半夜施工" in answer.why
    assert 0.2 <= answer.score <= 1


def test_one_body_stands_once_and_the_likeliest_is_first(lists):
    answers = asking.find("噪声", on=DAY)
    assert sorted(one.body_short_name for one in answers) == ["市执法局", "市生态环境局"]
    assert [one.score for one in answers] == sorted((one.score for one in answers), reverse=True)


def test_days_before_and_after_a_version_do_not_know_it(lists):
    assert asking.find("采砂", on=date(2026, 11, 21)) == []
    assert asking.find("采砂", on=date(1999, 1, 1)) == []  # before the rulebook itself
    lists["water"].do("principal", "withdraw_publication", {"reason": "依据适用有误，重新公布"})
    assert asking.find("采砂", on=DAY)
    assert asking.find("采砂", on=date(2026, 11, 23)) == []


def test_supporting_and_catch_all_rows_are_nobodys_lead(city):
    dust = {"name": "扬尘污染防治的统一监督管理", "words": ["扬尘"]}
    published(city, "ecology-bureau", {**dust, "supporters": ["construction-bureau"]})
    published(
        city, "construction-bureau", {**dust, "role": "support", "lead": "ecology-bureau"},
        {"name": "其他扬尘工作的承接", "catch_all": True},
    )  # fmt: skip
    assert [one.body_short_name for one in asking.find("扬尘", on=DAY)] == ["市生态环境局"]


def test_district_rows_are_found_in_their_district_only(city):
    published(city, "siming-ecology-office", {"name": "沿街餐饮油烟巡查", "words": ["油烟"], "level": "district"})
    assert asking.find("油烟", on=DAY) == []
    assert asking.find("油烟", on=DAY, region="350203")[0].body_key == "siming-ecology-office"
    assert asking.find("油烟", on=DAY, region="350206") == []


def test_what_is_withheld_from_the_public_is_found_inside_and_never_by_the_portal(city):
    published(
        city, "water-bureau", {"name": "水源地安全保卫", "openness": "withheld", "openness_reason": "涉及安全保卫"}
    )
    assert asking.find("水源地保卫", on=DAY)
    assert not FindableRow.objects.exists()
    assert not OpenPosting.objects.exists()


def test_row_answers_to_its_key_while_it_holds(lists):
    row = Responsibility.objects.get(name="河道采砂管理")
    named = ask(ROW_NAMED)(row.key, on=DAY)
    assert named is not None
    assert named.body_short_name == "市水利局"
    assert ask(ROW_NAMED)(row.key, on=date(2026, 1, 1)) is None


def test_as_many_queries_for_a_word_as_for_a_long_complaint(lists):
    counts = []
    for text in ("采砂", "半夜施工吵得睡不着，楼下还有烧烤摊，河里有人采砂，工厂噪音也很大" * 8):
        with CaptureQueriesContext(connection) as found:
            ask(WHO_IS_RESPONSIBLE)(text, on=DAY)
        counts.append(len(found))
    assert counts == [3, 3]


def test_reason_names_no_word_that_the_row_does_not_have(lists):
    for answer in asking.find("凌晨一点还在浇混凝土，声音很大", on=DAY):
        said = answer.why.partition("“")[2].rstrip("”").split("”“")
        row = FindableRow.objects.get(key=answer.responsibility_key)
        assert all(word in f"{row.title}{row.words}" for word in said), (answer.why, row.words)
