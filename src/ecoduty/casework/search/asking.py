"""What a reader asks for: the words, as a condition in the language of PostgreSQL's text search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ecoduty.casework.search import spelling

LONGEST = 100  # characters of a query that are looked at
MOST_WORDS = 8

# What stands among the grams and is no text: nothing folded contains these characters.
REACH = "\x01"  # before whom a row can exist for
NAMED = "\x02"  # before a whole name or number
EVERYBODY = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it is looked for. `sentence` tells why nothing or not everything of it is."""

    given: str
    words: tuple[str, ...]
    sentence: str = ""

    @classmethod
    def read(cls, given: str) -> Asked:
        """From what somebody typed; never fails."""
        text = given.replace("\0", " ").strip()
        words = tuple(spelling.words(text[:LONGEST], MOST_WORDS))
        sentence = ""
        if text and not words:
            sentence = "只有标点或符号，没有可以查找的文字。请输入文字、字母或数字，一个字也可以。"
        elif len(text) > LONGEST:
            sentence = f"输入太长，只按前{LONGEST}个字查找。"
        elif len(spelling.words(text, MOST_WORDS + 1)) > MOST_WORDS:
            sentence = f"词太多，只按前{MOST_WORDS}个词查找。"
        return cls(text[:LONGEST], words, sentence)

    @property
    def spellings(self) -> list[tuple[str, ...]]:
        """Each word in every way it may be written."""
        return [spelling.spellings(word) for word in self.words]

    @property
    def holds(self) -> str:
        """All words, as a tsquery over grams; longer words may match more than they should (`long_words`)."""
        return " & ".join(f"({' | '.join(map(_all_grams, ways))})" for ways in self.spellings)

    @property
    def named(self) -> str:
        """The whole query as somebody's or something's name or number, as a tsquery."""
        whole = " ".join(self.words)
        return " | ".join(_lexeme(NAMED + name_key(way)) for way in spelling.spellings(whole))

    @property
    def long_words(self) -> list[list[str]]:
        """Words whose grams may stand apart in a text, as patterns of LIKE, in every way they may be written."""
        return [[f"%{_escaped(way)}%" for way in ways] for ways in self.spellings if any(len(way) > 2 for way in ways)]


def name_key(folded: str) -> str:
    """How a name or number stands among the grams, spaces left out; cut to what a lexeme can hold."""
    return folded.replace(" ", "")[:300]


def reaching(reach: Iterable[str]) -> str:
    """The condition that a row can exist for one of these, as a tsquery."""
    return f"({' | '.join(_lexeme(REACH + token) for token in sorted(reach))})"


def _all_grams(word: str) -> str:
    if len(word) == 1:
        return f"{_lexeme(word)}:*"
    # Every other pair, and the last, cover the word: LIKE compares longer ones anyway, and each pair costs.
    found = dict.fromkeys([*(word[at : at + 2] for at in range(0, len(word) - 1, 2)), word[-2:]])
    return f"({' & '.join(map(_lexeme, found))})"


def _lexeme(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
