"""Telephone numbers are understood as people type them."""

from __future__ import annotations

import pytest

from ecoduty.casework.intakes import telephones


@pytest.mark.parametrize(
    ("typed", "number", "texts"),
    [
        ("13800000000", True, True),
        ("138-0000 0000", True, True),
        ("１３８００００００００", True, True),
        ("138—0000—0000", True, True),
        ("0592-0000000", True, False),
        ("+86 592 0000000", True, False),
        ("12345", False, False),
        ("1380000000", True, False),
        ("138000000001", True, False),
        ("138 0000 000x", False, False),
        ("", False, False),
        ("-13800000000", False, False),
    ],
)
def test_a_number_is_known_however_it_is_typed(typed, number, texts):
    assert (telephones.is_number(typed), telephones.takes_texts(typed)) == (number, texts)


def test_blanks_and_dashes_are_no_part_of_it():
    assert telephones.bare("０５９２－ 000 0000") == "05920000000"
