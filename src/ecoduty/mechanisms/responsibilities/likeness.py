"""Names that are nearly the same, by the pairs of neighbouring characters they share; exact, and fast for many.

Two names are alike by Dice's measure: twice the pairs in common, divided by the pairs of both. The pairs that a name has
in common with all others are counted at once: one long number for each pair of characters, one bit of it for each name,
added bit by bit. So it takes the same time whether names share rare pairs or, made by a pattern, all of them; a join of
the pairs in the database took minutes for those. Names with the same pairs are compared once, however many rows bear them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Any

from django.db import connection

NEAR = 0.75  # of 1, the same name
_SIGNS = "，。、；：！？（）()《》〈〉“”‘’【】[]·-—,.;: \u3000\t\n"
_TINY = 1e-9  # what a sum of fractions may be too high by
_SET = re.compile(rb"[^\0]", re.DOTALL)
_NO_SIGNS = str.maketrans("", "", _SIGNS)
Named = tuple[str, str]  # reference and name


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that are alike: `other` is one of the same list where `within`, else one of the others."""

    ref: str
    name: str
    other: str
    other_name: str
    within: bool
    alike: float


def near(
    names: Sequence[Named],
    others: str = "",
    values: dict[str, Any] | None = None,
    *,
    least: float = NEAR,
    most: int = 1000,
) -> list[Pair]:
    """Pairs of alike names, the most alike first: among `names`, and of them with the rows of the database that
    `others` selects, a SELECT of `ref` and `name` as text with its own named `values`. One statement at most.
    """
    rows: list[Named] = []
    if others:
        with connection.cursor() as cursor:
            cursor.execute(others, values or {})
            rows = [(str(ref), str(name)) for ref, name in cursor.fetchall()]
    return alike(names, rows, least=least, most=most)


def alike(names: Sequence[Named], others: Sequence[Named] = (), *, least: float = NEAR, most: int = 1000) -> list[Pair]:
    """The same of rows at hand. Names without any letter are like none."""
    every = [*names, *others]
    words = _Words(every, len(names))
    levels: dict[float, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for one, other, measure in words.pairs(least):
        levels[measure][one].append(other)
        if other != one and words.is_own(other):
            levels[measure][other].append(one)
    found: list[Pair] = []
    for measure in sorted(levels, reverse=True):
        level = levels[measure]
        for place in range(len(names)):
            if (word := words.of_row[place]) not in level:
                continue
            for other in sorted(row for near_ in level[word] for row in words.rows[near_] if row > place):
                found.append(Pair(*every[place], *every[other], other < len(names), measure))
                if len(found) == most:
                    return found
    return found


def dice(one: str, other: str) -> float:
    """How alike two names are, 0 to 1."""
    a, b = grams(one), grams(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def grams(name: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a name without its signs; a single character stands for itself."""
    plain = name.translate(_NO_SIGNS).lower()
    if len(plain) < 2:
        return frozenset((plain,)) if plain else frozenset()
    return frozenset(one + other for one, other in pairwise(plain))


class _Words:
    """The different names of all rows, shortest first, and which rows bear them."""

    def __init__(self, every: Sequence[Named], own: int) -> None:
        self.own = own
        bearers: dict[frozenset[str], list[int]] = defaultdict(list)
        for row, (_, name) in enumerate(every):
            bearers[grams(name)].append(row)
        self.grams = sorted(bearers, key=len)
        self.rows = [bearers[some] for some in self.grams]
        self.of_row = [0] * len(every)
        for word, rows in enumerate(self.rows):
            for row in rows:
                self.of_row[row] = word

    def is_own(self, word: int) -> bool:
        """Whether a row of the list itself bears the name."""
        return self.rows[word][0] < self.own

    def pairs(self, least: float) -> Iterator[tuple[int, int, float]]:
        """Alike words, the first of them the list's own; each pair once, a word with itself where it is borne twice."""
        bits = self._bits()
        sizes = [len(some) for some in self.grams]
        for word, some in enumerate(self.grams):
            if not some or not self.is_own(word):
                continue
            if len(self.rows[word]) > 1:
                yield word, word, 1.0
            size = len(some)
            digits = _added([bits[gram] for gram in some])
            # What is no shorter has to share more than the shortest that can be alike at all.
            longer = bisect_left(sizes, size)
            shorter = _at_least(digits, ceil(size * least / (2 - least) - _TINY)) & ((1 << longer) - 1)
            for other in _set_bits(shorter | _at_least(digits, ceil(size * least - _TINY)) >> longer << longer):
                if other == word or (other < word and self.is_own(other)):
                    continue
                measure = 2 * len(some & self.grams[other]) / (size + sizes[other])
                if measure >= least:
                    yield word, other, measure

    def _bits(self) -> dict[str, int]:
        """For each pair of characters of the list's own names one bit for each word that has it."""
        wanted = frozenset().union(*(some for word, some in enumerate(self.grams) if self.is_own(word)))
        bearing: dict[str, list[int]] = {gram: [] for gram in wanted}
        for word, some in enumerate(self.grams):
            for gram in some & wanted:
                bearing[gram].append(word)
        bits: dict[str, int] = {}
        for gram, words in bearing.items():
            found = bytearray(words[-1] // 8 + 1)
            for word in words:
                found[word >> 3] |= 1 << (word & 7)
            bits[gram] = int.from_bytes(found, "little")
        return bits


def _added(numbers: list[int]) -> list[int]:
    """The sums of the bits at each place, as binary numbers: the first result has their lowest digits."""
    digits: list[int] = []
    while numbers:
        carried: list[int] = []
        total = numbers[0]
        for place in range(1, len(numbers) - 1, 2):
            a, b = numbers[place], numbers[place + 1]
            half = total ^ a
            carried.append((total & a) | (half & b))
            total = half ^ b
        if len(numbers) % 2 == 0:
            carried.append(total & numbers[-1])
            total ^= numbers[-1]
        digits.append(total)
        numbers = carried
    return digits


def _at_least(digits: list[int], least: int) -> int:
    """One bit at each place whose sum is no less than `least`, which is 1 or more."""
    if least >= 1 << len(digits):
        return 0
    above, same = 0, None
    for place in range(len(digits) - 1, -1, -1):
        digit = digits[place]
        if least >> place & 1:
            same = digit if same is None else same & digit
        elif same is None:
            above |= digit
        else:
            both = same & digit
            above |= both
            same ^= both
    return above if same is None else above | same


def _set_bits(number: int) -> Iterator[int]:
    """The places of the bits that are set."""
    for found in _SET.finditer(number.to_bytes(number.bit_length() // 8 + 1, "little")):
        byte, place = found[0][0], 8 * found.start()
        for bit in range(8):
            if byte >> bit & 1:
                yield place + bit


__all__ = ["NEAR", "Named", "Pair", "alike", "dice", "grams", "near"]
