"""Numbers of provisions, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoduty.casework.legal_basis.numerals import GREATEST, from_chinese, to_chinese


def test_every_number_of_a_provision_reads_back() -> None:
    written = [to_chinese(number) for number in range(1, GREATEST + 1)]
    assert [from_chinese(text) for text in written] == list(range(1, GREATEST + 1))
    assert len(set(written)) == GREATEST


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一百"), (101, "一百零一"), (110, "一百一十"),
        (119, "一百一十九"), (1000, "一千"), (1001, "一千零一"), (1010, "一千零一十"), (1100, "一千一百"),
        (1242, "一千二百四十二"), (9999, "九千九百九十九"),
    ],
)  # fmt: skip
def test_a_number_as_statutes_write_it(number: int, text: str) -> None:
    assert to_chinese(number) == text
    assert from_chinese(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("250", 250),
        ("二五〇", 250),
        ("一二四二", 1242),
        ("一百十", 110),
        ("廿一", 21),
        ("卅", 30),
        ("两百", 200),
        ("一百〇三", 103),
        ("0", 0),
    ],
)
def test_other_ways_of_writing_are_read(text: str, number: int) -> None:
    assert from_chinese(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "二百五",
        "十十",
        "百",
        "一千二",
        "一百零",
        "零十",
        "一万",
        "12345",
        "一十百",
        "第",
        "一二三四五",
        "²",
        "１２",
    ],
)
def test_what_is_no_number_or_could_be_two_is_none(text: str) -> None:
    assert from_chinese(text) is None


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_numbers_beyond_are_not_written(number: int) -> None:
    with pytest.raises(ValueError, match="no number of a provision"):
        to_chinese(number)


@given(st.text(alphabet="零〇一二两三四五六七八九十百千廿卅万0123456789", max_size=12))
def test_whatever_is_read_is_in_range_and_writes_to_itself(text: str) -> None:
    number = from_chinese(text)
    assert number is None or 0 <= number <= GREATEST
    if number:
        assert from_chinese(to_chinese(number)) == number
