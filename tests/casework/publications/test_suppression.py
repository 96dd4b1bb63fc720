"""Small numbers are withheld, and so is what would give them away."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoduty.casework.publications.suppression import with_sums, withheld

SMALLEST = 5
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=1, max_size=4)
)


def shown(counts):
    table = with_sums(counts)
    hidden = withheld(table, SMALLEST)
    return [[None if (r, c) in hidden else n for c, n in enumerate(row)] for r, row in enumerate(table)]


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ([[10, 20], [30, 40]], [[10, 20, 30], [30, 40, 70], [40, 60, 100]]),
        ([[0, 20], [30, 0]], [[0, 20, 20], [30, 0, 30], [30, 20, 50]]),
        ([[2, 20, 30], [9, 40, 50], [60, 70, 80]],
         [[None, None, 30, 52], [None, None, 50, 99], [60, 70, 80, 210], [71, 130, 160, 361]]),
        ([[3, 0], [0, 0]], [[None, 0, None], [0, 0, 0], [None, 0, None]]),
    ],
)  # fmt: skip
def test_small_numbers_and_what_gives_them_away(counts, found):
    assert shown(counts) == found


@settings(max_examples=300, deadline=None)
@given(TABLES)
def test_nothing_small_is_ever_shown(counts):
    for row in shown(counts):
        assert all(n is None or n == 0 or n >= SMALLEST for n in row)


@settings(max_examples=300, deadline=None)
@given(TABLES)
def test_what_is_shown_adds_up_wherever_nothing_is_withheld(counts):
    for row in shown(counts):
        if None not in row:
            assert sum(row[:-1]) == row[-1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=2))
def test_of_every_small_number_the_shown_ones_allow_another(counts):
    """All tables that show the same, tried one by one: a small number is never the only one possible."""
    seen = shown(counts)
    cells = [(r, c) for r in range(2) for c in range(2)]
    choices = [range(14) if seen[r][c] is None else [seen[r][c]] for r, c in cells]
    possible = []
    for values in product(*choices):
        table = with_sums([values[:2], values[2:]])
        if all(seen[r][c] is None or seen[r][c] == table[r][c] for r in range(3) for c in range(3)):
            possible.append(values)
    for n, (r, c) in enumerate(cells):
        if 0 < counts[r][c] < SMALLEST:
            assert len({values[n] for values in possible}) > 1
