"""What the quality check finds in a list, and names that are nearly the same."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoduty.casework.legal_basis.reading import parse
from ecoduty.mechanisms.responsibilities.likeness import alike, dice, near
from ecoduty.mechanisms.responsibilities.quality import Elsewhere, Others, Row, check
from tests.casework.legal_basis.shelf import CODE_DAY, SHELF

VAGUE = ("相关工作", "其他工作")


def row(name: str, bases: str) -> Row:
    read = parse(bases, SHELF)
    return Row("B3", name, read.references, read.faults)


@pytest.mark.parametrize(
    ("name", "bases", "codes"),
    [
        ("夜间施工噪声监督管理", "法典第五百七十二条", []),
        ("夜间施工噪声监督管理", "", ["responsibility_no_basis"]),
        ("夜间施工噪声监督管理", "环保法第十条", ["responsibility_invalid_basis"]),
        ("夜间施工噪声监督管理", "法典第一千三百条", ["responsibility_invalid_basis"]),
        (
            "夜间施工噪声监督管理",
            "《水土保持法》第十条",
            ["responsibility_invalid_basis", "responsibility_unclear_basis"],
        ),
        ("做好相关工作", "法典第一条", ["responsibility_vague"]),
    ],
)
def test_each_row_is_told_what_is_wrong_with_it(name: str, bases: str, codes: list[str]) -> None:
    found = check([row(name, bases)], SHELF, CODE_DAY, VAGUE)
    assert [finding.code for finding in found] == codes
    assert all(finding.ref == "B3" and name in finding.sentence for finding in found)


def test_a_failed_basis_is_told_with_what_would_take_its_place() -> None:
    found = check([row("大气监测", "环保法第十条")], SHELF, CODE_DAY)[0]
    assert "自2026年8月15日起废止" in found.sentence
    assert "建议改引《中华人民共和国生态环境法典》第十七条第一款" in found.sentence
    assert found.stops


def test_nearly_the_same_names_are_found_in_one_statement(db: None) -> None:
    names = [
        ("1", "入河排污口审批与排查整治"), ("2", "入河排污口的审批与排查整治"), ("3", "建筑施工噪声监管"), ("4", "建筑施工噪声监管。"),
        ("5", "畜禽粪污资源化利用"), ("6", "水"), ("7", ""),
    ]  # fmt: skip
    others = "SELECT key::text AS ref, name::text AS name FROM (VALUES ('a', %(own)s), ('b', '港口岸电设施建设')) AS rows(key, name)"
    with CaptureQueriesContext(connection) as seen:
        found = near(names, others, {"own": "畜禽粪污的资源化利用"})
    assert len(seen) == 1
    assert {(pair.ref, pair.other, pair.within) for pair in found} == {
        ("3", "4", True),
        ("1", "2", True),
        ("5", "a", False),
    }
    assert found[0].alike == 1.0
    assert (found[0].ref, found[0].other_name) == ("3", "建筑施工噪声监管。")


_WORDS = st.lists(st.sampled_from(["污水", "处理", "监管", "扬尘", "的", "噪声", "A"]), max_size=6).map("".join)


@settings(max_examples=150, deadline=None)
@given(
    own=st.lists(_WORDS, max_size=12),
    others=st.lists(_WORDS, max_size=12),
    least=st.sampled_from([0.5, 0.75, 0.9, 1.0]),
)
def test_it_finds_what_comparing_all_with_all_finds(own, others, least):
    names = [(f"n{place}", name) for place, name in enumerate(own)]
    beyond = [(f"o{place}", name) for place, name in enumerate(others)]
    wanted = {
        (one[0], other[0]): dice(one[1], other[1])
        for place, one in enumerate(names)
        for other in (*names[place + 1 :], *beyond)
        if dice(one[1], other[1]) >= least
    }
    found = alike(names, beyond, least=least)
    assert {(pair.ref, pair.other): pair.alike for pair in found} == wanted
    assert [pair.alike for pair in found] == sorted(wanted.values(), reverse=True)
    assert all(pair.within == pair.other.startswith("n") for pair in found)


def duty(name: str, role: str = "lead", **more) -> Row:
    read = parse(more.pop("bases", "法典第一条"), SHELF)
    ref = more.pop("ref", name)
    given = {"unit": "水保科", "lead": "water", **more}
    return Row(ref, name, read.references, read.faults, role=role, **given)


def codes(rows, **more) -> list[tuple[str, str, bool]]:
    found = check(rows, SHELF, CODE_DAY, VAGUE, catch_all=("规定的其他",), **more)
    return [(one.ref, one.code.removeprefix("responsibility_"), one.stops) for one in found]


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (duty("巡查水库"), []),
        (duty("巡查水库", unit=""), [("no_unit", True)]),
        (duty("落实法律法规规定的其他职责"), [("catch_all_unmarked", True)]),
        (duty("落实法律法规规定的其他职责", catch_all=True), []),
        (duty("落实法律法规规定的其他职责", catch_all=True, unit=""), [("catch_all_homeless", True)]),
        (duty("清理河面", "support", lead=""), [("no_lead", True)]),
        (duty("清理河面", "joint"), [("joint_alone", True)]),
        (duty("清理河面", "joint", joint=("parks",)), []),
    ],
)
def test_each_part_of_a_row_is_asked_for(row, wanted):
    assert codes([row]) == [(row.ref, *one) for one in wanted]


def test_a_name_that_stands_twice_stops_one_that_nearly_does_is_for_a_person():
    rows = [
        duty("河道采砂监督管理"),
        duty("水库巡查", ref="C4"),
        duty("河道采砂的监督管理"),
        duty("水库巡查。", ref="C6"),
    ]
    assert codes(rows) == [("河道采砂的监督管理", "near_duplicate", False), ("C6", "duplicate_name", True)]


def elsewhere(body: str, name: str, role: str = "lead", **more) -> Elsewhere:
    return Elsewhere(body, name, role, **{"lead": body, **more})


def test_a_support_needs_its_lead_in_the_other_list_and_to_be_named_there():
    rows = [
        duty("配合市生态环境局做好水源地巡查", "support", lead="ecology"),
        duty("配合市生态环境局监测地下水", "support", lead="ecology"),
        duty("配合市生态环境局宣传低碳出行", "support", lead="ecology"),
        duty("配合市园林局养护绿道", "support", lead="parks"),
    ]
    others = Others(
        "water",
        [
            elsewhere("ecology", "饮用水水源地巡查", supporters=("water",)),
            elsewhere("ecology", "负责地下水监测", supporters=("land",)),
        ],
        {"ecology": "市生态环境局", "parks": "市园林局"},
        frozenset({"ecology"}),
    )
    assert codes(rows, others=others) == [
        (rows[1].ref, "support_unmirrored", False),
        (rows[2].ref, "support_without_lead", False),
        (rows[3].ref, "lead_unlisted", False),
    ]


def test_who_leads_must_stand_in_the_list_of_who_helps_and_nobody_else_may_lead_the_same():
    rows = [
        duty("入河排口整治", supporters=("parks",)),
        duty("堤防绿化养护", supporters=("parks",)),
        duty("库区岸边漂浮垃圾清理"),
    ]
    others = Others(
        "water",
        [
            elsewhere("parks", "配合市水利局整治入河排口", "support", lead="water"),
            elsewhere("ecology", "库区岸边漂浮垃圾的清理"),
            elsewhere("land", "库区岸边漂浮垃圾清理", "joint", joint=("water",)),
        ],
        {"ecology": "市生态环境局"},
        frozenset({"parks", "ecology"}),
    )
    assert codes(rows, others=others) == [
        (rows[1].ref, "supporter_unmirrored", False), (rows[2].ref, "two_leads", False),
    ]  # fmt: skip
