"""Reading references as departments write them."""

from __future__ import annotations

import sys
import time
from datetime import date
from types import FrameType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecoduty.casework.legal_basis.provision import Provision
from ecoduty.casework.legal_basis.reading import MOST, parse
from ecoduty.casework.legal_basis.writing import write
from tests.casework.legal_basis.shelf import CODE, OLD, PENALTY_2017, PENALTY_2021, SHELF, WATER

FULL = "《中华人民共和国生态环境法典》"
OLD_FULL = "《中华人民共和国环境保护法》"
AIR_FULL = "《中华人民共和国大气污染防治法》"


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        (f"{FULL}第二百五十条第二款", f"{FULL}第二百五十条第二款"),
        ("《生态环境法典》第250条第2款第（3）项", f"{FULL}第二百五十条第二款第（三）项"),
        ("法典第１０条第（２）项", f"{FULL}第十条第（二）项"),
        ("《法典》第 十 条　第 一 款", f"{FULL}第十条第一款"),
        ("法典第十条之一第二款", f"{FULL}第十条之一第二款"),
        ("法典第六十三条第一款第二项", f"{FULL}第六十三条第一款第（二）项"),
        ("法典17条2款（3）项", f"{FULL}第十七条第二款第（三）项"),
        ("《法典》第五条第（一）项第2目", f"{FULL}第五条第（一）项第二目"),
        ("环保法第十条；大气法第5条第1款", f"{OLD_FULL}第十条；{AIR_FULL}第五条第一款"),
        ("《环境保护法》第十条、第十三条第三款", f"{OLD_FULL}第十条、第十三条第三款"),
        ("《法典》第十七条第一款、第二款，第六十一条", f"{FULL}第十七条第一款、第二款、第六十一条"),
        ("《法典》第三条至第五条", f"{FULL}第三条至第五条"),
        ("《法典》第17条—第19条", f"{FULL}第十七条至第十九条"),
        ("《法典》第17、18条，第19-21条", f"{FULL}第十七条至第二十一条"),
        ("《法典》第二十条至二十二条", f"{FULL}第二十条至第二十二条"),
        ("《法典》第十条第一款第（一）至（三）项", f"{FULL}第十条第一款第（一）项、第（二）项、第（三）项"),
        ("《法典》第九条第一款至第三款", f"{FULL}第九条第一款、第二款、第三款"),
        ("《法典》第五条（一）（二）（三）项", f"{FULL}第五条第（一）项、第（二）项、第（三）项"),
        ("《法典》第五条第（一）项、\n（二）项", f"{FULL}第五条第（一）项、第（二）项"),
        ("《法典》第三十条第十款、第九条第一、三款", f"{FULL}第三十条第十款、第九条第一款、第三款"),
        ("《法典》附则第三条", f"{FULL}附则第三条"),
        ("《法典》第三章第二节", f"{FULL}第三章第二节"),
        ("《法典》第二编第三章第十条、第十二条", f"{FULL}第二编第三章第十条、第十二条"),
        ("《法典》附件2", f"{FULL}附件2"),
        ("《环保法》", OLD_FULL),
        ("环保法和大气法", f"{OLD_FULL}；{AIR_FULL}"),
        ("①《环保法》；②《大气法》第一条", f"{OLD_FULL}；{AIR_FULL}第一条"),
        ("1.《环保法》第五条。\n2.《大气法》第六条。", f"{OLD_FULL}第五条；{AIR_FULL}第六条"),
        ("（一）《环保法》第一条\n（二）《大气法》第二条", f"{OLD_FULL}第一条；{AIR_FULL}第二条"),
        ("《环保法》第一条\n第二条", f"{OLD_FULL}第一条、第二条"),
        ("法律依据：根据环保法第十条的规定", f"{OLD_FULL}第十条"),
        ("《环境保护法》（2014年4月24日修订）第6条", f"{OLD_FULL}（2014年修订）第六条"),
        ("《环境保护法》（主席令第九号）第6条", f"{OLD_FULL}第六条"),
        ("《生态环境法典》（以下简称《新法》）第十条；《新法》第十二条", f"{FULL}第十条、第十二条"),
        ("环境保护部令第28号第五条", "《环境保护主管部门实施按日连续处罚办法》第五条"),
        ("《地方党政领导干部责任制规定》（试行）第三条", "《地方党政领导干部责任制规定（试行）》第三条"),
        ("（依据：法典第六条）", f"{FULL}第六条"),
        ("依据《法典》等有关规定", FULL),
        ("一是《法典》第二百三十九条和二百四十条；二是《环保法》第6条", f"{FULL}第二百三十九条、第二百四十条；{OLD_FULL}第六条"),
        ("《环境保护法》（2014年4月24日第十二届全国人民代表大会常务委员会第八次会议修订）第6条", f"{OLD_FULL}（2014年修订）第六条"),
        ("本部门“三定”方案第三条", "《某市水利局职能配置、内设机构和人员编制规定》第三条"),
        ("<<生态环境法典>>第三条", f"{FULL}第三条"),
        ("三定方案第三条第八项", "《某市水利局职能配置、内设机构和人员编制规定》第三条第（八）项"),
        (
            "《某市人民政府办公室 关于印发〈某市水利局职能配置、内设机构和人员编制规定〉的通知》（某委〔2019〕15号）第三条第（八）项",
            "《某市水利局职能配置、内设机构和人员编制规定》第三条第（八）项",
        ),
    ],
)  # fmt: skip
def test_what_departments_write_becomes_the_standard_form(text: str, standard: str) -> None:
    reading = parse(text, SHELF, body=WATER.body)
    assert write(reading.references) == standard
    assert reading.faults == ()


def test_references_are_data_with_their_places() -> None:
    text = "依据《生态环境法典》第250条第2款第（3）项和环保法第十条之一"
    reading = parse(text, SHELF)
    assert [one.reference.as_data() for one in reading.cited] == [
        {"instrument": CODE.title, "article": 250, "paragraph": 2, "item": 3},
        {"instrument": OLD.title, "article": 10, "paragraph": None, "item": None, "inserted": 1},
    ]
    assert [text[one.start : one.end] for one in reading.cited] == [
        "《生态环境法典》第250条第2款第（3）项", "环保法第十条之一",
    ]  # fmt: skip
    assert reading.references[0].key == "ecological-code"


@pytest.mark.parametrize(
    ("text", "code", "where", "understood"),
    [
        ("第十条", "basis_no_instrument", "第十条", ""),
        ("《水土保持法》第十条", "basis_not_in_library", "《水土保持法》", "《水土保持法》第十条"),
        ("民法典第一千条", "basis_not_in_library", "民法典", "《民法典》第一千条"),
        ("水土保持法和大气法第十条", "basis_not_in_library", "水土保持法", f"《水土保持法》；{AIR_FULL}第十条"),
        ("环保法第十条，负责水污染防治监督", "basis_not_understood", "负责水污染防治监督", f"{OLD_FULL}第十条"),
        ("《法典第十条\n《环保法》第二条", "basis_title_open", "《法典第十条", f"{FULL}第十条；{OLD_FULL}第二条"),
        ("法典第一条：国家建立制度，落实防治方案，", "basis_not_understood", "国家建立制度，落实防治方案", f"{FULL}第一条"),
        ("水污染防治条例；《法典》", "basis_not_in_library", "水污染防治条例", f"《水污染防治条例》；{FULL}"),
        ("《法典》第十十条", "basis_number_unreadable", "第十十条", FULL),
        ("《法典》第零条", "basis_number_unreadable", "第零条", FULL),
        ("《法典》第10000条", "basis_number_unreadable", "第10000条", FULL),
        ("《法典》第三", "basis_no_unit", "第三", FULL),
        ("《法典》第5至3条", "basis_range_reversed", "第5至3条", f"{FULL}第五条、第三条"),
        ("《法典》第1至900条", "basis_range_long", "第1至900条", f"{FULL}第一条、第九百条"),
        ("《法典》第一条；同上", "basis_same_as_above", "同上", f"{FULL}第一条"),
        ("《法典》（解释）第一条", "basis_not_understood", "（解释）", f"{FULL}第一条"),
        ("《行政处罚法》（1996年版）第一条", "basis_edition_unknown", "《行政处罚法》（1996年版）", "《中华人民共和国行政处罚法》（1996年版）第一条"),
        ("《" + "长" * 301 + "》第一条", "basis_title_long", "《" + "长" * 301 + "》", ""),
        ("三定方案第三条", "basis_not_in_library", "三定方案", "《三定方案》第三条"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_kept_with_its_place(text: str, code: str, where: str, understood: str) -> None:
    reading = parse(text, SHELF)
    found = next(fault for fault in reading.faults if fault.code == code)
    assert text[found.start : found.end].startswith(where[:20])
    assert found.sentence
    assert write(reading.references) == understood


def test_of_several_editions_the_written_year_or_the_day_decides() -> None:
    named = parse("《行政处罚法》（2017年修正）第五条", SHELF).references[0]
    assert named.instrument == PENALTY_2017
    assert named.text == "《中华人民共和国行政处罚法》（2017年修正）第五条"
    assert parse("行政处罚法第五条", SHELF, on=date(2020, 1, 1)).references[0].instrument == PENALTY_2017
    assert parse("行政处罚法第五条", SHELF, on=date(2026, 1, 1)).references[0].instrument == PENALTY_2021


def test_what_each_department_has_one_of_is_the_asking_departments_own() -> None:
    assert parse("三定规定第三条", SHELF, body=WATER.body).references[0].instrument == WATER
    assert parse("三定规定第三条", SHELF, body="ocean-bureau").references[0].instrument is None
    other = parse(f"《{WATER.title}》第三条", SHELF, body="parks-bureau").references[0]
    assert other.instrument == WATER


def test_a_text_of_too_many_references_says_so() -> None:
    reading = parse("法典第1至300条、" * 20, SHELF)
    assert len(reading.cited) == MOST
    assert reading.faults[-1].code == "basis_too_many"


BAD = (
    "第1、", "《", "(", "第", "1", "第十", "《〈", "和", "第（一", "一", "(一)", "根据", "1-", "第一至", "年2018", "\n（一）", "以下简称",
    "（2018年修", "环保法、", "法（", "第一百零", "《法典", "〈》", "至第", "，", "同上", "附件1",
)  # fmt: skip


@pytest.mark.parametrize("piece", BAD)
def test_the_steps_grow_with_the_text_and_no_faster(piece: str) -> None:
    def lines_run(length: int) -> int:
        count = 0

        def trace(frame: FrameType, event: str, argument: object) -> object:
            nonlocal count
            count += event == "line"
            return trace

        text = "《法典》" + piece * (length // len(piece)) + "X"
        sys.settrace(trace)
        try:
            parse(text, SHELF)
        finally:
            sys.settrace(None)
        return count

    assert lines_run(4000) < 6 * max(lines_run(1000), 2000)  # four times the text; a square would be sixteen


@pytest.mark.parametrize("piece", BAD)
def test_a_long_text_is_read_at_once(piece: str) -> None:
    began = time.process_time()
    parse("《法典》" + piece * (60_000 // len(piece)) + "X", SHELF)
    assert time.process_time() - began < 5  # a square of this length would take minutes


PROVISIONS = st.builds(
    Provision,
    article=st.integers(1, 9999),
    inserted=st.sampled_from([0, 0, 0, 1, 12]),
    paragraph=st.sampled_from([0, 0, 1, 2, 3, 11]),
    item=st.sampled_from([0, 0, 1, 2, 10, 21]),
    subitem=st.sampled_from([0, 0, 0, 1, 2]),
    part=st.sampled_from(["", "", "", "附则", "第三章", "第二编第十章第一节", "附件2"]),
) | st.just(Provision())
TITLES = st.sampled_from(["法典", "环保法", "大气法", "《没有登记的规定》", "行政处罚法"])


@given(st.lists(st.tuples(TITLES, PROVISIONS), max_size=12))
def test_what_is_written_reads_back_the_same(wanted: list[tuple[str, Provision]]) -> None:
    references = [
        type(one)(one.instrument, one.title, provision)
        for title, provision in wanted
        for one in parse(title, SHELF).references
    ]
    text = write(references)
    assert list(parse(text, SHELF).references) == references
    assert write(parse(text, SHELF).references) == text


SCRAPS = st.lists(
    st.sampled_from(
        ["《", "》", "〈", "法典", "环保法", "《环保法》", "第", "十", "3", "（", "）", "一", "条", "款", "项", "目", "之", "、", "；", "至", "和",
         "\n", " ", "章", "（2018年修正）", "附则", "规定", "依据", "号", "某办法", "1.", "X"]
    ), max_size=30,
).map("".join)  # fmt: skip


@example("《3条〈附则附则")  # a number of no title: reading went round and round
@example("3条")
@example("《环保法》一条《环保法》十款")  # a paragraph of no article is not one of the article before it
@given(SCRAPS)
def test_any_text_is_read_once_and_then_stays(text: str) -> None:
    reading = parse(text, SHELF, body=WATER.body)
    for one in (*reading.cited, *reading.faults):
        assert 0 <= one.start < one.end <= len(text)
    standard = write(reading.references)
    again = parse(standard, SHELF, body=WATER.body)
    assert write(again.references) == standard


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    reading = parse(text, SHELF)
    assert all(fault.sentence for fault in reading.faults)
