"""The rulebook's codes and the fixed words, found in what departments write. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ecoduty.mechanisms.responsibilities.words import Enforcing, Openness, RowLevel

_ENFORCING = (
    (Enforcing.VERTICAL, r"垂直|垂管|上级"),
    (Enforcing.MOVED, r"划转|综合执法|城管执法|执法局|移交|集中(?:行使)?处罚|委托"),
    (Enforcing.NONE, r"无|没有|不具有|转生态环境|不涉及"),
    (Enforcing.OWN, r"本部门|本单位|本局|自行|自有|执法支队|执法大队|有执法"),
)
_LEVELS = (
    (RowLevel.BOTH, r"市.*区|市区共管|共管|两级|省市"),
    (RowLevel.DISTRICT, r"区|县"),
    (RowLevel.CITY, r"市|本级"),
)
_OPEN = (
    (Openness.WITHHELD, r"不予?公开|不宜公开|否|内部|涉密"),
    (Openness.ON_REQUEST, r"依?申请"),
    (Openness.OPEN, r"主动|公开|是|全社会|全文"),
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the rulebook says on a day: codes and words of fields and ways, words that say nothing, and catch-all words."""

    fields: Mapping[str, str] = field(default_factory=dict)
    ways: Mapping[str, str] = field(default_factory=dict)
    vague: Sequence[str] = ()
    catch_all: Sequence[str] = ()

    def field_of(self, text: str) -> str:
        """The code of a field by its word, or the one whose word the text has most of; empty for none."""
        for code, word in self.fields.items():
            if text in {code, word}:
                return code
        inside = [(len(word), code) for code, word in self.fields.items() if _heads(word, text)]
        return max(inside)[1] if inside else ""

    def ways_of(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The codes of ways that a cell lists, and the words that are none."""
        codes: list[str] = []
        unknown: list[str] = []
        by_word = {word: code for code, word in self.ways.items()}
        for piece in re.split(r"[、，,；;/\s。]+", text):
            if not piece:
                continue
            code = by_word.get(piece) or (piece if piece in self.ways else "")
            code = code or next(
                (one for word, one in by_word.items() if word in piece or (len(piece) > 1 and piece in word)), ""
            )
            if code:
                codes += [code] if code not in codes else []
            else:
                unknown.append(piece)
        return tuple(codes), tuple(unknown)

    def is_catch_all(self, text: str) -> bool:
        """Whether a duty is what is left over: 法律法规规定的其他……."""
        return any(word in text for word in self.catch_all)


def _heads(word: str, text: str) -> bool:
    """Whether a text speaks of a field: its word, or a side of 与, 和 in it. A single letter stands in too many words."""
    if len(word) == 1:
        return bool(re.search(f"{word}(?:环境|污染|生态|资源|质|体)", text))
    return word in text or any(len(part) > 1 and part in text for part in re.split(r"与|和|及", word))


def level_of(text: str) -> str:
    """市级, 区级 or both; empty where not understood."""
    return next((level.value for level, pattern in _LEVELS if re.search(pattern, text)), "")


def enforcing_of(text: str) -> str:
    """Who enforces; empty where not understood."""
    for one in Enforcing:
        if text == one.label:
            return one.value
    return next((one.value for one, pattern in _ENFORCING if re.search(pattern, text)), "")


def openness_of(text: str) -> str:
    """What the public may read; empty where not understood."""
    for one in Openness:
        if text == one.label:
            return one.value
    return next((one.value for one, pattern in _OPEN if re.search(pattern, text)), "")


__all__ = ["Vocabulary", "enforcing_of", "level_of", "openness_of"]
