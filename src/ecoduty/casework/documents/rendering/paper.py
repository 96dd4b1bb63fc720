"""What stands on the pages of a document, worked out before anything is drawn."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

NUMERALS = "一二三四五六七八九十"
TITLE_WIDTH = 20  # characters of the title face on one line of the type area
_NUMBERED = re.compile(rf"^[{NUMERALS}]{{1,3}}、")
_SECOND = re.compile(rf"^（[{NUMERALS}]{{1,3}}）")
# A line of the title does not end inside a word: after these it may, before those it must not.
_AFTER = ("关于", "的", "年度", "和", "与", "及", "、", "》", "”", "）", "局", "委", "会", "厅", "市")
_NEVER_BEFORE = "的》”）、，。：；年月日号度"
_NEVER_AFTER = "《“（第"

Kind = Literal["heading", "subheading", "text"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: its kind decides the face. Second-level headings may run on into text after a full stop."""

    kind: Kind
    text: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it is printed.

    `upward` papers go to a superior: number at the left, signer at the right. `copies` and `printed_by` make the imprint.
    """

    issuer: str
    number: str
    title: tuple[str, ...]
    main: str
    blocks: tuple[Block, ...]
    attachments: tuple[str, ...]
    signature: str
    dated: str
    copies: str
    printed_by: str
    printed_on: str
    upward: bool = False
    signer: str = ""
    watermark: str = ""
    faces: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """For the layout: JSON."""
        return asdict(self)


def blocks_of(sections: list[dict[str, str]]) -> tuple[Block, ...]:
    """The body: each section's heading with its number, then its paragraphs by line."""
    found: list[Block] = []
    for n, section in enumerate(sections, 1):
        title = section["title"].strip()
        if title:
            found.append(Block("heading", title if _NUMBERED.match(title) else f"{numeral(n)}、{title}"))
        found += [_paragraph(line) for line in section["text"].split("\n") if line.strip()]
    return tuple(found)


def _paragraph(line: str) -> Block:
    text = line.strip(" \t\u3000")
    if not _SECOND.match(text):
        return Block("text", text)
    heading, stop, rest = text.partition("。")
    return Block("subheading", heading + stop, rest)


def numeral(n: int) -> str:
    """1 → 一, 12 → 十二, 30 → 三十; up to 99."""
    tens, ones = divmod(n, 10)
    word = "" if tens == 0 else "十" if tens == 1 else NUMERALS[tens - 1] + "十"
    return word + (NUMERALS[ones - 1] if ones else "")


def chinese_date(on: date) -> str:
    """2026年1月28日, without leading noughts."""
    return f"{on.year}年{on.month}月{on.day}日"


def title_lines(title: str) -> tuple[str, ...]:
    """The title on as few lines as it needs, of about equal length, no word torn where that can be seen.

    Blanks in the title ask for a new line.
    """
    asked = title.split()
    if len(asked) > 1 and all(len(part) <= TITLE_WIDTH for part in asked):
        return tuple(asked)
    text = "".join(asked)
    lines: list[str] = []
    wanted = -(-len(text) // TITLE_WIDTH)
    while wanted > 1 and len(text) > 1:
        cut = _best_cut(text, round(len(text) / wanted), len(text) - TITLE_WIDTH * (wanted - 1))
        lines.append(text[:cut])
        text, wanted = text[cut:], wanted - 1
    return (*lines, text)


def _best_cut(text: str, ideal: int, least: int) -> int:
    """Where to end the line: near the ideal, at the end of a word, and so that the rest still fits."""

    def cost(cut: int) -> int:
        before, after = text[:cut], text[cut:]
        torn = after[0] in _NEVER_BEFORE or before[-1] in _NEVER_AFTER or (before[-1].isdigit() and after[0].isdigit())
        return abs(cut - ideal) * 2 + (60 if torn else 0) - (9 if before.endswith(_AFTER) else 0)

    return min(range(max(1, least), min(TITLE_WIDTH, len(text) - 1) + 1), key=cost)
