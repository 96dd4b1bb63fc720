"""The empty sheet of tasks: headings, an explanation of each column, and lists to choose from."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from ecoduty.mechanisms.work_plans.batch.columns import COLUMNS, LEADS, choices
from ecoduty.mechanisms.work_plans.batch.reading import MOST_ROWS
from ecoduty.organisation.directory.models import Body

TASKS, LISTS, EXPLANATION = "任务", "可选项", "填写说明"
_HEAD = PatternFill("solid", fgColor="E8EDF4")


def empty(issuer: Body, on: date) -> bytes:
    """The sheet for an issuer, with the bodies, sources and plans of that day."""
    book = Workbook()
    offered = choices(issuer, on)
    _tasks(book.active, offered)
    _explanation(book.create_sheet(EXPLANATION), issuer, on)
    _lists(book.create_sheet(LISTS), offered)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _tasks(page: Any, offered: dict[str, list[str]]) -> None:
    page.title = TASKS
    page.freeze_panes = "B2"
    names = list(offered)
    for number, column in enumerate(COLUMNS, start=1):
        place = get_column_letter(number)
        page.column_dimensions[place].width = column.width
        head = page.cell(1, number, f"{column.heading}*" if column.needed else column.heading)
        head.font, head.fill = Font(bold=True), _HEAD
        for line in range(2, MOST_ROWS + 2):  # days and numbers, too, stay as they are typed; several lines show
            cell = page.cell(line, number)
            cell.number_format, cell.alignment = "@", Alignment(wrap_text=True, vertical="top")
        if column.choices and offered[column.choices]:
            at = get_column_letter(names.index(column.choices) + 1)
            source = f"{quote_sheetname(LISTS)}!${at}$2:${at}${len(offered[column.choices]) + 1}"
            # Only offered: full names, which are not in the list, are understood as well.
            offer = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=column.choices != LEADS)
            offer.add(f"{place}2:{place}{MOST_ROWS + 1}")
            page.add_data_validation(offer)


def _explanation(page: Any, issuer: Body, on: date) -> None:
    for place, width in (("A", 16), ("B", 8), ("C", 70)):
        page.column_dimensions[place].width = width
    page.append([f"{issuer.short_name}成批起草任务，{on.year}年{on.month}月{on.day}日从平台下载"])
    page.append(
        [
            f"在“任务”表里一行写一件，最多{MOST_ROWS}行。上传后先预览：有错的行逐格列出，没错的可以先起草，改好后同一个文件再传一次，已有的自动跳过。"
        ]
    )
    page.append([])
    page.append(["列", "必填", "怎么填"])
    for column in COLUMNS:
        page.append([column.heading, "是" if column.needed else "", column.hint])
    for cell in (page["A1"], *page[4]):
        cell.font = Font(bold=True)


def _lists(page: Any, offered: dict[str, list[str]]) -> None:
    for number, (name, words) in enumerate(offered.items(), start=1):
        page.column_dimensions[get_column_letter(number)].width = 28
        page.cell(1, number, name).font = Font(bold=True)
        for line, word in enumerate(words, start=2):
            cell = page.cell(line, number)
            cell.value, cell.data_type = word, "s"


__all__ = ["EXPLANATION", "LISTS", "TASKS", "empty"]
