"""The rows of a table as records: cells by field, each with its place; merged and continued rows put together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ecoduty.kernel.files.reading.grids import Grid
from ecoduty.mechanisms.responsibilities.reading.data import Problem, problem
from ecoduty.mechanisms.responsibilities.reading.layout import NUMBERING, Column, Layout
from ecoduty.mechanisms.responsibilities.reading.tidying import is_nothing, people, unit_and_person

_SAME = re.compile(
    r"[（(]?(?:(?:法律|政策)?依据|(?:责任)?(?:科室|处室)|配合部门)?(?:同上(?:条|款|行|栏|格|一行|项|列)?|同前|上同|〃|″|〞|\"|”|“|、、|--?〃--?)[）)]?[。.；;]?"
)
_SAME_AS = re.compile(
    r"[（(]?同(?:第|序号|上述第)?([0-9]{1,4}|[一二三四五六七八九十]{1,3})(?:项|条|行|号|款)?[）)]?[。.]?"
)
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
        "owner",
        "person_a",
        "person_b",
        "person_ab",
        "unit_person",
    )
)
_FIELDS = {"unit_person": "unit", "tick": "role", "person_ab": "person_a"}
_SAME_IN_OWN = frozenset(("basis", "unit", "lead", "joint", "supporters"))
_SAME_HEAD = re.compile(r"同上[，,；;、。\n]\s*")
_NOTE = re.compile(
    r"^[（(【]?(?:注|备注|说明|填表说明|填报说明|附注|附件|填表人|填报人|制表|制表人|审核人|审批人|联系人|联系电话|填报单位|填报日期|填表日期|制表单位|公开日期|单位负责人|分管领导)[0-9一二三]?\s*[:：.、]"
)
_TOTAL = re.compile(r"(?:合计|总计|共计|小计)")
_PAGE = re.compile(
    r"(?:第\s*[0-9]+\s*页(?:[，,\s]*共\s*[0-9]+\s*页)?|[—\-–－\s]*[0-9]{1,4}[—\-–－\s]*|[（(]?(?:续表|接上表|转下页|接上页)[）)]?)"
)
_PLAIN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]?")
_DUTY = re.compile("负责|牵头|配合|会同|指导|监督|组织|承担")


@dataclass(frozen=True, slots=True)
class Cell:
    """What was written, and where."""

    text: str
    place: str


@dataclass(slots=True)
class Record:
    """A row before it is understood. `sections` are the headings it stands under, the nearest last; `literal` rows are
    the platform's own.
    """

    place: str
    cells: dict[str, Cell] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    literal: bool = False
    spots: dict[str, str] = field(default_factory=dict)  # where each field would stand, filled or not

    def get(self, key: str) -> str:
        """The text of a field; empty where nothing was written."""
        found = self.cells.get(key)
        return found.text if found else ""

    def at(self, key: str) -> str:
        """The place of a field, empty or not, or of the row."""
        found = self.cells.get(key)
        return found.place if found else self.spots.get(key, self.place)

    def add(self, key: str, text: str, place: str) -> None:
        """Write more into a field, on a line of its own."""
        before = self.cells.get(key)
        if before is None or not before.text:
            self.cells[key] = Cell(text, place)
        elif text and text not in before.text.split("\n"):
            self.cells[key] = Cell(f"{before.text}\n{text}", before.place)


@dataclass(slots=True)
class Above:
    """What stands above a row, in this table or in the one that it goes on from."""

    cells: dict[str, Cell] = field(default_factory=dict)
    numbered: dict[str, dict[str, Cell]] = field(default_factory=dict)  # rows by their number
    sections: list[tuple[str, str]] = field(default_factory=list)  # kind of number, heading
    counted: bool = False  # it has been told that a formula counts the rows

    def take(self, written: dict[str, Cell]) -> None:
        """The cells of a row that has been read, by the keys of their columns."""
        self.cells |= written
        if number := _bare_number(written["number"].text if "number" in written else ""):
            self.numbered[number] = written

    def enter(self, heading: str) -> None:
        """A heading between rows: below the last one, or in the place of the one numbered like it."""
        kind = _kind_of_number(heading)
        kinds = [one for one, _ in self.sections]
        if kind in kinds:
            del self.sections[kinds.index(kind) :]
        elif not kind:
            self.sections.clear()
        self.sections.append((kind, heading))


def records(
    grid: Grid, layout: Layout, *, literal: bool = False, above: Above | None = None
) -> tuple[list[Record], list[Problem]]:
    """The filled rows below the header, in their order; what stands under the table goes to nobody."""
    found: list[Record] = []
    said: list[Problem] = []
    above = above or Above()
    name_at = next(column.place for column in layout.columns if column.key == "name")
    headers = {tuple(grid.rows[row]) for row in layout.header} | {tuple(layout.words)}
    styles = {_kind_of_number(text) for text in _numbers(grid, layout)}
    for row in range(layout.first, layout.end or len(grid.rows)):
        line = grid.rows[row]
        if not any(line) and not any((row, column) in grid.troubles for column in range(len(line))):
            continue
        if tuple(line) in headers:
            continue
        filled = grid.distinct(row)
        if not literal and (
            _is_note(filled) or all(is_nothing(text) or NUMBERING.fullmatch(text) for _, text in filled)
        ):
            said += _troubles(grid, layout, row, above)
            continue
        if not literal and _is_section(grid, layout, row, filled, styles):
            above.enter("、".join(text for _, text in filled) if len(filled) == 2 else filled[0][1])
            continue
        record = _record(grid, layout, row, above, said, literal=literal)
        said += _troubles(grid, layout, row, above)
        if found and _continues(grid, layout, row, name_at, record):
            _append(found[-1], record, grid, row, name_at, said)
        elif record.get("name"):
            found.append(record)
        elif record.cells.keys() - {"number"} and (row, name_at) not in grid.troubles:
            said.append(problem(grid.place(row, name_at), "row_no_name", stops=True))
    return found, said


def _troubles(grid: Grid, layout: Layout, row: int, above: Above) -> list[Problem]:
    """What is wrong with the cells of a row. Numbers that a formula counts enter nothing: told once, and nothing stops."""
    found = []
    counting = {column.place for column in layout.columns if column.key == "number"}
    for column in range(len(grid.rows[row])):
        said = grid.troubles.get((row, column))
        if said is not None and column in counting and said.code.startswith("cell_formula"):
            if above.counted:
                continue
            above.counted, said = True, replace(said, stops=False)
        if said is not None:
            found.append(said)
    return found


def _numbers(grid: Grid, layout: Layout) -> list[str]:
    column = next((column.place for column in layout.columns if column.key == "number"), None)
    return [] if column is None else [line[column] for line in grid.rows[layout.first : layout.end] if line[column]]


def _kind_of_number(text: str) -> str:
    """How a text is numbered: 一、 （一） 1. ①; empty for not at all."""
    for kind, pattern in (
        ("plain", r"[一二三四五六七八九十]{1,3}(?:[、.．]|$)"),
        ("bracket", r"[（(][一二三四五六七八九十]{1,3}[）)]"),
        ("figure", r"[0-9０-９]"),
        ("round", r"[（(][0-9０-９]"),
        ("circle", "[①-⑳]"),
    ):
        if re.match(pattern, text):
            return kind
    return ""


def _bare_number(text: str) -> str:
    found = re.fullmatch(r"[（(]?([0-9]{1,4}|[一二三四五六七八九十]{1,3})[）)]?[、.．]?", text)
    return found[1] if found else ""


def _is_note(filled: list[tuple[int, str]]) -> bool:
    if not filled:
        return False
    first = filled[0][1]
    return (
        bool(_NOTE.match(first))
        or (len(filled) <= 3 and bool(_TOTAL.match(first)) and len(first) <= 12)
        or (len(filled) == 1 and bool(_PAGE.fullmatch(first)))
    )


def _is_section(grid: Grid, layout: Layout, row: int, filled: list[tuple[int, str]], styles: set[str]) -> bool:
    """A heading between rows: one text alone, merged across or in the first columns, and no duty of its own."""
    texts = [one for one in filled if not NUMBERING.fullmatch(one[1])]
    if len(texts) != 1 or len(texts[0][1]) > 40:
        return False
    column, text = texts[0]
    merged = grid.merged.get((row, column))
    across = merged is not None and merged[3] - merged[1] >= 2 and merged[0] == merged[2]
    key = next((one.key for one in layout.columns if one.place == column), "")
    short = key == "name" and len(text) <= 20 and not _DUTY.match(text)
    numbered = bool(re.match(r"[（(]?[一二三四五六七八九十]+[）)]?[、.．]", text))
    # 一 | 水环境 above rows that are numbered otherwise
    apart = len(filled) == 2 and bool(_PLAIN_NUMBER.fullmatch(filled[0][1])) and len(styles - {"", "plain"}) > 0
    return (
        across
        or (key in {"number", "", "field"} and not NUMBERING.fullmatch(text))
        or (short and (apart or (numbered and not _DUTY.search(text))))
    )


def _record(grid: Grid, layout: Layout, row: int, above: Above, said: list[Problem], *, literal: bool) -> Record:
    sections = tuple(heading for _, heading in above.sections)
    record = Record(grid.place(row, 0), sections=sections, literal=literal)
    written: dict[str, Cell] = {}
    for column in layout.columns:
        text, place = grid.rows[row][column.place], grid.place(row, column.place)
        if column.key == "other":
            continue
        record.spots.setdefault(_FIELDS.get(column.key, column.key), place)
        if grid.origin(row, column.place)[1] != column.place and column.key in record.cells:
            continue  # merged across two columns of one field
        same = _SAME_IN_OWN if literal else _SAME_IN
        if column.key in same:
            text = _as_above(text, column.key, place, above, said)
        if text:
            written[column.key] = Cell(text, place)
            _fill(record, column, text, place)
    above.take(written)
    if "name" in record.cells:
        record.place = record.at("name")
    return record


def _fill(record: Record, column: Column, text: str, place: str) -> None:
    """Put a cell where it belongs."""
    if column.key == "basis_part":
        _join_basis(record, text, place)
    elif column.key == "tick":
        if not is_nothing(text):
            record.add("role", column.heading, place)
    elif not record.literal and (column.key == "person_ab" or (column.key == "person_a" and people(text)[1])):
        for key, person in zip(("person_a", "person_b"), people(text), strict=True):
            if person:
                record.add(key, person, place)
    elif column.key == "unit_person":
        unit, person = unit_and_person(text)
        record.add("unit", unit, place)
        if person:
            record.add("person_a", person, place)
    else:
        record.add(column.key, text, place)


def _as_above(text: str, key: str, place: str, above: Above, said: list[Problem]) -> str:
    """The text itself; for 同上 and 同第3项 what that row says."""
    plain = "".join(text.split(" "))
    if number := _SAME_AS.fullmatch(plain):
        before = above.numbered.get(number[1], {}).get(key)
    elif _SAME.fullmatch(plain) or _SAME_HEAD.match(text):
        before = above.cells.get(key)
    else:
        return text
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


__all__ = ["Above", "Cell", "Record", "records"]
