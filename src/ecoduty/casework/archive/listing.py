"""The list that goes with the packages to the archive office: an Excel sheet to read, the same as JSON to take in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ecoduty.casework.archive.packing import Packed

TITLE = "归档文件目录"
_COLUMNS = (
    ("序号", 6), ("归档包", 30), ("题名", 46), ("文号", 22), ("责任者", 26), ("成文日期", 12), ("办结日期", 12),
    ("类别", 16), ("保管期限", 10), ("期限依据", 36), ("知悉范围", 10), ("文件数", 8), ("字节", 12), ("包的SM3", 68),
    ("备注", 30),
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list: the package and the facts of its matter."""

    packed: Packed
    facts: dict[str, Any]


def write(items: Sequence[Item], target: Path, year: int) -> tuple[Path, Path]:
    """Write the list of a year's packages into the folder, as .xlsx and .json; both paths."""
    sheet_path, json_path = target / f"{TITLE}_{year}.xlsx", target / f"{TITLE}_{year}.json"
    rows = [_row(n, item) for n, item in enumerate(items, 1)]
    listed = [dict(zip((name for name, _ in _COLUMNS), row, strict=True)) for row in rows]
    json_path.write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = TITLE
    sheet.append([name for name, _ in _COLUMNS])
    for row in rows:
        sheet.append([_harmless(value) for value in row])
    for n, (_, width) in enumerate(_COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
        sheet.cell(1, n).font = Font(bold=True)
        sheet.cell(1, n).alignment = Alignment(horizontal="center", vertical="center")
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]  # a sheet of a new book has them
    sheet.print_title_rows = "1:1"
    book.save(sheet_path)
    return sheet_path, json_path


def _row(number: int, item: Item) -> list[Any]:
    facts, packed = item.facts, item.packed
    main = next((one for one in facts["documents"] if one["number"]), None)
    kept = facts["retention"]
    return [
        number,
        packed.path.name,
        facts["title"],
        main["number"] if main else "",
        main["issuer"] if main else facts["holder"],
        main["signed_on"] if main else "",
        facts["closed_on"],
        facts["kind"],
        kept["period"],
        f"{kept['basis']}{'（待核）' if kept['pending'] else ''}",
        facts["secrecy"],
        packed.files,
        packed.size,
        packed.sm3,
        "" if any("盖章原件" in path for one in facts["documents"] for path in one["files"]) else "未附盖章原件扫描件",
    ]


def _harmless(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula stays text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
