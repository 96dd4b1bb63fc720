"""Reading many lines of a plan at once: pasted, or a sheet. Nothing is written here but names that are new."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ecoduty.kernel.files.reading import gate, workbooks
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.refusal import Problem

MOST_LINES, MOST_TOLD = 500, 8
PURPOSE = gate.Purpose("检查计划")
COLUMNS = ("对象", "所在区", "种类", "时间", "方式", "依据", "目的", "超上限理由")
_NEEDED = ("对象", "种类", "时间", "方式", "依据", "目的")
_LONGEST = {
    "对象": 120,
    "所在区": 60,
    "种类": 40,
    "时间": 20,
    "方式": 200,
    "依据": 1000,
    "目的": 1000,
    "超上限理由": 500,
}
_LEAST = {"依据": 4, "目的": 4, "方式": 2, "对象": 2}
_PARTED = re.compile(r"[｜|\t]")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_MONTH = re.compile(r"(1[0-2]|0?[1-9])月?(?:份)?")
_QUARTER = re.compile(r"第?([一二三四1-4])季度?|q([1-4])")
_SPAN = re.compile(r"(1[0-2]|0?[1-9])月?[-–—~至到](1[0-2]|0?[1-9])月?")
Row = Mapping[str, str]


def months(written: str) -> tuple[int, int] | None:
    """First and last month of what somebody wrote: `3月`, `二季度`, `q2`, `3-5月`; None where it says nothing."""
    word = written.strip().casefold()
    if found := _SPAN.fullmatch(word):
        first, last = int(found[1]), int(found[2])
        return (first, last) if first <= last else None
    if found := _QUARTER.fullmatch(word):
        last = 3 * _QUARTERS[found[1] or found[2]]
        return last - 2, last
    if found := _MONTH.fullmatch(word):
        return int(found[1]), int(found[1])
    return None


def pasted(text: str) -> list[tuple[int, Row]]:
    """The lines of a pasted list by their number; a first line of headings says what stands where."""
    rows = [(number, _PARTED.split(row)) for number, row in enumerate(text.splitlines(), 1) if row.strip()]
    return list(_rows(rows))


def in_sheet(path: Path, name: str) -> list[tuple[int, Row]]:
    """The lines of a workbook. Raises Refused: what `gate.kind_of` and `workbooks.grids` raise, `plan_no_heading`."""
    grids, _ = workbooks.grids(path, name, gate.kind_of(path, name, PURPOSE))
    for grid in grids:
        for at, cells in enumerate(grid.rows[:20]):
            if set(_NEEDED) <= {_head(cell) for cell in cells}:
                rows = [(line + 1, list(grid.rows[line])) for line in range(at, len(grid.rows))]
                return list(_rows([row for row in rows if any(cell.strip() for cell in row[1])]))
    raise Refused("plan_no_heading", f"表里没有找到表头：须有{'、'.join(_NEEDED)}各列。", status=422)


def checked(rows: Sequence[tuple[int, Row]], kinds: Mapping[str, str]) -> list[tuple[int, Row]]:
    """The rows, each whole. Raises Refused `plan_lines_empty`, `plan_lines_too_many` or `plan_lines_unread` naming lines."""
    if not rows:
        raise refusal("plan_lines_empty", "没有计划项：请粘贴，或上传Excel。")
    if len(rows) > MOST_LINES:
        raise refusal("plan_lines_too_many", f"有{len(rows)}行，一次不超过{MOST_LINES}行，请分几次导入。")
    named = set(kinds) | set(kinds.values())
    faults = [f"第{number}行{fault}" for number, row in rows if (fault := _fault(row, named))]
    if faults:
        raise unread(faults)
    return list(rows)


def unread(faults: Sequence[str]) -> Refused:
    """The refusal of lines that cannot be taken: the first of them by number, and how many more."""
    more = f"另有{len(faults) - MOST_TOLD}行也有问题。" if len(faults) > MOST_TOLD else ""
    return refusal("plan_lines_unread", "；".join(faults[:MOST_TOLD]) + f"。{more}一行也没有导入，请改好再来。")


def refusal(code: str, sentence: str) -> Refused:
    """A refusal at the list."""
    return Refused(code, sentence, status=422, clause="14.1", problems=(Problem("lines", code, sentence),))


def _head(cell: str) -> str:
    return cell.replace("\n", "").strip("*＊ 　")


def _rows(rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, Row]]:
    at = dict(enumerate(COLUMNS))
    for place, (number, cells) in enumerate(rows):
        heads = {column: _head(cell) for column, cell in enumerate(cells) if _head(cell) in COLUMNS}
        if place == 0 and len(heads) > 1:
            at = heads
            continue
        said = {word: cells[column].strip() if column < len(cells) else "" for column, word in at.items()}
        yield number, {word: said.get(word, "") for word in COLUMNS}


def _fault(row: Row, kinds: set[str]) -> str:
    missing = [word for word in _NEEDED if not row[word]]
    if missing:
        return f"没有写{'、'.join(missing)}"
    long = [word for word, most in _LONGEST.items() if len(row[word]) > most]
    if long:
        return f"的{'、'.join(long)}太长"
    short = [word for word, least in _LEAST.items() if len(row[word]) < least]
    if short:
        return f"的{'、'.join(short)}太短"
    if row["种类"] not in kinds:
        return f"的种类“{row['种类']}”不在规则书所列的种类里"
    if months(row["时间"]) is None:
        return f"的时间“{row['时间']}”看不懂：写3月、二季度或3-5月"
    return ""


__all__ = ["COLUMNS", "checked", "in_sheet", "months", "pasted", "refusal", "unread"]
