r"""The light markup in which sections are written: headings, lists and tables in plain lines that read well as they are.

    # 标题            a heading; ## and ### for lower ones
    - 一项            a list; 1. 2. 3. for a numbered one
    | 甲 | 乙 |       a row of a table; |---|---| below the first row makes that row the head; ↵ is a new line in a cell
    anything else    a paragraph, one per line

Blank lines separate. Every text can be read (`parse` never fails), and a text that knows nothing of all this keeps its
paragraphs. A backslash before a mark makes it ordinary; elsewhere a backslash is itself. Reading and writing are each
other's reverse: `parse(text_of(blocks)) == blocks`. The editor's own script does the same in the browser
(`interfaces/desk/static/desk/markup.js`), and a test holds one against the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BLANK = (
    " \t\u3000\u00a0"  # what is cut from both ends of a line; written out, because scripts differ in what is a space
)
LINE_BREAK = "↵"
_BREAKS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_HEADING = re.compile(rf"(#{{1,3}})[{BLANK}]+")
_DASH = re.compile(rf"-[{BLANK}]+")
_NUMBER = re.compile(rf"(0|[1-9][0-9]{{0,5}})\.[{BLANK}]+")
_RULE = re.compile(r":?-{3,}:?")
_CELL = re.compile(r"((?:[^|\\]|\\.)*)\|")
_ESCAPED = re.compile(rf"\\([\\|:{LINE_BREAK}-])|{LINE_BREAK}")
_TO_ESCAPE = re.compile(rf"[\\|{LINE_BREAK}]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; `level` 1 to 3, 1 directly below the section's own title."""

    level: int
    text: str

    def __post_init__(self) -> None:
        """Raises ValueError for what cannot be written down."""
        if self.level not in {1, 2, 3}:
            raise ValueError("headings have levels 1 to 3")
        _check_line(self.text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of plain text."""

    text: str

    def __post_init__(self) -> None:
        """Raises ValueError for what cannot be written down."""
        _check_line(self.text)


@dataclass(frozen=True, slots=True)
class Items:
    """A list. `start` is the first number (0 to 999999 with all that follow); None where the items bear dashes."""

    items: tuple[str, ...]
    start: int | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for what cannot be written down."""
        if not self.items or (self.start is not None and not 0 <= self.start <= 1_000_000 - len(self.items)):
            raise ValueError("a list has items and numbers of six digits at most")
        for item in self.items:
            _check_line(item)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of equally long rows; with `header` the first row heads the columns. Cells may hold line breaks or be empty."""

    rows: tuple[tuple[str, ...], ...]
    header: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for what cannot be written down."""
        if not self.rows or not self.rows[0] or len({len(row) for row in self.rows}) != 1:
            raise ValueError("a table has rows of one length")
        if any(clean_cell(cell) != cell for row in self.rows for cell in row):
            raise ValueError("cells bear no blanks at their ends")

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.rows[0])


Block = Heading | Paragraph | Items | Table


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of any text whatever."""
    return tuple(_blocks([line.strip(BLANK) for line in _BREAKS.split(text)]))


def text_of(blocks: Sequence[Block]) -> str:
    """The blocks as text; two lists or two tables in succession are kept apart by a blank line."""
    lines: list[str] = []
    before: type[Block] | None = None
    for block in blocks:
        if before is type(block) and isinstance(block, Items | Table):
            lines.append("")
        lines += _lines(block)
        before = type(block)
    return "\n".join(lines)


def normal(text: str) -> str:
    """The text with plain line ends and without blanks at the ends of its lines, or lines at its ends."""
    return "\n".join(line.strip(BLANK) for line in _BREAKS.split(text)).strip("\n")


def clean_cell(text: str) -> str:
    """A cell as it is kept: each of its lines, and the whole, without blanks at the ends."""
    return normal(text)


def _check_line(text: str) -> None:
    if not text or text.strip(BLANK) != text or _BREAKS.search(text):
        raise ValueError("a block is one line of text without blanks at its ends")


def _blocks(lines: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line:
            at += 1
        elif _is_row(line):
            end = _end_of(lines, at)
            yield _table(lines[at:end])
            at = end
        elif (listed := _items(lines, at)) is not None:
            yield listed
            at += len(listed.items)
        elif found := _HEADING.match(line):
            yield Heading(len(found[1]), line[found.end() :])
            at += 1
        else:
            yield Paragraph(line[1:] if line.startswith("\\") and _is_mark(line[1:].lstrip("\\")) else line)
            at += 1


def _is_mark(line: str) -> bool:
    """Whether a line would be read as something else than a paragraph."""
    return _is_row(line) or any(form.match(line) for form in (_HEADING, _DASH, _NUMBER))


def _is_row(line: str) -> bool:
    if len(line) < 2 or line[0] != "|" or line[-1] != "|":
        return False
    before = line[1:-1]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 0


def _end_of(lines: list[str], at: int) -> int:
    while at < len(lines) and _is_row(lines[at]):
        at += 1
    return at


def _items(lines: list[str], at: int) -> Items | None:
    """The list that begins at a line, if one does; numbers that do not follow each other begin a new list."""
    first = _NUMBER.match(lines[at])
    if first is None and not _DASH.match(lines[at]):
        return None
    start = int(first[1]) if first else None
    items: list[str] = []
    for line in lines[at:]:
        found = (_DASH if start is None else _NUMBER).match(line)
        if found is None or (start is not None and int(found[1]) != start + len(items)):
            break
        items.append(line[found.end() :])
    return Items(tuple(items), start)


def _table(lines: list[str]) -> Table:
    header = len(lines) > 1 and all(_RULE.fullmatch(cell.strip(BLANK)) for cell in _split(lines[1]))
    kept = [lines[0], *lines[2:]] if header else lines
    rows = [[_cell(cell) for cell in _split(line)] for line in kept]
    width = max(len(row) for row in rows)
    return Table(tuple((*row, *[""] * (width - len(row))) for row in rows), header)


def _split(row: str) -> list[str]:
    """The cells of a row as they are written."""
    inner = row[1:]
    return [found[1] for found in _CELL.finditer(inner)] if "\\" in inner else inner[:-1].split("|")


def _cell(written: str) -> str:
    return clean_cell(_ESCAPED.sub(lambda found: found[1] or "\n", written))


def _lines(block: Block) -> list[str]:
    match block:
        case Heading(level, text):
            return [f"{'#' * level} {text}"]
        case Paragraph(text):
            return [f"\\{text}" if _is_mark(text.lstrip("\\")) else text]
        case Items(items, start):
            return [f"- {item}" if start is None else f"{start + n}. {item}" for n, item in enumerate(items)]
        case Table(rows, header):
            lines = [f"| {' | '.join(_written(cell) for cell in row)} |" for row in rows]
            return [lines[0], f"|{'---|' * block.columns}", *lines[1:]] if header else lines


def _written(cell: str) -> str:
    escaped = _TO_ESCAPE.sub(lambda found: f"\\{found[0]}", cell).replace("\n", LINE_BREAK)
    return f"\\{escaped}" if _RULE.fullmatch(cell) else escaped
