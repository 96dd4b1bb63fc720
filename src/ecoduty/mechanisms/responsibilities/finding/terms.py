"""What was said as pairs of characters: folded, without the words that say nothing, with the words that mean the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from ecoduty.casework.search.spelling import fold
from ecoduty.kernel.clock import today
from ecoduty.kernel.rulebook import store as rulebooks

SYNONYMS = "responsibility.synonyms"  # 书面词=说法|说法: whoever says one of these means the first
EMPTY_WORDS = "responsibility.empty-words"
MEANT = 0.8  # what a word counts that was meant, not said
_LONGEST = 600  # characters of a text that are looked at


@dataclass(frozen=True, slots=True)
class Terms:
    """A question. `said` is folded, `bare` the same without words that say nothing; `grams` are pairs with what each
    counts; `meant` are the written words behind it.
    """

    said: str
    bare: str
    grams: Mapping[str, float]
    meant: tuple[str, ...]


def terms(text: str) -> Terms:
    """Understand a question or a whole complaint, by the words of today: people ask in them about any day."""
    book = rulebooks.current_or_none()
    synonyms, empty = _words(book.digest if book else "", today())
    said = fold(text[:_LONGEST])
    meant = tuple(word for word, ways in synonyms if word not in said and any(way in said for way in ways))
    bare = said
    for word in empty:
        bare = bare.replace(word, " ")
    counted = dict.fromkeys(grams(bare), 1.0)
    for word in meant:
        for gram in grams(word):
            counted.setdefault(gram, MEANT)
    return Terms(said, " ".join(bare.split()), counted, meant)


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


@lru_cache(maxsize=16)
def _words(digest: str, on: date) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], tuple[str, ...]]:
    """Synonyms as (written word, ways to say it) and empty words, folded, the longest first."""
    if not digest:
        return (), ()
    book = rulebooks.version(digest)

    def value(key: str) -> tuple[str, ...]:
        found = book.value(key, on=on) if key in book.values else ()
        return tuple(map(str, found)) if isinstance(found, tuple) else (str(found),)

    pairs = (line.partition("=") for line in value(SYNONYMS))
    synonyms = tuple((fold(word), tuple(fold(way) for way in ways.split("|") if way)) for word, _, ways in pairs)
    return synonyms, tuple(sorted(map(fold, value(EMPTY_WORDS)), key=len, reverse=True))


__all__ = ["Terms", "grams", "terms"]
