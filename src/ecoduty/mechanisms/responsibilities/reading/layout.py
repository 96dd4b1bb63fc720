"""Where the list stands in a table: its header, in one or two rows, and what each column is; by content without one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ecoduty.kernel.files.reading.grids import Grid
from ecoduty.mechanisms.responsibilities.reading import columns, headings
from ecoduty.mechanisms.responsibilities.reading.names import Bodies

_SEARCHED = 40  # rows in which a header is looked for
_LOOKED_AT = 60  # rows that tell what a column holds
NUMBERING = re.compile(
    r"(?:[（(]?(?:[0-9]{1,4}|[一二三四五六七八九十百]{1,5})[）)]?[、.．]?|[①-⑳]|[A-Z]{1,6}[-—].*[0-9]{1,6})"
)
_UNIT = re.compile(r"(?:[^，。；]{1,24}(?:处|科|室|股|队|中心|办|站|所|大队|支队|总队|分局|组|办公室)[、，/\s]*)+")
_TICK = re.compile(r"[√✓✔☑●○◎■★▲*Vv是]")
_BASIS = re.compile(r"《[^》]+》|第[一二三四五六七八九十百千零0-9]+条|三定")
_SECONDARY = {
    "basis",
    "unit",
    "lead",
    "supporters",
    "joint",
    "role",
    "liability",
    "ways",
    "description",
    "field",
    "number",
    "enforcement",
    "owner",
    "unit_person",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: where it stands, what was written above it, the field it holds."""

    place: int
    heading: str
    key: str


@dataclass(slots=True)
class Layout:
    """The rows from `first` on, up to `end` where another list follows, are the list's. `title` is what stands above its header; `guessed` without a header."""

    columns: list[Column]
    first: int
    title: list[tuple[int, str]] = field(default_factory=list)
    guessed: bool = False
    header: tuple[int, ...] = ()
    end: int | None = None
    words: tuple[str, ...] = ()  # the header's lowest row, wherever it is repeated

    def of(self, key: str) -> list[Column]:
        """The columns of a field."""
        return [column for column in self.columns if column.key == key]

    @property
    def keys(self) -> set[str]:
        """What the list has."""
        return {column.key for column in self.columns}


def with_header(grid: Grid, bodies: Bodies) -> Layout | None:
    """The list by its header; None where no rows look like one."""
    best: tuple[int, Layout] | None = None
    for row in range(min(len(grid.rows), _SEARCHED)):
        if columns.is_own(grid.rows[row]):
            places = [place for place, text in enumerate(grid.rows[row]) if text]
            own = [Column(place, one.heading, one.key) for place, one in zip(places, columns.COLUMNS, strict=True)]
            return Layout(own, row + 1, header=(row,))
    for row in range(min(len(grid.rows), _SEARCHED)):
        for height in (1, 2, 3, 4):
            layout = _try(grid, row, height, bodies)
            if layout is None:
                continue
            score = len(layout.keys - {"other"}) * 10 - height
            if best is None or score > best[0]:
                best = (score, layout)
    return best[1] if best else None


def lists(grid: Grid, bodies: Bodies) -> list[Layout]:
    """The lists of a table, one below the other where a second header with other columns follows; none without a header."""
    best = with_header(grid, bodies)
    if best is None or columns.is_own([column.heading for column in best.columns]):
        return [best] if best else []
    found = [best]
    for row in range(len(grid.rows)):
        near = any(one.header[0] - 1 <= row < one.first for one in found)
        if near or not _only_headings(grid, row) or tuple(grid.rows[row]) == best.words:
            continue
        if (another := _try(grid, row, 1, bodies)) is not None:
            found.append(another)
    found.sort(key=lambda one: one.first)
    for before, one in pairwise(found):
        top = one.header[0]
        while top > before.first and len(grid.distinct(top - 1)) <= 1:
            top -= 1
        before.end = top
        one.title = [(row, text) for row in range(top, one.header[0]) for _, text in grid.distinct(row)]
    return found


def _only_headings(grid: Grid, row: int) -> bool:
    cells = grid.distinct(row)
    return len(cells) >= 2 and all(headings.key_of(text) for _, text in cells)


def _try(grid: Grid, row: int, height: int, bodies: Bodies) -> Layout | None:
    rows = range(row, row + height)
    if rows[-1] >= len(grid.rows) or any(not any(grid.rows[one]) for one in rows):
        return None
    further = any(grid.merged[one, column][2] > rows[-1] for one, column in _merged_in(grid, rows))
    if further or (height > 1 and not _belongs(grid, rows)):
        return None
    written = [_heading(grid, rows, column) for column in range(len(grid.rows[row]))]
    if any(len(headings.plain(text)) > headings.LONGEST + 16 for _, text in written):
        return None
    found = [Column(place, text, key) for place, (key, text) in enumerate(written) if key]
    keys = {column.key for column in found}
    if (
        len(keys) < 2
        or not keys & {"name", "description"}
        or not keys & _SECONDARY - {"description"} | (keys & {"name"} and keys & {"description"})
    ):
        return None
    if len(grid.distinct(row)) < 2:
        return None
    top = min(grid.origin(row, column)[0] for column in range(len(grid.rows[row])))
    title = [(one, text) for one in range(top) for _, text in grid.distinct(one)]
    layout = Layout(found, row + height, title, header=tuple(rows), words=tuple(grid.rows[rows[-1]]))
    _settle(grid, layout, bodies)
    return layout


def _merged_in(grid: Grid, rows: range) -> list[tuple[int, int]]:
    return [(row, column) for row in rows for column in range(len(grid.rows[row])) if (row, column) in grid.merged]


def _belongs(grid: Grid, rows: range) -> bool:
    """Whether rows below one another are one header: the lower ones divide merged cells of the upper, and hold no list."""
    top = rows[0]
    across = any(
        found[1] != found[3] and found[0] == top and found[2] < rows[-1] + 1
        for (line, _), found in grid.merged.items()
        if line == top
    )
    down = any(found[0] == top and found[2] >= rows[-1] for (line, _), found in grid.merged.items() if line == top)
    lower = grid.rows[rows[-1]]
    empty_above = any(text and not grid.rows[top][column] for column, text in enumerate(lower))
    known = sum(bool(headings.key_of(text)) for text in lower if text)
    return (across or down or empty_above) and known >= 1 and all(len(text) <= headings.LONGEST for text in lower)


def _heading(grid: Grid, rows: range, column: int) -> tuple[str, str]:
    """The field of a column and its heading: the lowest word that says something, with the one above it for doubt."""
    words = list(dict.fromkeys(text for row in rows if (text := grid.rows[row][column])))
    for text in reversed(words):
        key = headings.key_of(text)
        if key == "name" and len(words) > 1 and (above := headings.key_of(words[0])) not in {"", "name"}:
            return above, "".join(words)  # 依据 / 名称
        if key:
            return key, text
    joined = headings.key_of("".join(words))
    return joined, "".join(words)


def _settle(grid: Grid, layout: Layout, bodies: Bodies) -> None:
    """One name only; a column of 责任单位 or 责任部门 is of units or of bodies as its cells are."""
    _one_name(grid, layout)
    found = layout.columns
    for place, column in enumerate(found):
        key, texts = column.key, _texts(grid, layout.first, column.place)
        if key in {"lead", "supporters", "joint", "role"} and texts and all(_TICK.fullmatch(text) for text in texts):
            key = "tick"
        elif key == "owner":
            key = _owner_or_unit(texts, bodies)
        elif key == "lead" and not re.search("牵头|主办", column.heading):
            key = _lead_or_unit(texts, bodies)
        elif key == "unit" and any(one.key == "unit" for one in found[:place]):
            key = "unit" if "责任" in column.heading else "other"
        elif key == "ways" and headings.plain(column.heading) == "方式":
            key = "openness" if any("公开" in text for text in texts) else key
        found[place] = Column(column.place, column.heading, key)


def _one_name(grid: Grid, layout: Layout) -> None:
    """Of several columns of duties the one that says it is a name, else the first; the others describe it."""
    found = layout.columns
    names = [place for place, column in enumerate(found) if column.key == "name"]
    names = names or [place for place, column in enumerate(found) if column.key == "description"][:1]
    if len(names) > 1 and _is_numbering(grid, layout.first, found[names[0]].place):
        first = names.pop(0)  # 事项 over a number and a text
        found[first] = Column(found[first].place, found[first].heading, "number")
    chosen = next((place for place in names if headings.names_more(found[place].heading)), names[0])
    for place in names:
        key = "name" if place == chosen else "description"
        found[place] = Column(found[place].place, found[place].heading, key)


def _lead_or_unit(texts: Sequence[str], bodies: Bodies) -> str:
    if not texts or sum(bool(bodies.named(text).bodies) for text in texts) * 2 >= len(texts):
        return "responsible"
    return "unit" if sum(bool(_UNIT.fullmatch(text)) for text in texts) * 2 >= len(texts) else "responsible"


def _owner_or_unit(texts: Sequence[str], bodies: Bodies) -> str:
    """部门 over the names of bodies says whose list the rows are of, over those of units who does it in one's own."""
    if sum(bool(bodies.named(text).bodies) for text in texts) * 2 >= max(len(texts), 1):
        return "owner"
    return "unit" if sum(bool(_UNIT.fullmatch(text)) for text in texts) * 2 >= len(texts) else "other"


def _is_numbering(grid: Grid, first: int, column: int) -> bool:
    texts = _texts(grid, first, column)
    return bool(texts) and all(NUMBERING.fullmatch(text) for text in texts)


def _texts(grid: Grid, first: int, column: int) -> list[str]:
    return [text for row in grid.rows[first : first + _LOOKED_AT] if (text := row[column])]


def by_content(grid: Grid, bodies: Bodies) -> Layout | None:
    """The list without a header: its columns by what they hold. None where nothing looks like duties with bases."""
    first = next((row for row in range(len(grid.rows)) if len(grid.distinct(row)) >= 2), None)
    if first is None:
        return None
    width = len(grid.rows[first])
    keys: dict[int, str] = {}
    lengths: dict[int, float] = {}
    for column in range(width):
        texts = _texts(grid, first, column)
        if texts:
            keys[column] = _content(texts, bodies)
            lengths[column] = sum(map(len, texts)) / len(texts)
    keys = _once(keys, "number")
    for column, key in list(keys.items()):
        if key == "bodies":
            keys[column] = (
                "lead" if "lead" not in keys.values() and _own_in(grid, first, column, bodies) else "supporters"
            )
    if "basis" not in keys.values() and "unit" not in keys.values() and "lead" not in keys.values():
        return None
    texts_ = [column for column, key in keys.items() if key == "text" and lengths[column] >= 4]
    if not texts_:
        return None
    name = texts_[0]
    found = [
        Column(column, "", "name" if column == name else ("description" if key == "text" else key))
        for column, key in keys.items()
    ]
    title = [(one, text) for one in range(first) for _, text in grid.distinct(one)]
    return Layout(found, first, title, guessed=True)


def _content(texts: Sequence[str], bodies: Bodies) -> str:
    counted = Counter(_cell(text, bodies) for text in texts)
    key, times = counted.most_common(1)[0]
    return key if times * 2 > len(texts) else "text"


def _cell(text: str, bodies: Bodies) -> str:
    if NUMBERING.fullmatch(text):
        return "number"
    if re.fullmatch(r"牵头|配合|独立|独立负责|会同|指导|监督|协助", text):
        return "role"
    if _BASIS.search(text) and not re.match(r"负责|牵头|配合|会同|指导", text):
        return "basis"
    if (
        len(text) <= 60
        and bodies.mentions(text)
        and len("".join(one.text for one in bodies.mentions(text))) * 3 > len(text) * 2
    ):
        return "bodies"
    return "unit" if len(text) <= 30 and _UNIT.fullmatch(text) else "text"


def _once(keys: dict[int, str], key: str) -> dict[int, str]:
    places = [column for column, one in keys.items() if one == key]
    return {column: ("other" if one == key and column != places[0] else one) for column, one in keys.items()}


def _own_in(grid: Grid, first: int, column: int, bodies: Bodies) -> bool:
    texts = _texts(grid, first, column)
    own = sum(any(one.body.key == bodies.own.key for one in bodies.mentions(text)) for text in texts)
    return own * 2 >= len(texts)


__all__ = ["NUMBERING", "Column", "Layout", "by_content", "lists", "with_header"]
