"""Rows back as an .xlsx that, read again, gives the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from ecoduty.mechanisms.responsibilities.reading.columns import COLUMNS, NO, YES
from ecoduty.mechanisms.responsibilities.reading.data import Row
from ecoduty.mechanisms.responsibilities.reading.names import Bodies
from ecoduty.mechanisms.responsibilities.reading.values import Vocabulary
from ecoduty.mechanisms.responsibilities.words import Enforcing, Openness, Role, RowLevel

SHEET = "清单"
_HEAD = PatternFill("solid", fgColor="E8EDF4")
_LINE = Side(style="thin", color="B8C2D0")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_FORMULAS = frozenset("=+-@")


def export(rows: Iterable[Row], bodies: Bodies, vocabulary: Vocabulary) -> bytes:
    """The file: one header that stays in view, one row for each responsibility, every cell plain text."""
    book = Workbook(write_only=True)
    page = book.create_sheet(SHEET)
    page.freeze_panes = "C2"
    for number, column in enumerate(COLUMNS, start=1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.append([_cell(page, column.heading, head=True) for column in COLUMNS])
    last = get_column_letter(len(COLUMNS))
    count = 1
    for row in rows:
        values = _values(row, bodies, vocabulary)
        page.append([_cell(page, values[column.key]) for column in COLUMNS])
        count += 1
    page.auto_filter.ref = f"A1:{last}{count}"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _values(row: Row, bodies: Bodies, vocabulary: Vocabulary) -> dict[str, str]:
    def names(keys: Sequence[str], more: Sequence[str] = ()) -> str:
        return "、".join([*(bodies.by_key[key].short_name for key in keys), *more])

    return {
        "number": row.number,
        "name": row.name,
        "description": row.description,
        "field": vocabulary.fields.get(row.field, row.field),
        "role": Role(row.role).label,
        "lead": names([row.lead] if row.lead else []),
        "joint": names(row.joint),
        "supporters": names(row.supporters, row.unknown),
        "level": RowLevel(row.level).label,
        "unit": row.unit,
        "person_a": row.person_a,
        "person_b": row.person_b,
        "basis": row.basis_text,
        "ways": "、".join(vocabulary.ways.get(code, code) for code in row.ways),
        "enforcement": _label(Enforcing, row.enforcement),
        "cycle": row.cycle,
        "liability": row.liability,
        "openness": _label(Openness, row.openness),
        "openness_reason": row.openness_reason,
        "words": "、".join(row.words),
        "catch_all": YES if row.catch_all else NO,
    }


def _label(choices: Callable[[str], Any], code: str) -> str:
    return str(choices(code).label) if code else ""


def _cell(page: Any, text: str, *, head: bool = False) -> Any:
    """Text that stays text: nothing becomes a formula, no number loses a digit."""
    cell: Any = WriteOnlyCell(page, value=None)
    if text:
        cell._value = text  # noqa: SLF001 -- set past openpyxl's guess at formulas
        cell.data_type = "s"
        cell.quotePrefix = text[0] in _FORMULAS
    cell.border = _FRAME
    cell.alignment = _WRAPPED
    if head:
        cell.font, cell.fill = Font(bold=True), _HEAD
    return cell


__all__ = ["SHEET", "export"]
