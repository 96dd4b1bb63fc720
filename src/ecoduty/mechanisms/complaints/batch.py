"""A batch of complaints from an Excel file, such as what an inspection hands over every day: read, shown, then taken in at once.

Nothing is kept between preview and confirmation but the uploaded file itself, which is read again: what changed meanwhile is
noticed. What was taken in before, by its number, is passed over, so that the same file twice doubles nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from ecoduty.kernel.clock import start_of_day
from ecoduty.kernel.files.reading import gate, workbooks
from ecoduty.kernel.files.reading.grids import Grid
from ecoduty.kernel.flow import Actor, Item, Refused, perform_many
from ecoduty.mechanisms.complaints import rules
from ecoduty.mechanisms.complaints.data import TEXT_LIMIT, External, TakeIn
from ecoduty.mechanisms.complaints.flow import COMPLAINT
from ecoduty.mechanisms.complaints.models import Complaint
from ecoduty.organisation.directory import queries as directory

MOST_ROWS = 2000
PURPOSE = gate.Purpose("群众反映登记表")
COLUMNS = (
    ("number", "编号", True), ("text", "反映内容", True), ("district", "所在区", False), ("place", "地点", False),
    ("category", "环境类别", False), ("received", "收到日期", True),
)  # fmt: skip
_DATE = re.compile(r"([0-9]{4})(?:年|[-/.])([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})日?")
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in the file: the cell, and what to do."""

    place: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it will be taken in."""

    number: str
    data: TakeIn
    district: str
    category: str


@dataclass(slots=True)
class Plan:
    """What the file would do: new ones, those taken in before, and what is wrong."""

    rows: list[Row] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Names:
    """What words of the file may mean on that day."""

    channel: str
    on: date
    districts: Mapping[str, tuple[str, str]]
    categories: Mapping[str, str]


def read(path: Path, name: str, channel: str, on: date) -> Plan:
    """Read and check an .xlsx or .xls of `COLUMNS`.

    Raises Refused as `gate.kind_of` and `workbooks.grids` do, and `no_rows`, `too_many_rows` or `unknown_channel`.
    """
    if channel not in dict(rules.channels(on)):
        raise Refused("unknown_channel", "没有这个渠道，请从所列的渠道中选。", status=422)
    grids, _ = workbooks.grids(path, name, gate.kind_of(path, name, PURPOSE))
    grid, head = _headed(grids)
    if len(grid.rows) - head - 1 > MOST_ROWS:
        raise Refused("too_many_rows", f"超过{MOST_ROWS}行，请分几个文件登记。", status=422)
    return _planned(grid, head, _names(channel, on))


def _headed(grids: Sequence[Grid]) -> tuple[Grid, int]:
    """The first sheet with the heading, and its line. Raises Refused `no_rows`."""
    for grid in grids:
        for line, cells in enumerate(grid.rows):
            if "反映内容" in {_heading(cell) for cell in cells}:
                return grid, line
    raise Refused("no_rows", "没有找到表头：须有“编号、反映内容、收到日期”几列。", status=422)


def take_in(plan: Plan, actor: Actor, name: str) -> int:
    """Take in and accept all rows of a plan without faults, all or none; how many. Raises Refused."""
    items = [Item(row.number, row.data, reason=f"由文件{name}成批登记") for row in plan.rows]
    with transaction.atomic():
        taken = perform_many(COMPLAINT, "take_in", items, actor=actor)
        accepted = [Item(done.subject.pk) for done in taken.done.values()]
        perform_many(COMPLAINT, "accept", accepted, actor=actor)
    return len(items)


def _names(channel: str, on: date) -> _Names:
    districts = {}
    for body in directory.districts():
        for name in (body.name, body.short_name, body.key, body.name.removesuffix("区")):
            districts[name] = (body.key, body.name)
    categories = {
        name: code for code, label in rules.categories(on) for name in (code, label, label.partition("（")[0])
    }
    return _Names(channel, on, districts, categories)


def _planned(grid: Grid, head: int, names: _Names) -> Plan:
    plan = Plan()
    places = {_heading(cell): at for at, cell in enumerate(grid.rows[head]) if cell}
    missing = [heading for _, heading, needed in COLUMNS if needed and heading not in places]
    if missing:
        plan.faults.append(Fault(f"第{head + 1}行", f"缺少“{'”“'.join(missing)}”列。"))
        return plan
    at = {key: places[heading] for key, heading, _ in COLUMNS if heading in places}
    seen: dict[str, int] = {}
    for line, cells in enumerate(grid.rows[head + 1 :], start=head + 2):
        values = {key: cells[place] for key, place in at.items()}
        troubles = [grid.troubles[line - 1, place] for place in at.values() if (line - 1, place) in grid.troubles]
        stopping = [Fault(one.place, one.sentence) for one in troubles if one.stops]
        plan.faults += stopping
        if stopping or not any(values.values()):
            continue
        row = _row(values, line, at, names, plan)
        number = values["number"]
        if number and number in seen:
            plan.faults.append(Fault(_cell("number", line, at), f"编号{number}与第{seen[number]}行重复。"))
        elif number:
            seen[number] = line
        if row is not None:
            plan.rows.append(row)
    if not seen and not plan.faults:
        raise Refused("no_rows", "表里没有一行反映。", status=422)
    _pass_over_known(plan, names.channel)
    return plan


def _pass_over_known(plan: Plan, channel: str) -> None:
    numbers = [row.number for row in plan.rows]
    held = Complaint.objects.filter(external_system=channel, external_number__in=numbers)
    known = set(held.values_list("external_number", flat=True))
    plan.known = [number for number in numbers if number in known]
    plan.rows = [row for row in plan.rows if row.number not in known]


def _row(values: Mapping[str, str], line: int, at: Mapping[str, int], names: _Names, plan: Plan) -> Row | None:
    """The row as it will be taken in; None with what is wrong added to the plan."""
    before = len(plan.faults)

    def wrong(key: str, sentence: str) -> None:
        plan.faults.append(Fault(_cell(key, line, at), sentence))

    if not values["number"] or len(values["number"]) > 80:
        wrong("number", "编号必填，不超过80个字。")
    if not _SHORTEST <= len(values["text"]) <= TEXT_LIMIT:
        wrong("text", f"反映内容须有{_SHORTEST}到{TEXT_LIMIT}个字。")
    named = values.get("district", "")
    key, district = names.districts.get(named, ("", ""))
    if named and not key:
        wrong("district", f"没有“{named}”这个区。")
    said = values.get("category", "")
    category = next((names.categories[word] for word in re.split(r"[、，,/ ]+", said) if word in names.categories), "")
    if said and not category:
        wrong("category", f"没有“{said}”这个环境类别。")
    received = _day(values["received"])
    if received is None:
        wrong("received", "收到日期写成2026-01-31。")
    elif received > names.on:
        wrong("received", "收到日期还没有到。")
    if len(values.get("place", "")) > 300:
        wrong("place", "地点不超过300个字。")
    if len(plan.faults) > before or received is None:
        return None
    data = TakeIn(
        text=values["text"], district=key, place=values.get("place", ""), category=category, channel=names.channel,
        received_at=start_of_day(received), external=External(system=names.channel, number=values["number"]),
    )  # fmt: skip
    return Row(values["number"], data, district, said)


def _cell(key: str, line: int, at: Mapping[str, int]) -> str:
    return f"{workbooks.letters(at.get(key, 0))}{line}"


def _heading(cell: str) -> str:
    return cell.replace("\n", "").rstrip("*＊ ")


def _day(text: str) -> date | None:
    plain = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", text) or _DATE.fullmatch(text.replace(" ", ""))
    try:
        return date(*map(int, plain.groups())) if plain else None
    except ValueError:
        return None


__all__ = ["COLUMNS", "Fault", "Plan", "Row", "read", "take_in"]
