"""What the quality check finds in a list, and names that are nearly the same."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.legal_basis.reading import parse
from ecoduty.mechanisms.responsibilities.likeness import near
from ecoduty.mechanisms.responsibilities.quality import Row, check
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


def test_it_misses_none_that_comparing_all_with_all_would_find(db: None) -> None:
    heads, tails = (
        ("城市", "农村", "港口", "河道", "夜间"),
        ("污水处理监管", "污水收集处理监管", "扬尘污染防治", "扬尘防治", "噪声防治"),
    )
    names = [(f"{head}{tail}", f"{head}{tail}") for head in heads for tail in tails]

    def dice(one: str, other: str) -> float:
        a, b = ({name[at : at + 2] for at in range(len(name) - 1)} for name in (one, other))
        return 2 * len(a & b) / (len(a) + len(b))

    wanted = {
        frozenset({one, other}) for one, _ in names for other, _ in names if one != other and dice(one, other) >= 0.75
    }
    found = {frozenset({pair.ref, pair.other}) for pair in near(names)}
    assert found == wanted
    assert wanted
