"""An Excel sheet as it is handed to a leader: title, headings under common headings, numbered rows, frozen, printed on A4
across, with a line for signature and date. Every cell is text that stays text, save the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

TITLE, UNDER, GROUPS, HEADINGS, FIRST = 1, 2, 3, 4, 5  # rows of the sheet
_THIN = Side(style="thin", color="808080")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="E8EDF4")
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAPPED = Alignment(vertical="center", wrap_text=True)
_SONG, _HEI = "宋体", "黑体"
_FORMULAS = frozenset("=+-@\t\r")
_A4 = 9
Value = str | int | Decimal


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its heading, the one above it that it shares with its neighbours (empty: none), how wide, whether centred."""

    label: str
    group: str = ""
    width: int = 14
    middle: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the sheet besides its rows. `under` is the line below the title, `signature` the last one."""

    name: str
    title: str
    under: Sequence[str]
    signature: Sequence[str] = ("填报单位（盖章）：", "审核人：", "单位负责人（签字）：", "填报日期：    年  月  日")
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Look:
    """How a cell looks."""

    head: bool
    middle: bool
    framed: bool
    quoted: bool

    def dress(self, cell: Any) -> None:
        """Give a cell this look."""
        cell.quotePrefix = self.quoted
        cell.font = Font(name=_HEI if self.head else _SONG, size=11 if self.head else 10)
        cell.alignment = _MIDDLE if self.middle else _WRAPPED
        if self.framed:
            cell.border = _FRAME
        if self.head:
            cell.fill = _HEAD


def sheet(paper: Paper, headings: Sequence[Heading], lines: Iterable[Sequence[Value]]) -> bytes:
    """The file. Rows are numbered here: the first column 序号 is added."""
    book = Workbook()
    page: Any = book.active
    assert isinstance(page, Worksheet), "a new workbook has a sheet"
    page.title = paper.name[:31]
    columns = (Heading("序号", width=6, middle=True), *headings)
    last = len(columns)
    pen = _Pen(page)
    _head(pen, paper, columns)
    row = FIRST
    for number, line in enumerate(lines, start=1):
        for place, (value, heading) in enumerate(zip((number, *line), columns, strict=True), start=1):
            pen.cell(row, place, value, middle=heading.middle)
        row += 1
    for note in paper.notes:
        pen.across(row, last, note)
        row += 1
    _signature(pen, row + 1, last, paper.signature)
    _on_paper(page, columns, row + 1)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _head(pen: _Pen, paper: Paper, columns: Sequence[Heading]) -> None:
    last = len(columns)
    pen.across(TITLE, last, paper.title, Font(name=_HEI, size=18), _MIDDLE)
    pen.page.row_dimensions[TITLE].height = 34
    pen.across(UNDER, last, "    ".join(paper.under), Font(name=_SONG, size=11))
    place = 1
    for group, some in groupby(columns, key=lambda one: one.group or f"\0{one.label}"):
        span = len(list(some))
        if group.startswith("\0"):
            pen.cell(GROUPS, place, group[1:], head=True)
            pen.page.merge_cells(start_row=GROUPS, end_row=HEADINGS, start_column=place, end_column=place)
        else:
            pen.cell(GROUPS, place, group, head=True)
            for offset in range(span):
                pen.cell(HEADINGS, place + offset, columns[place + offset - 1].label, head=True)
            if span > 1:
                pen.page.merge_cells(start_row=GROUPS, end_row=GROUPS, start_column=place, end_column=place + span - 1)
        place += span
    pen.page.row_dimensions[GROUPS].height = pen.page.row_dimensions[HEADINGS].height = 22


def _signature(pen: _Pen, row: int, last: int, words: Sequence[str]) -> None:
    pen.page.row_dimensions[row].height = 32
    pen.across(row, last, "          ".join(words), Font(name=_SONG, size=11), Alignment(vertical="center"))


def _on_paper(page: Worksheet, columns: Sequence[Heading], last_row: int) -> None:
    for place, heading in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(place)].width = heading.width
    page.freeze_panes = f"C{FIRST}"
    page.print_title_rows = f"{TITLE}:{HEADINGS}"
    page.print_area = f"A1:{get_column_letter(len(columns))}{last_row}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top = page.page_margins.bottom = 0.6
    page.oddFooter.center.text = "第 &P 页，共 &N 页"


class _Pen:
    """Writes cells. Each look is put together once for the book: dressing every cell anew takes most of the time."""

    def __init__(self, page: Worksheet) -> None:
        self.page = page
        self.looks: dict[_Look, Any] = {}

    def cell(
        self, row: int, place: int, value: Value, *, head: bool = False, middle: bool = False, framed: bool = True
    ) -> Any:
        """One cell, dressed."""
        cell: Any = self.page.cell(row=row, column=place)
        quoted = isinstance(value, str) and value[:1] in _FORMULAS
        if isinstance(value, str):
            # A text such as =HYPERLINK(…) stays the text it is: typed as a string and quoted.
            cell._value = "".join(letter for letter in value if letter >= " " or letter in "\n\t")[:32_000]  # noqa: SLF001
            cell.data_type = "s"
        else:
            cell.value = value
        look = _Look(head=head, middle=head or middle or not isinstance(value, str), framed=framed, quoted=quoted)
        if look not in self.looks:
            look.dress(cell)
            self.looks[look] = copy(cell._style)  # noqa: SLF001 -- the numbers under which the book knows this look
        cell._style = self.looks[look]  # noqa: SLF001
        return cell

    def across(self, row: int, last: int, text: str, font: Font | None = None, alignment: Alignment = _WRAPPED) -> None:
        """A line over all columns."""
        cell = self.cell(row, 1, text, framed=False)
        cell._style = copy(cell._style)  # noqa: SLF001 -- its own from here on
        cell.font, cell.alignment = font or Font(name=_SONG, size=10), alignment
        self.page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)


__all__ = ["Heading", "Paper", "Value", "sheet"]
