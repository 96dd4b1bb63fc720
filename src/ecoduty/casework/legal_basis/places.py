"""The steps of a place while it is read: from 编 down to 目, each deeper than the one before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import IntEnum

from ecoduty.casework.legal_basis.numerals import to_chinese
from ecoduty.casework.legal_basis.provision import Provision


class Level(IntEnum):
    """How deep a step is."""

    ANNEX = 0
    BOOK = 1
    SUBBOOK = 2
    CHAPTER = 3
    SECTION = 4
    DIVISION = 5
    ARTICLE = 6
    PARAGRAPH = 7
    ITEM = 8
    SUBITEM = 9

    @classmethod
    def of(cls, unit: str) -> Level:
        """The level of 条, 款 …"""
        return _LEVELS[unit]


UNITS = {
    Level.BOOK: "编", Level.SUBBOOK: "分编", Level.CHAPTER: "章", Level.SECTION: "节", Level.DIVISION: "部分",
    Level.ARTICLE: "条", Level.PARAGRAPH: "款", Level.ITEM: "项", Level.SUBITEM: "目",
}  # fmt: skip
_LEVELS = {unit: level for level, unit in UNITS.items()}


@dataclass(frozen=True, slots=True)
class Path:
    """A provision, and the steps of its part (第二编第三章) one by one."""

    provision: Provision = field(default_factory=Provision)
    parts: tuple[tuple[Level, str], ...] = ()

    def number(self, level: Level) -> int:
        """The number at a level from the article down; 0 where there is none."""
        at = self.provision
        numbers = {
            Level.ARTICLE: at.article,
            Level.PARAGRAPH: at.paragraph,
            Level.ITEM: at.item,
            Level.SUBITEM: at.subitem,
        }
        return numbers.get(level, 0)

    def step(self, level: Level, value: int | str, inserted: int = 0) -> Path:
        """This path with another number at a level: what is above stays, what is below goes."""
        if level < Level.ARTICLE:
            words = value if isinstance(value, str) else f"第{to_chinese(value)}{UNITS[level]}"
            parts = (*(one for one in self.parts if one[0] < level), (level, words))
            return Path(Provision(part="".join(word for _, word in parts)), parts)
        number, at = int(value), self.provision
        if level == Level.ARTICLE:
            return replace(self, provision=Provision(number, inserted, part=at.part))
        if level == Level.PARAGRAPH:
            return replace(self, provision=Provision(at.article, at.inserted, number, part=at.part))
        if level == Level.ITEM:
            return replace(self, provision=replace(at, item=number, subitem=0))
        return replace(self, provision=replace(at, subitem=number))


__all__ = ["UNITS", "Level", "Path"]
