"""What plain words mean: the written words behind them, what says nothing, what speaks of other matters; all the rulebook's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ecoduty.casework.search.spelling import fold
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook import store as rulebooks

SYNONYMS = "responsibility.synonyms"  # 书面词=说法|甲+乙: whoever says one of these, or both 甲 and 乙, means the first
EMPTY_WORDS = "responsibility.empty-words"
OTHER_MATTERS = "responsibility.other-matters"  # who says one of these mostly speaks of something else

_LIKENED = re.compile("(?:跟|像|如同|好比)[^ ]{1,8}?(?:一样|似的|一般)")  # what something is likened to, it is not

Ways = tuple[tuple[str, ...], ...]  # each way in the parts that must all be said


@dataclass(frozen=True, slots=True)
class Meaning:
    """`said` is folded, `bare` the same without words that say nothing; `meant` are the written words behind it, in the
    rulebook's order; `beside` is what was said of matters that no list is about.
    """

    said: str
    bare: str
    meant: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    def has(self, part: str) -> bool:
        """Whether a folded word was said or meant."""
        return part in self.said or part in self.meant

    def way(self, ways: Ways) -> tuple[str, ...]:
        """The first of the ways whose parts all were said or meant; empty where none was."""
        return next((way for way in ways if all(map(self.has, way))), ())


@dataclass(frozen=True, slots=True)
class _Words:
    """What the rulebook knows of words, folded; the longest empty words first."""

    synonyms: tuple[tuple[str, Ways], ...] = ()
    parts: frozenset[str] = frozenset()  # of all their ways, so that each is looked for once
    empty: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def understand(text: str, on: date) -> Meaning:
    """The meaning of a text by the words of a day; only folded where no rulebook is adopted yet."""
    book = rulebooks.current_or_none()
    words = _words(book.digest, on) if book else _Words()
    said = _LIKENED.sub(" ", fold(text))
    bare = said
    for word in words.empty:
        bare = bare.replace(word, " ")
    return Meaning(
        said, " ".join(bare.split()), _meant(said, words), tuple(word for word in words.beside if word in said)
    )


def ways(written: str) -> Ways:
    """说法|甲+乙 of a rulebook in folded parts."""
    return tuple(tuple(fold(part) for part in way.split("+")) for way in written.split("|") if way)


def worded(book: Rulebook, key: str, on: date) -> tuple[tuple[str, Ways], ...]:
    """A value of the rulebook written as name=说法|甲+乙, the name as it is written."""
    return tuple((name, ways(written)) for name, written in book.pairs(key, on=on))


def _meant(said: str, words: _Words) -> tuple[str, ...]:
    """Words that were meant, in the rulebook's order: a way of several parts may count on words before it."""
    heard = {part for part in words.parts if part in said}
    meant: dict[str, None] = {}
    for word, every in words.synonyms:
        if word not in said and any(map(heard.issuperset, every)):
            meant[word] = None
            heard.add(word)
    return tuple(meant)


@lru_cache(maxsize=16)
def _words(digest: str, on: date) -> _Words:
    book = rulebooks.version(digest)
    synonyms = tuple((fold(word), every) for word, every in worded(book, SYNONYMS, on))
    return _Words(
        synonyms,
        frozenset(part for _, every in synonyms for way in every for part in way),
        tuple(sorted(map(fold, book.words(EMPTY_WORDS, on=on)), key=len, reverse=True)),
        tuple(map(fold, book.words(OTHER_MATTERS, on=on))),
    )


__all__ = ["EMPTY_WORDS", "OTHER_MATTERS", "SYNONYMS", "Meaning", "Ways", "understand", "ways", "worded"]
