"""Whether a reference holds on a day, and what is proposed in its place."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.legal_basis.reading import parse
from ecoduty.casework.legal_basis.references import Standing, replacement
from tests.casework.legal_basis.shelf import SHELF

BEFORE, AFTER = date(2026, 8, 14), date(2026, 8, 15)


@pytest.mark.parametrize(
    ("text", "day", "standing", "sentence"),
    [
        (
            "法典第一千二百四十二条",
            AFTER,
            Standing.VALID,
            "《中华人民共和国生态环境法典》自2026年8月15日起施行，当日有效",
        ),
        ("法典第一条", BEFORE, Standing.NOT_YET, "《中华人民共和国生态环境法典》自2026年8月15日起施行，当日尚未施行"),
        ("法典第一千二百四十三条", AFTER, Standing.BEYOND, "《中华人民共和国生态环境法典》共1242条，没有第1243条"),
        ("环保法第十条", AFTER, Standing.REPEALED, "《中华人民共和国环境保护法》自2026年8月15日起废止"),
        ("环保法第十条", BEFORE, Standing.UNDATED, "《中华人民共和国环境保护法》的施行日没有登记，效力待核"),
        ("民法典第十条", AFTER, Standing.UNKNOWN, "依据库里没有《民法典》，效力没有核对"),
        (
            "行政处罚法第五条",
            date(2020, 1, 1),
            Standing.VALID,
            "《中华人民共和国行政处罚法》自2018年1月1日起施行，当日有效",
        ),
    ],
)
def test_standing_on_a_day(text: str, day: date, standing: Standing, sentence: str) -> None:
    validity = parse(text, SHELF, on=day).references[0].valid_on(day)
    assert (validity.standing, validity.sentence) == (standing, sentence)
    assert validity.holds == (standing in {Standing.VALID, Standing.UNDATED})


@pytest.mark.parametrize(
    ("text", "mapped", "proposed"),
    [
        (
            "环保法第十条",
            True,
            ["《中华人民共和国生态环境法典》第十七条第一款", "《中华人民共和国生态环境法典》第十八条"],
        ),
        (
            "环保法第十条第二款",
            True,
            ["《中华人民共和国生态环境法典》第十七条第一款", "《中华人民共和国生态环境法典》第十八条"],
        ),
        ("环保法第十一条", True, []),
        ("环保法第十二条", False, ["《中华人民共和国生态环境法典》"]),
    ],
)
def test_a_failed_basis_gets_a_proposal_and_nothing_more(text: str, *, mapped: bool, proposed: list[str]) -> None:
    reference = parse(text, SHELF).references[0]
    proposal = replacement(SHELF, reference, AFTER)
    assert proposal is not None
    assert (proposal.mapped, [one.text for one in proposal.references]) == (mapped, proposed)
    assert proposal.sentence
    assert reference.text == parse(text, SHELF).references[0].text


def test_what_holds_gets_no_proposal() -> None:
    assert replacement(SHELF, parse("法典第一条", SHELF).references[0], AFTER) is None
    assert replacement(SHELF, parse("环保法第十条", SHELF).references[0], BEFORE) is None
