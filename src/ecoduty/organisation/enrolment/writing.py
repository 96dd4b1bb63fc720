"""Template and export: the same file, empty or filled with the directory as it stands on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.db.models import Q
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Appointment, Body, Post, Unit
from ecoduty.organisation.directory.states import Level
from ecoduty.organisation.enrolment.columns import (
    BODIES,
    EXPLANATION,
    LISTS,
    NO,
    PEOPLE,
    POSTS,
    SHEETS,
    UNITS,
    YES,
    Column,
    Sheet,
)

_HEAD = PatternFill("solid", fgColor="E8EDF4")
_VALIDATED = 20_000  # rows that offer their lists


def template(on: date) -> bytes:
    """The empty file: explanation, four sheets with headings and lists to choose from."""
    return _file({sheet.key: () for sheet in SHEETS}, on)


def export(bodies: Sequence[Body] | None, on: date) -> bytes:
    """The file filled with what stands on a day, of these bodies or all: imported again it changes nothing."""
    some = list(queries.bodies(on=on).select_related("parent")) if bodies is None else list(bodies)
    keys = {body.pk: body.key for body in some}
    lasting = Q(until=None) | Q(until__gt=on)
    units = Unit.objects.filter(lasting, body__in=keys).order_by("body__order", "body__key", "order", "pk")
    posts = Post.objects.filter(lasting, body__in=keys).select_related("unit")
    people = Appointment.objects.filter(lasting, post__body__in=keys).select_related("person", "post")
    order = ("post__body__order", "post__body__key", "post__order", "post_id", "since", "pk")
    kinds = kinds_of_bodies()
    return _file(
        {
            BODIES.key: [_body(body, kinds) for body in some],
            UNITS.key: [(keys[row.body_id], row.name, row.order, row.since, row.until) for row in units],
            POSTS.key: [
                (keys[row.body_id], row.key, row.title, row.kind, row.unit.name if row.unit else "", row.order,
                 YES if row.single else NO, row.since, row.until)
                for row in posts.order_by("body__order", "body__key", "order", "pk")
            ],
            PEOPLE.key: [
                (row.person_id, row.person.name, keys[row.post.body_id], row.post.key, row.since, row.until,
                 row.person.mobile, row.person.mail)
                for row in people.order_by(*order)
            ],
        },
        on,
    )  # fmt: skip


def _body(body: Body, kinds: Mapping[str, str]) -> tuple[Any, ...]:
    return (
        body.key, body.name, body.short_name, kinds.get(body.kind, body.kind), str(Level(body.level).label),
        body.region_code, body.order, body.official_code, body.parent.key if body.parent else "",
        YES if body.coordinator_required else NO, None,
    )  # fmt: skip


def kinds_of_bodies() -> dict[str, str]:
    """Kinds of bodies that the rulebook in force names, by code, with their labels."""
    book = rulebooks.current_or_none()
    return {key: kind.label for key, kind in book.kinds.items()} if book else {}


def kinds_of_posts() -> dict[str, str]:
    """Kinds of posts there are, by code, each with a title that such posts bear."""
    return dict(Post.objects.order_by("kind", "-pk").values_list("kind", "title"))


def _lists(on: date) -> dict[str, list[str]]:
    return {
        "机构": list(queries.bodies(on=on).values_list("short_name", flat=True)),
        "机构类型": list(kinds_of_bodies().values()),
        "层级": [str(level.label) for level in Level],
        "岗位类别": list(kinds_of_posts()),
        "是否": [YES, NO],
    }


def _file(rows: Mapping[str, Iterable[Sequence[Any]]], on: date) -> bytes:
    book = Workbook(write_only=True)
    _explain(book, on)
    lists = _lists(on)
    for sheet in SHEETS:
        _fill(book, sheet, rows[sheet.key], lists)
    listed = book.create_sheet(LISTS)
    longest = max(map(len, lists.values()))
    listed.append([plain(listed, name, bold=True) for name in lists])
    for number in range(longest):
        listed.append([plain(listed, some[number]) if number < len(some) else None for some in lists.values()])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(book: Workbook, sheet: Sheet, rows: Iterable[Sequence[Any]], lists: Mapping[str, Sequence[str]]) -> None:
    page = book.create_sheet(sheet.name)
    page.freeze_panes = "A2"
    names = list(lists)
    for number, column in enumerate(sheet.columns, start=1):
        place = get_column_letter(number)
        page.column_dimensions[place].width = column.width
        if column.choices and lists[column.choices]:
            at = get_column_letter(names.index(column.choices) + 1)
            source = f"{quote_sheetname(LISTS)}!${at}$2:${at}${len(lists[column.choices]) + 1}"
            # Only offered: codes and full names, which are not in the list, are taken as well.
            offer = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=False)
            offer.add(f"{place}2:{place}{_VALIDATED}")
            page.data_validations.append(offer)
    page.append([_heading(page, column) for column in sheet.columns])
    for row in rows:
        page.append([plain(page, value) for value in row])


def _heading(page: Any, column: Column) -> Any:
    cell = plain(page, f"{column.heading}*" if column.needed else column.heading, bold=True)
    cell.fill = _HEAD
    return cell


def _explain(book: Workbook, on: date) -> None:
    page = book.create_sheet(EXPLANATION)
    for place, width in (("A", 14), ("B", 18), ("C", 8), ("D", 80)):
        page.column_dimensions[place].width = width
    for text in (
        "机构、岗位、人员导入表",
        f"{on.year}年{on.month}月{on.day}日从平台下载。填好后在“机构·导入人员”上传：先检查，有错逐格列出，一处不对就什么也不写入；无误再确认，一次办成。",
        "列名后带*的必填。日期写成2026-01-31。没有列出的机构、岗位和人员保持不变；表里已经相符的行也不变，所以同一个文件可以再导入一次。",
        "更名、免职、撤销都按日期登记，旧的记录保留，以后仍可查到某一天是谁。",
    ):
        page.append([plain(page, text, bold=text.startswith("机构、"))])
    page.append([])
    page.append([plain(page, text, bold=True) for text in ("工作表", "列", "必填", "怎么填")])
    for sheet in SHEETS:
        page.append([plain(page, sheet.name, bold=True), None, None, plain(page, sheet.about)])
        for column in sheet.columns:
            needed = "必填" if column.needed else ""
            page.append([None, plain(page, column.heading), plain(page, needed), plain(page, column.hint, wrap=True)])


def plain(page: Any, value: Any, *, bold: bool = False, wrap: bool = False) -> Any:
    """A cell; text stays text, so that none can become a formula and no number loses its digits."""
    cell: Any = WriteOnlyCell(page, value=None)
    if isinstance(value, date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, int):
        cell.value = value
    elif value:
        cell._value = str(value)  # noqa: SLF001 -- set past openpyxl's guess at formulas
        cell.data_type = "s"
        cell.quotePrefix = str(value)[:1] in {"=", "+", "-", "@"}
    if bold:
        cell.font = Font(bold=True)
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
