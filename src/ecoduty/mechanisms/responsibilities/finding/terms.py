"""What was said as pairs of characters: without the words that say nothing, with the words that mean the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ecoduty.casework.search.meaning import understand
from ecoduty.kernel.clock import today

MEANT = 0.8  # what a word counts that was meant, not said
_LONGEST = 600  # characters of a text that are looked at


@dataclass(frozen=True, slots=True)
class Terms:
    """A question. `said` is folded, `bare` the same without words that say nothing; `grams` are pairs with what each
    counts; `meant` are the written words behind it, `beside` what was said of matters that no list is about.
    """

    said: str
    bare: str
    grams: Mapping[str, float]
    meant: tuple[str, ...]
    beside: tuple[str, ...] = ()


def terms(text: str) -> Terms:
    """Understand a question or a whole complaint, by the words of today: people ask in them about any day.

    Single characters are sought where nothing longer was said.
    """
    meaning = understand(text[:_LONGEST], today())
    found = [*grams(meaning.bare)]
    counted = dict.fromkeys([gram for gram in found if len(gram) > 1] or found, 1.0)
    for word in meaning.meant:
        for gram in grams(word):
            counted.setdefault(gram, MEANT)
    return Terms(meaning.said, meaning.bare, counted, meaning.meant, meaning.beside)


def grams(folded: str) -> Iterable[str]:
    """Pairs of neighbouring characters, runs of letters and figures whole, and a word of one character by itself."""
    for word in folded.split():
        for run in _runs(word):
            if run[0].isascii():
                yield run[:40]
            elif len(run) == 1:
                yield run
            else:
                yield from (first + second for first, second in pairwise(run))


def _runs(word: str) -> Iterable[str]:
    """pm2.5超标 → pm2.5, 超标."""
    start = 0
    for place in range(1, len(word)):
        if word[place].isascii() != word[place - 1].isascii():
            yield word[start:place]
            start = place
    yield word[start:]


__all__ = ["Terms", "grams", "terms"]
