"""What stands on the pages of a document, worked out before anything is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal

from ecoduty.casework.documents.blocks import Block, Heading, Items, Paragraph, Table, parse

NUMERALS = "一二三四五六七八九十"
TITLE_WIDTH = 20  # characters of the title face on one line of the type area
LINES = 22  # of a page
_LINE_POINTS = 442.2  # 156 mm
MISSING_GLYPH = "〓"  # what printers set where they have no type
_HAND_NUMBERED = (
    re.compile(rf"^[{NUMERALS}]{{1,3}}、"),
    re.compile(rf"^（[{NUMERALS}]{{1,3}}）"),
    re.compile(r"^\d{1,3}[.．、]"),
    re.compile(r"^（\d{1,3}）"),
)
_PEOPLE = re.compile(r"^((?:出席|请假|列席|主持|记录|分送)[:：])(.+)$")
_LONG_WORD = re.compile(r"[!-~]{24,}")  # an address, a row of digits: it would run over the edge
_JOINT = re.compile(r"(?<=[0-9A-Za-z][-/])(?=[0-9A-Za-z]{4})")  # a long number may break after its hyphen
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
# A line of the title does not end inside a word: after these it may, before those it must not.
_AFTER = ("关于", "的", "年度", "和", "与", "及", "、", "》", "”", "）", "局", "委", "会", "厅", "市")
_NEVER_BEFORE = "的》”）、，。：；年月日号度"
_NEVER_AFTER = "《“（第"

Kind = Literal["heading", "run-in", "text", "people"]
Layout = Literal["general", "letter", "minutes"]


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: its kind and level decide the face. Headings of the second level may run on into text (`rest`);
    in minutes the word before a list of people stands apart from the names.
    """

    kind: Kind
    text: str
    rest: str = ""
    level: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `widths` are shares of the line, `centred` says of each column whether its cells are short enough to be
    centred, `size` is the type in points.
    """

    rows: tuple[tuple[str, ...], ...]
    header: bool
    widths: tuple[int, ...]
    centred: tuple[bool, ...]
    size: float
    caption: str = ""
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it is printed.

    `mark` is the red head. `upward` papers go to a superior: number at the left, signer at the right. `sealed` ones bear
    a seal over signature and date. `copies` and `printed_by` make the imprint; with `even` it stands on an even page.
    `lines`, `breaks` and `numbered` are how the press fits signature and imprint onto pages.
    """

    issuer: str
    number: str
    title: tuple[str, ...]
    main: str
    blocks: tuple[Line | Grid, ...]
    attachments: tuple[str, ...]
    signature: str
    dated: str
    copies: str
    printed_by: str
    printed_on: str
    upward: bool = False
    signer: str = ""
    watermark: str = ""
    mark: str = ""
    layout: Layout = "general"
    sealed: bool = True
    even: bool = False
    note: str = ""
    lines: int = LINES
    breaks: int = 0
    numbered: int = 9999
    faces: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Without a red head of its own the paper bears its issuer's name."""
        object.__setattr__(self, "mark", self.mark or self.issuer)

    def as_data(self) -> dict[str, Any]:
        """For the layout: JSON."""
        return asdict(self)

    def texts(self) -> Iterator[str]:
        """Everything that is printed."""
        yield from _strings(asdict(replace(self, faces={})))

    def mapped(self, change: Callable[[str], str]) -> Paper:
        """The same paper with every text changed."""
        words = {
            name: getattr(self, name) if name in {"layout", "faces"} else _changed(getattr(self, name), change)
            for name in self.__dataclass_fields__
        }
        return Paper(**words)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Line):
        return replace(value, text=change(value.text), rest=change(value.rest))
    if isinstance(value, Grid):
        return replace(value, rows=_changed(value.rows, change), caption=change(value.caption))
    return tuple(_changed(inner, change) for inner in value) if isinstance(value, tuple) else value


def printable(text: str) -> str:
    """The text without control characters, and with places where a very long word may break."""
    return _LONG_WORD.sub(_breakable, _JOINT.sub("\u200b", _CONTROL.sub("", text)))


def _breakable(found: re.Match[str]) -> str:
    word = found[0]
    return "\u200b".join(word[at : at + 8] for at in range(0, len(word), 8))


def lines_of(sections: Iterable[Mapping[str, str]]) -> tuple[Line | Grid, ...]:
    """The body: each section's heading with its number, then its blocks. Headings inside a section are one level lower."""
    found: list[Line | Grid] = []
    for n, section in enumerate(sections, 1):
        title = section["title"].strip()
        counts = [n if title else 0, 0, 0, 0]
        if title:
            found.append(Line("heading", _numbered(1, title, n)))
        for block in parse(section["text"]):
            found += _set(block, counts, below=1 if title else 0)
    return tuple(found)


def _set(block: Block, counts: list[int], below: int) -> list[Line | Grid]:
    """The lines of one block; `counts` are the running numbers of headings by level, `below` how deep the section is."""
    match block:
        case Heading(level, text):
            at = min(level + below, 4)
            counts[at - 1] += 1
            counts[at:] = [0] * (4 - at)
            return [Line("heading", _numbered(at, text, counts[at - 1]), level=at)]
        case Paragraph(text):
            return [_paragraph(text)]
        case Items(items, start):
            marks = ["——" if start is None else f"{start + n}." for n in range(len(items))]
            return [Line("text", mark + item) for mark, item in zip(marks, items, strict=True)]
        case Table(rows, header):
            return [grid(rows, header=header)]


def _numbered(level: int, text: str, n: int) -> str:
    """The heading with its number, unless the author wrote one."""
    if _HAND_NUMBERED[level - 1].match(text):
        return text
    return (f"{numeral(n)}、", f"（{numeral(n)}）", f"{n}.", f"（{n}）")[level - 1] + text


def _paragraph(text: str) -> Line:
    people = _PEOPLE.match(text)
    if people:
        return Line("people", people[1].replace(":", "："), people[2].strip())
    if not _HAND_NUMBERED[1].match(text):
        return Line("text", text)
    heading, stop, rest = text.partition("。")
    return Line("run-in", heading + stop, rest)


def grid(rows: Sequence[Sequence[str]], *, header: bool) -> Grid:
    """A table with type and widths that suit it: short columns keep what they need, long ones share the rest."""
    columns = range(len(rows[0]))
    size = next((size for size, most in ((12.0, 6), (10.5, 9), (9.0, 12)) if len(columns) <= most), 7.5)
    longest = [max(_width(row[n]) for row in rows) for n in columns]
    room = _LINE_POINTS / (size / 2)  # halves of a character
    widths = _shared([max(one, 2) + 3 for one in longest], room)
    return Grid(tuple(tuple(row) for row in rows), header, widths, tuple(one <= 16 for one in longest), size)


def _shared(wanted: list[int], room: float) -> tuple[int, ...]:
    """Widths in hundredths: who wants less than an equal share gets all of it, the others divide what is left."""
    given = dict.fromkeys(range(len(wanted)), 0.0)
    waiting, left = sorted(given, key=lambda n: wanted[n]), room
    while waiting:
        share = left / len(waiting)
        first = waiting.pop(0)
        given[first] = min(float(wanted[first]), share)
        left -= given[first]
    return tuple(round(100 * given[n]) for n in range(len(wanted)))


def _width(text: str) -> int:
    """Width of the longest line, in halves of a character."""
    return max(sum(2 if ord(letter) > 0x2E7F else 1 for letter in line) for line in text.split("\n"))


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
