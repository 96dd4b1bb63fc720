"""Excel of a list: the columns, rows and order of the page; no cell can become a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from urllib.parse import quote

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(
    title: str,
    headings: Sequence[str],
    lines: Iterable[Sequence[str]],
    widths: Sequence[int],
    notes: Sequence[str] = (),
) -> bytes:
    """An .xlsx with one sheet. All cells are text, marked so that Excel keeps them text when they are edited."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, text, bold=True) for text in headings])
    for line in lines:
        sheet.append([_cell(sheet, text) for text in line])
    for note in notes:
        sheet.append([_cell(sheet, note)])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(sheet: object, text: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value="")
    # A text such as =HYPERLINK(…) stays the text it is: typed as a string and quoted.
    cell._value = "".join(letter for letter in text if letter >= " " or letter in "\n\t")[:32_000]  # noqa: SLF001
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in {"=", "+", "-", "@", "\t", "\r"}
    if bold:
        cell.font = Font(bold=True)
    return cell


def attachment(content: bytes, name: str) -> HttpResponse:
    """The answer that a browser saves under a Chinese name."""
    response = HttpResponse(content, content_type=MIME)
    response["Content-Disposition"] = f"attachment; filename=\"list.xlsx\"; filename*=UTF-8''{quote(name)}.xlsx"
    return response
