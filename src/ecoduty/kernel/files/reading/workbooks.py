"""Sheets of an .xlsx or .xls as grids: visible ones, merged cells filled, formulas by the result that the file keeps."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine

from ecoduty.kernel.files.reading import gate, oldsheets, sheets
from ecoduty.kernel.files.reading.grids import LONGEST, Grid, merge
from ecoduty.kernel.files.reading.problems import Problem, problem
from ecoduty.kernel.flow import Refused

MOST_ROWS = 6000  # of one sheet; the rows of a list are counted apart
MOST_COLUMNS = 200
MOST_CELLS = 3_000_000  # between the first and the last filled cell
_BLANKS = str.maketrans({"\u00a0": " ", "\u200b": "", "\ufeff": "", "\u200c": "", "\u200d": "", "\t": " "})
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")


def grids(path: Path, name: str, kind: str) -> tuple[list[Grid], list[Problem]]:
    """The visible sheets that hold anything, and what is to be said of the others. Raises Refused.

    Codes: `list_file_broken`, `file_encrypted`, `list_sheet_too_large`.
    """
    try:
        formulas = sheets.formulas(path) if kind == "xlsx" else oldsheets.formulas(path)
        _refuse_vast(formulas, name)
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        found, said = [], []
        for about in book.sheets_metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            if sheet.start is None:
                continue
            if about.visible != python_calamine.SheetVisibleEnum.Visible:
                said.append(problem(about.name, "list_sheet_hidden", sheet=about.name))
                continue
            found.append(_grid(sheet, about.name, formulas.get(about.name)))
    except (python_calamine.PasswordError, oldsheets.LockedError) as error:
        raise gate.encrypted(name) from error
    except (
        python_calamine.CalamineError,
        zipfile.BadZipFile,
        OSError,
        ValueError,
        KeyError,
        SyntaxError,
        struct.error,
    ) as error:
        raise gate.broken(name) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own crash on a file that is no workbook
            raise
        raise gate.broken(name) from error
    return found, said


def _refuse_vast(formulas: dict[str, sheets.Scan], name: str) -> None:
    """The reader keeps every cell between the first and the last one: two cells far apart would take all memory."""
    for sheet, scan in formulas.items():
        if scan.area > MOST_CELLS:
            said = f"文件“{name}”的工作表“{sheet}”占了{scan.rows}行、{scan.columns}列，多半是很远处有多余的内容。请删去清单以外的行列再导入。"
            raise Refused("list_sheet_too_large", said, status=422)


def _grid(sheet: Any, name: str, scan: sheets.Scan | None) -> Grid:
    rows: list[list[str]] = []
    found = Grid(name, rows, lambda row, column: f"{name}!{letters(column)}{row + 1}")
    raw: Sequence[Sequence[Any]] = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
    width = min(max((len(row) for row in raw), default=0), MOST_COLUMNS)
    for number, cells in enumerate(raw):
        row = [text(cell) for cell in cells[:width]]
        row += [""] * (width - len(row))
        for column, written in enumerate(row):
            if len(written) > LONGEST:
                row[column] = written[:LONGEST]
                found.troubles[number, column] = problem(
                    found.place(number, column), "list_text_too_long", most=LONGEST
                )
            elif written.startswith("#") and _ERROR.fullmatch(written):
                row[column] = ""
                found.troubles[number, column] = problem(
                    found.place(number, column), "cell_error", text=written, stops=True
                )
        rows.append(row)
    for (number, column), error in (scan.errors if scan else {}).items():
        if number < len(rows) and column < width:
            rows[number][column] = ""
            place = found.place(number, column)
            found.troubles[number, column] = problem(place, "cell_error", text=error or "错误值", stops=True)
    for (number, column), has_value in (scan.formulas if scan else {}).items():
        if number < len(rows) and column < width and (number, column) not in found.troubles:
            place = found.place(number, column)
            found.troubles[number, column] = (
                problem(place, "cell_formula", text=_short(rows[number][column]))
                if has_value and rows[number][column]
                else problem(place, "cell_formula_no_value", stops=True)
            )
    merge(found, sheet.merged_cell_ranges or ())
    return found


def text(cell: Any) -> str:
    """A cell as text: whole numbers without a point, days as 2026-01-31, lines kept."""
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else ("是" if cell else "否")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time | timedelta | int):
        return str(cell)
    return clean(str(cell))


def clean(written: str) -> str:
    """Text without signs that cannot be seen; lines without blanks around them."""
    plain = written.replace("_x000D_", "\n").replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    plain = plain.translate(_BLANKS)
    kept = "".join(sign for sign in plain if sign >= " " or sign == "\n")
    kept = "".join(sign for sign in kept if not "\ud800" <= sign <= "\udfff")
    lines = (line.strip() for line in kept.split("\n"))
    return "\n".join(line for line in lines if line)


def _short(written: str) -> str:
    return written if len(written) <= 30 else f"{written[:30]}……"


def letters(place: int) -> str:
    """The letters of a column, from 0: A, B … Z, AA."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


__all__ = ["clean", "grids", "letters", "text"]
