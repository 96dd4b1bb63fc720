"""A sheet of tasks as its cells say it: every row either a whole task or, named by cell, what is wrong with it.

Nothing is written here. What is confirmed is read again, so that what changed meanwhile is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from ecoduty.kernel.files.reading import gate, workbooks
from ecoduty.kernel.files.reading.grids import Grid
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.data import parse
from ecoduty.kernel.flow.refusal import Problem, wrong
from ecoduty.mechanisms.work_plans import content, queries
from ecoduty.mechanisms.work_plans.batch.columns import COLUMNS, NO, YES
from ecoduty.mechanisms.work_plans.data import TaskContent
from ecoduty.mechanisms.work_plans.models import Task
from ecoduty.organisation.directory.models import Body

MOST_ROWS = 200
PURPOSE = gate.Purpose("任务表")
_KEYS = {column.heading: column.field for column in COLUMNS}
_DATE = re.compile(r"([0-9]{4})(?:年|[-/.])([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})日?")
_LINES = re.compile(r"[\n；;]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row: the cell, and what to do."""

    place: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sheet. `data` is None where something is wrong with it."""

    line: int
    name: str
    lead: str = ""
    data: TaskContent | None = None
    faults: Sequence[Fault] = ()


@dataclass(slots=True)
class Sheet:
    """What the sheet would do: tasks to draft, those that are there already, rows with something wrong."""

    good: list[Row] = field(default_factory=list)
    known: list[Row] = field(default_factory=list)
    bad: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class _Seen:
    """What earlier rows of the same sheet used up: names with their line, and weights by plan."""

    lines: dict[tuple[str, str, date], int] = field(default_factory=dict)
    weights: dict[int, int] = field(default_factory=dict)


def read(path: Path, name: str, issuer: Body, on: date) -> Sheet:
    """Read and check a workbook of `COLUMNS` for an issuer, on a day.

    Raises Refused for a file without readable rows: what `gate.kind_of` and `workbooks.grids` raise, `tasks_no_heading`,
    `tasks_no_rows`, `tasks_too_many_rows`.
    """
    kind = gate.kind_of(path, name, PURPOSE)
    grids, _ = workbooks.grids(path, name, kind)
    grid, head = _headed(grids)
    at = {key: place for place, text in enumerate(grid.rows[head]) if (key := _KEYS.get(_plain(text)))}
    missing = [column.heading for column in COLUMNS if column.needed and column.field not in at]
    if missing:
        said = f"第{head + 1}行的表头缺少“{'”“'.join(missing)}”，请用下载的空表填写。"
        raise Refused("tasks_no_heading", said, status=422)
    lines = [line for line in range(head + 1, len(grid.rows)) if any(grid.rows[line][place] for place in at.values())]
    if not lines:
        raise Refused("tasks_no_rows", "表头下面一行任务也没有，请填好后再上传。", status=422)
    if len(lines) > MOST_ROWS:
        said = f"表里有{len(lines)}行，一次不超过{MOST_ROWS}行，请分几个文件。"
        raise Refused("tasks_too_many_rows", said, status=422)
    sheet = Sheet()
    with transaction.atomic():  # what is looked up for a row may take a lock for a moment
        held, reader = _held(issuer), _Reader(issuer, on)
        for line in lines:
            _sort(sheet, _row(grid, at, line, reader), held)
    return sheet


def _headed(grids: Sequence[Grid]) -> tuple[Grid, int]:
    """The first sheet with the heading of the tasks, and its line. Raises Refused `tasks_no_heading`."""
    for grid in grids:
        for line, cells in enumerate(grid.rows[:20]):
            if {"任务名称", "牵头单位"} <= {_plain(cell) for cell in cells}:
                return grid, line
    raise Refused(
        "tasks_no_heading", "没有找到表头：须有“任务名称、目标、措施、要求”等列，请用下载的空表填写。", status=422
    )


def _plain(text: str) -> str:
    return text.replace("\n", "").strip("*＊ 　")


def _held(issuer: Body) -> set[tuple[str, str, date | None]]:
    """Tasks of the issuer that are under way or drafted: the same sheet again doubles none of them."""
    rows = Task.objects.filter(issued_by=issuer, matter__open=True)
    return set(rows.values_list("matter__title", "lead__key", "limit_on"))


def _sort(sheet: Sheet, row: Row, held: set[tuple[str, str, date | None]]) -> None:
    if row.data is None:
        sheet.bad.append(row)
    elif (row.data.name, row.data.lead, row.data.limit_on) in held:
        sheet.known.append(row)
    else:
        sheet.good.append(row)


class _Reader:
    """Rows of one sheet, one after the other; what is the same for all of them is looked up once."""

    def __init__(self, issuer: Body, on: date) -> None:
        self.issuer, self.on, self.seen = issuer, on, _Seen()
        self.known = content.bodies(issuer, on)
        self.sources = {label: code for code, label in queries.sources(on)}
        self.plans = {str(plan): plan.matter.number for plan in queries.plans_of(issuer)}

    def task(self, values: Mapping[str, str], line: int) -> tuple[TaskContent, Body]:
        """The row as a whole task, with its lead. Raises Refused with a problem for each field."""
        try:
            given: TaskContent = parse(TaskContent, self._given(values))  # type: ignore[assignment]
        except Refused as refused:  # whatever else is wrong, a body that nobody knows is told at once
            raise self._with_lead(refused, values["lead"]) from refused
        found = content.read(given, self.issuer, self.on, known=self.known)
        lead = self.known[given.lead]
        same = (given.name, lead.key, given.limit_on)
        first = self.seen.lines.setdefault(same, line)
        if first != line:
            raise wrong("name", "task_row_twice", f"与第{first + 1}行是同一件任务：名称、牵头单位、完成时限都相同。")
        if found.plan is not None and given.weight:
            before = self.seen.weights.get(found.plan.pk, 0)
            total = queries.weight_of(found.plan) + before + given.weight
            if total > queries.MOST_WEIGHT:
                said = f"连同表里前面各行，{found.plan}的权重合计{total}，超过{queries.MOST_WEIGHT}，请调低。"
                raise wrong("weight", "weights_over_hundred", said)
            self.seen.weights[found.plan.pk] = before + given.weight
        return given.model_copy(update={"lead": lead.key}), lead

    def _with_lead(self, refused: Refused, lead: str) -> Refused:
        if not lead or lead in self.known:
            return refused
        unknown = Problem("lead", "unknown_lead", f"“{lead}”不是一个可以牵头的单位，请从所列单位中选")
        return Refused(refused.code, refused.sentence, status=422, problems=(*refused.problems, unknown))

    def _given(self, values: Mapping[str, str]) -> dict[str, Any]:
        """Words of the sheet as the form of a task has them; what cannot be understood stays, to be refused there."""
        said = values.get("livelihood", "")
        if said not in {"", YES, NO}:
            raise wrong("livelihood", "task_yes_or_no", f"“{said}”没有读懂，请写“是”或“否”。")
        source, plan = values.get("source", ""), values.get("plan", "")
        given: dict[str, Any] = {
            **{key: value for key, value in values.items() if value},
            "supporters": _lines(values.get("supporters", "")),
            "milestones": tuple(_station(line) for line in _lines(values.get("milestones", ""))),
            **({"source": self.sources.get(source, source)} if source else {}),
            "livelihood": said == YES,
            "weight": values.get("weight", "").rstrip("%％") or None,
            "plan": self.plans.get(plan, plan.removesuffix("年").removesuffix("年度")),
        }
        if values.get("limit_on"):
            given["limit_on"] = _day(values["limit_on"])
        return given


def _row(grid: Grid, at: Mapping[str, int], line: int, reader: _Reader) -> Row:
    values = {key: grid.rows[line][place] for key, place in at.items()}
    name, lead = values["name"] or "（没有名称）", values["lead"]
    stopped = list(_troubles(grid, at, line))
    if stopped:
        return Row(line + 1, name, lead, faults=stopped)
    try:
        data, body = reader.task(values, line)
    except Refused as refused:
        said = [(one.field, one.sentence.rstrip("。")) for one in refused.problems] or [
            ("name", refused.sentence.rstrip("。"))
        ]
        faults = [Fault(_place(grid, line, at.get(key, at["name"])), f"{sentence}。") for key, sentence in said]
        return Row(line + 1, name, lead, faults=faults)
    return Row(line + 1, data.name, body.short_name, data)


def _troubles(grid: Grid, at: Mapping[str, int], line: int) -> Iterator[Fault]:
    """Cells of the row that the workbook itself does not give whole: errors, formulas without a result, texts cut off."""
    for place in at.values():
        said = grid.troubles.get((line, place))
        if said is not None and (said.stops or said.code == "list_text_too_long"):
            yield Fault(_place(grid, line, place), f"{said.sentence}。")


def _place(grid: Grid, line: int, column: int) -> str:
    """A cell as people call it; only one sheet is read."""
    return grid.place(line, column).rpartition("!")[2]


def _day(text: str) -> str:
    """A day as the form has it; what is none stays as it is."""
    found = _DATE.fullmatch(text.replace(" ", ""))
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else text


def _station(line: str) -> str:
    """A station's line with its day as the form has it."""
    found = _DATE.match(line)
    return f"{_day(found[0])} {line[found.end() :].strip(' ｜|，,：:')}" if found else line


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in _LINES.split(text) if line.strip())


__all__ = ["MOST_ROWS", "Fault", "Row", "Sheet", "read"]
