"""The file as lines: every filled row of every known sheet, each value as text, each place known by its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import python_calamine

from ecoduty.kernel.flow import Refused
from ecoduty.organisation.enrolment.columns import BY_NAME, SHEETS, Sheet

MOST_ROWS = 20_000  # of one sheet
_LONGEST = 300  # characters of a cell
_DATE = re.compile(r"([0-9]{4})(?:年|[-/.])([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})日?")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: where (sheet and cell, or the sheet alone) and a sentence that says what to do."""

    sheet: str
    cell: str
    sentence: str

    @property
    def place(self) -> str:
        """人员!E12."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@dataclass(frozen=True, slots=True)
class Line:
    """One filled row. `row` is its number in the sheet; `values` what was filled, by column."""

    sheet: Sheet
    row: int
    values: Mapping[str, str]
    letters: Mapping[str, str]

    def get(self, key: str) -> str:
        """The text of a column; empty where nothing was filled."""
        return self.values.get(key, "")

    def fault(self, key: str, sentence: str) -> Fault:
        """Something wrong with one cell of the row."""
        return Fault(self.sheet.name, f"{self.letters.get(key, 'A')}{self.row}", sentence)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines by sheet, and what is wrong with the file itself."""

    by_sheet: Mapping[str, Sequence[Line]]
    faults: Sequence[Fault]

    def of(self, sheet: Sheet) -> Sequence[Line]:
        """The lines of a sheet."""
        return self.by_sheet.get(sheet.key, ())


def read(path: Path) -> Lines:
    """Read an .xlsx or .xls. Raises Refused: `not_a_workbook`, `no_known_sheet`, `too_many_rows`."""
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        raw = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names if name in BY_NAME}
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refused(
            "not_a_workbook", "这个文件不是可以读出的Excel表格，请另存为.xlsx后再上传。", status=422
        ) from error
    if not raw:
        names = "、".join(sheet.name for sheet in SHEETS)
        raise Refused("no_known_sheet", f"文件里没有名为“{names}”的工作表，请用下载的模板填写。", status=422)
    by_sheet: dict[str, list[Line]] = {}
    faults: list[Fault] = []
    for name, rows in raw.items():
        if len(rows) > MOST_ROWS + 1:
            raise Refused("too_many_rows", f"“{name}”表超过{MOST_ROWS}行，请分几个文件导入。", status=422)
        by_sheet[BY_NAME[name].key], wrong = _lines(BY_NAME[name], rows)
        faults += wrong
    return Lines(by_sheet, faults)


def _lines(sheet: Sheet, rows: Sequence[Sequence[Any]]) -> tuple[list[Line], list[Fault]]:
    first = next((number for number, row in enumerate(rows) if any(_text(cell) for cell in row)), None)
    if first is None:
        return [], []
    known = {column.heading: column.key for column in sheet.columns}
    places: dict[str, int] = {}
    faults = []
    for place, cell in enumerate(rows[first]):
        heading = _text(cell).rstrip("*＊ ")
        if heading in known:
            places[known[heading]] = place
        elif heading:
            faults.append(Fault(sheet.name, f"{letter(place)}{first + 1}", f"没有名为“{heading}”的列，请用模板的列名"))
    missing = [column.heading for column in sheet.columns if column.needed and column.key not in places]
    if missing:
        return [], [*faults, Fault(sheet.name, "", f"缺少“{'”“'.join(missing)}”列，请用模板的列名")]
    letters = {key: letter(place) for key, place in places.items()}
    lines = []
    for number, row in enumerate(rows[first + 1 :], start=first + 2):
        values = {key: text for key, place in places.items() if place < len(row) and (text := _text(row[place]))}
        if values:
            lines.append(Line(sheet, number, values, letters))
    return lines, faults


def _text(cell: Any) -> str:
    """A cell as text: whole numbers without a point, days as 2026-01-31."""
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else ("是" if cell else "否")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = "".join(letter_ for letter_ in str(cell) if letter_ >= " " and not "\ud800" <= letter_ <= "\udfff")
    return text.strip()[: _LONGEST + 1]


def day(text: str) -> date | None:
    """A day as people write it: 2026-01-31, 2026/1/31, 2026年1月31日, 20260131. None for what is none."""
    plain = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", text) or _DATE.fullmatch(text.replace(" ", ""))
    try:
        return date(*map(int, plain.groups())) if plain else None
    except ValueError:
        return None


def letter(place: int) -> str:
    """The letters of a column, from 0: A, B … Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


__all__ = ["Fault", "Line", "Lines", "day", "letter", "read"]
