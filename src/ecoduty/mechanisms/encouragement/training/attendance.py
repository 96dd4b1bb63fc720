"""Reading who took part in a course: pasted lines or a sheet. Nothing is written here, and names that nobody knows go no further.

A line is 姓名｜单位｜岗位, or 单位｜人数 where only a number was sent. Whoever has an account in that body is that person; everybody
else is a head of his body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from ecoduty.kernel.files.reading import gate, workbooks
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment, Body

MOST_LINES, MOST_HEADS, MOST_TOLD = 3000, 100_000, 8
PURPOSE = gate.Purpose("参训名单")
_PARTED = re.compile(r"[｜|\t,，]")
_NUMBER = re.compile(r"([0-9]{1,6})\s*[人名]?")
_NAME, _BODY, _POST, _HEADS = "姓名", "单位", "岗位", "人数"
_COLUMNS = (_NAME, _BODY, _POST, _HEADS)
_SHORT = 60

_wrong = partial(wrong, "lines")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was written, with its number as people count."""

    number: int
    name: str
    body: str
    post: str = ""
    heads: str = ""


@dataclass(slots=True)
class Found:
    """Who took part: people in office, and how many others by body (None and the word where the directory has none)."""

    people: dict[int, Appointment] = field(default_factory=dict)
    others: Counter[tuple[int | None, str]] = field(default_factory=Counter)

    @property
    def heads(self) -> int:
        """How many in all."""
        return len(self.people) + self.others.total()


def pasted(text: str) -> list[Line]:
    """The lines of a pasted list; a first line of headings says what stands where."""
    rows = [(number, _parts(row)) for number, row in enumerate(text.splitlines(), 1) if row.strip()]
    return list(_lines(rows))


def in_sheet(path: Path, name: str) -> list[Line]:
    """The lines of a workbook. Raises Refused: what `gate.kind_of` and `workbooks.grids` raise, `attendance_no_heading`."""
    grids, _ = workbooks.grids(path, name, gate.kind_of(path, name, PURPOSE))
    for grid in grids:
        for at, cells in enumerate(grid.rows[:20]):
            if _BODY in {_plain(cell) for cell in cells}:
                rows = [(line + 1, [cell.strip() for cell in grid.rows[line]]) for line in range(at, len(grid.rows))]
                return list(_lines([row for row in rows if any(row[1])]))
    raise Refused("attendance_no_heading", "表里没有找到表头：须有“单位”一列，另有“姓名”或“人数”。", status=422)


def read(lines: Sequence[Line], on: date) -> Found:
    """Who that is on the day of the course. Raises Refused `attendance_empty`, `attendance_too_many`, `attendance_unread`."""
    if not lines:
        raise _wrong("attendance_empty", "名单是空的：请粘贴名单，或上传Excel。")
    if len(lines) > MOST_LINES:
        raise _wrong("attendance_too_many", f"名单有{len(lines)}行，一次不超过{MOST_LINES}行，请分几次登记。")
    faults = [fault for line in lines if (fault := _fault(line))]
    if faults:
        more = f"另有{len(faults) - MOST_TOLD}行也有问题。" if len(faults) > MOST_TOLD else ""
        raise _wrong("attendance_unread", "；".join(faults[:MOST_TOLD]) + f"。{more}")
    found, bodies = Found(), _bodies(lines, on)
    known = _people(bodies, lines, on)
    for line in lines:
        body = bodies[line.body]
        key = (body.pk, body.short_name) if body else (None, line.body[:120])
        person = _one(known.get((body.pk, line.name), ()), line.post) if body and line.name else None
        if person is not None:
            found.people[person.person_id] = person  # written twice is one
        else:
            found.others[key] += int(line.heads or 1)
    return found


def _parts(row: str) -> list[str]:
    return [part.strip() for part in _PARTED.split(row)]


def _plain(text: str) -> str:
    return text.replace("\n", "").strip("*＊ 　")


def _lines(rows: Sequence[tuple[int, list[str]]]) -> Iterator[Line]:
    at: Mapping[str, int] = {}
    for place, (number, cells) in enumerate(rows):
        heads = {_plain(cell): column for column, cell in enumerate(cells) if _plain(cell) in _COLUMNS}
        if place == 0 and _BODY in heads:
            at = heads
            continue
        yield _line(number, cells, at)


def _line(number: int, cells: Sequence[str], at: Mapping[str, int]) -> Line:
    number_only = _NUMBER.fullmatch(cells[1]) if len(cells) > 1 and not any(cells[2:]) else None
    if number_only and _HEADS not in at:  # 单位｜人数
        return Line(number, "", cells[0], "", number_only[1])
    if at:
        said = {word: cells[column] if column < len(cells) else "" for word, column in at.items()}
        heads = _NUMBER.fullmatch(said.get(_HEADS, ""))
        return Line(
            number, said.get(_NAME, ""), said.get(_BODY, ""), said.get(_POST, ""), heads[1] if heads else said.get(_HEADS, "")
        )  # fmt: skip
    first, second, third = [*cells, "", "", ""][:3]
    return Line(number, first, second, third)


def _fault(line: Line) -> str:
    """What is wrong with a line: nothing of it is read then. A name that is told is the writer's own, on his own page."""
    if not line.body or line.body.isdecimal():
        return f"第{line.number}行没有写单位"
    if len(line.name) > _SHORT or len(line.post) > _SHORT:
        return f"第{line.number}行的姓名或岗位太长"
    if not line.name and not line.heads:
        return f"第{line.number}行没有写姓名，也没有写人数"
    if line.heads and not (line.heads.isdecimal() and 0 < int(line.heads) <= MOST_HEADS):
        return f"第{line.number}行的人数不是1到{MOST_HEADS}的整数"
    if line.name and line.heads and int(line.heads) != 1:
        return f"第{line.number}行写了姓名，人数只能是1"
    return ""


def _bodies(lines: Sequence[Line], on: date) -> dict[str, Body | None]:
    return {name: directory.find_body(name, on) for name in {line.body for line in lines}}


def _people(
    bodies: Mapping[str, Body | None], lines: Sequence[Line], on: date
) -> dict[tuple[int, str], list[Appointment]]:
    """Appointments of people with an account, by body and name. One query."""
    rows = Appointment.objects.filter(
        holding(on), post__body__in=[body.pk for body in bodies.values() if body],
        person__name__in={line.name for line in lines if line.name}, person__accounts__isnull=False,
    )  # fmt: skip
    found: dict[tuple[int, str], list[Appointment]] = {}
    for row in rows.select_related("person", "post__body").order_by("post__order", "pk").distinct():
        found.setdefault((row.post.body_id, row.person.name), []).append(row)
    return found


def _one(some: Sequence[Appointment], post: str) -> Appointment | None:
    """The one that is meant; None where namesakes cannot be told apart."""
    chosen = [one for one in some if one.post.title == post] or list(some)
    return chosen[0] if len({one.person_id for one in chosen}) == 1 else None


__all__ = ["Found", "Line", "in_sheet", "pasted", "read"]
