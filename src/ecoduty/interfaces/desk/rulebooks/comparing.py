"""The difference between two rulebooks as a page shows it: sentences by section, each with a word for what happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook.compare import Change, difference
from ecoduty.kernel.rulebook.sections import SECTIONS

WORDS = {"added": "新增", "removed": "删去", "changed": "改动"}
_CITY = "城市"


@dataclass(frozen=True, slots=True)
class Line:
    """One change: the word that marks it, and the sentence."""

    kind: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """The changes of one section."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two rulebooks side by side."""

    chapters: tuple[Chapter, ...]

    @property
    def count(self) -> int:
        """How many changes there are."""
        return sum(len(chapter.lines) for chapter in self.chapters)

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many of each kind, in a fixed order."""
        found = Counter(line.kind for chapter in self.chapters for line in chapter.lines)
        return tuple((word, found[kind]) for kind, word in WORDS.items())

    def rows(self) -> list[tuple[str, str, str]]:
        """Section, mark and sentence of every change, for a file."""
        return [(chapter.label, line.word, line.sentence) for chapter in self.chapters for line in chapter.lines]


def compared(old: Rulebook, new: Rulebook) -> Compared:
    """What is otherwise in `new`."""
    by_section: dict[str, list[Change]] = {}
    for change in difference(old, new):
        by_section.setdefault(change.section, []).append(change)
    return Compared(
        tuple(
            Chapter(
                SECTIONS[section].label if section in SECTIONS else _CITY,
                tuple(Line(one.kind, WORDS[one.kind], one.sentence) for one in changes),
            )
            for section, changes in by_section.items()
        )
    )


__all__ = ["Chapter", "Compared", "Line", "compared"]
