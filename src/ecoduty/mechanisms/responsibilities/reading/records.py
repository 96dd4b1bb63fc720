"""The rows of a table as records: cells by field, each with its place; merged and continued rows put together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ecoduty.mechanisms.responsibilities.reading.data import Problem, problem
from ecoduty.mechanisms.responsibilities.reading.grids import Grid
from ecoduty.mechanisms.responsibilities.reading.layout import NUMBERING, Layout

_SAME = re.compile(r"(?:同上(?:条|款|行|栏|格)?|同前|同左|〃|″|\"|”|“|、、|--?〃--?|上同|依据同上|科室同上)[。.；;]?")
_SAME_IN = frozenset(
    (
        "basis",
        "basis_part",
        "unit",
        "lead",
        "responsible",
        "supporters",
        "joint",
        "liability",
        "ways",
        "field",
        "level",
        "cycle",
        "enforcement",
    )
)
_SAME_IN_OWN = frozenset(("basis", "unit", "lead", "joint", "supporters"))
_SAME_HEAD = re.compile(r"同上[，,；;、。\n]\s*")
_NOTE = re.compile(
    r"^[（(【]?(?:注|备注|说明|填表说明|填报说明|附注|附件|填表人|填报人|制表|审核人|联系人|联系电话|填报单位|填报日期|制表单位|公开日期)[0-9一二三]?\s*[:：.、]"
)
_TOTAL = re.compile(r"(?:合计|总计|共计|小计)")


@dataclass(frozen=True, slots=True)
class Cell:
    """What was written, and where."""

    text: str
    place: str


@dataclass(slots=True)
class Record:
    """A row before it is understood. `section` is the heading it stands under; `literal` rows are the platform's own."""

    place: str
    cells: dict[str, Cell] = field(default_factory=dict)
    section: str = ""
    literal: bool = False

    def get(self, key: str) -> str:
        """The text of a field; empty where nothing was written."""
        found = self.cells.get(key)
        return found.text if found else ""

    def at(self, key: str) -> str:
        """The place of a field, or of the row."""
        found = self.cells.get(key)
        return found.place if found else self.place

    def add(self, key: str, text: str, place: str) -> None:
        """Write more into a field, on a line of its own."""
        before = self.cells.get(key)
        if before is None or not before.text:
            self.cells[key] = Cell(text, place)
        elif text and text not in before.text.split("\n"):
            self.cells[key] = Cell(f"{before.text}\n{text}", before.place)


def records(grid: Grid, layout: Layout, *, literal: bool = False) -> tuple[list[Record], list[Problem]]:
    """The filled rows below the header, in their order; what stands under the table goes to nobody."""
    found: list[Record] = []
    said: list[Problem] = []
    section = ""
    above: dict[str, Cell] = {}
    name_at = next(column.place for column in layout.columns if column.key == "name")
    headers = {tuple(grid.rows[row]) for row in layout.header}
    for row in range(layout.first, len(grid.rows)):
        line = grid.rows[row]
        if not any(line) and not any((row, column) in grid.troubles for column in range(len(line))):
            continue
        if tuple(line) in headers:
            continue
        filled = grid.distinct(row)
        if not literal and _is_note(filled):
            continue
        if not literal and _is_section(grid, layout, row, filled):
            section = filled[-1][1] if len(filled) > 1 else filled[0][1]
            continue
        record = _record(grid, layout, row, section, above, said, literal=literal)
        said += [grid.troubles[row, column] for column in range(len(line)) if (row, column) in grid.troubles]
        if found and _continues(grid, layout, row, name_at, record):
            _append(found[-1], record, grid, row, name_at, said)
        elif record.get("name"):
            found.append(record)
        elif record.cells.keys() - {"number"} and (row, name_at) not in grid.troubles:
            said.append(problem(grid.place(row, name_at), "row_no_name", stops=True))
        above |= {key: cell for key, cell in record.cells.items() if cell.text}
    return found, said


def _is_note(filled: list[tuple[int, str]]) -> bool:
    return bool(filled) and (
        bool(_NOTE.match(filled[0][1]))
        or (len(filled) <= 3 and bool(_TOTAL.match(filled[0][1])) and len(filled[0][1]) <= 12)
    )


def _is_section(grid: Grid, layout: Layout, row: int, filled: list[tuple[int, str]]) -> bool:
    """A heading between rows: one text alone, merged across or in the first columns, and no duty of its own."""
    texts = [one for one in filled if not NUMBERING.fullmatch(one[1])]
    if len(texts) != 1 or len(texts[0][1]) > 40:
        return False
    column, text = texts[0]
    merged = grid.merged.get((row, column))
    across = merged is not None and merged[3] - merged[1] >= 2 and merged[0] == merged[2]
    key = next((one.key for one in layout.columns if one.place == column), "")
    numbered = bool(re.match(r"[（(]?[一二三四五六七八九十]+[）)]?[、.．]", text))
    return (
        across
        or (key in {"number", "", "field"} and len(text) <= 40 and not NUMBERING.fullmatch(text))
        or (
            numbered
            and key == "name"
            and len(text) <= 20
            and not re.search("负责|牵头|配合|会同|指导|监督|组织|承担", text)
        )
    )


def _record(
    grid: Grid, layout: Layout, row: int, section: str, above: dict[str, Cell], said: list[Problem], *, literal: bool
) -> Record:
    record = Record(grid.place(row, 0), section=section, literal=literal)
    for column in layout.columns:
        text, place = grid.rows[row][column.place], grid.place(row, column.place)
        if column.key in {"other", "person_ab"}:
            if column.key == "person_ab" and text:
                _two_people(record, text, place)
            continue
        if grid.origin(row, column.place)[1] != column.place and column.key in record.cells:
            continue  # merged across two columns of one field
        same = _SAME_IN_OWN if literal else _SAME_IN
        if column.key in same and (_SAME.fullmatch(text) or _SAME_HEAD.match(text)):
            text = _as_above(text, column.key, place, above, said)
        if not text:
            continue
        if column.key == "basis_part":
            _join_basis(record, text, place)
        else:
            record.add(column.key, text, place)
    if "name" in record.cells:
        record.place = record.at("name")
    return record


def _as_above(text: str, key: str, place: str, above: dict[str, Cell], said: list[Problem]) -> str:
    before = above.get(key)
    if before is None:
        said.append(problem(place, "cell_same_as_nothing", text=text[:10], stops=True))
        return ""
    rest = _SAME_HEAD.sub("", text, count=1) if _SAME_HEAD.match(text) else ""
    return f"{before.text}\n{rest}" if rest else before.text


def _join_basis(record: Record, text: str, place: str) -> None:
    """A column of provisions beside one of titles: 《X法》 and 第十条 belong together."""
    before = record.cells.get("basis")
    if before is None:
        record.add("basis", text, place)
        return
    titles, parts = before.text.split("\n"), text.split("\n")
    if len(titles) == len(parts):
        joined = "\n".join(f"{title.rstrip('；;，,。')}{part}" for title, part in zip(titles, parts, strict=True))
    else:
        joined = f"{before.text.rstrip('；;，,。')}{text}"
    record.cells["basis"] = Cell(joined, before.place)


def _two_people(record: Record, text: str, place: str) -> None:
    people = [one for one in re.split(r"[/、，,；;\n\s]+", re.sub(r"[AB](?:角|岗)[:：]?", " ", text)) if one]
    for key, person in zip(("person_a", "person_b"), people, strict=False):
        record.add(key, person, place)


def _continues(grid: Grid, layout: Layout, row: int, name_at: int, record: Record) -> bool:
    """Whether a row only goes on with the one before: its name is merged with that one's, or left out with its number."""
    if record.get("name"):
        return grid.copied_from_above(row, name_at) and grid.origin(row, name_at)[0] >= layout.first
    number = record.cells.get("number")
    numbered = next((column.place for column in layout.columns if column.key == "number"), None)
    if number is not None and not (numbered is not None and grid.copied_from_above(row, numbered)):
        return False
    return bool(record.cells) and record.cells.keys() <= {"number", "basis", "liability", "ways", "note", "description"}


def _append(before: Record, record: Record, grid: Grid, row: int, name_at: int, said: list[Problem]) -> None:
    for key, cell in record.cells.items():
        if key not in {"number", "name"}:
            before.add(key, cell.text, cell.place)
    if not record.get("name"):
        name = before.get("name")
        said.append(problem(grid.place(row, name_at), "row_merged_text", name=name[:20]))


__all__ = ["Cell", "Record", "records"]
