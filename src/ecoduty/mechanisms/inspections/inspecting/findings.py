"""What was found goes into the register of problems, one by one or several at once (clause 14.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from django.db.models import Q

from ecoduty.casework.matters.opening import hand_off
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.files import serving, storage
from ecoduty.kernel.files.reading import gate, workbooks
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.inspections.inspecting import data, queries
from ecoduty.mechanisms.inspections.inspecting.acts import of
from ecoduty.organisation.directory import queries as directory

MOST_LINES, MOST_TOLD = 200, 8
PURPOSE = gate.Purpose("问题清单")
COLUMNS = ("问题", "具体情况", "所在区", "地点")
_LONGEST = {"问题": 200, "具体情况": 4000, "所在区": 60, "地点": 300}
_LEAST = 4
_PARTED = re.compile(r"[｜|\t]")

_wrong = partial(wrong, "lines", clause="14.1")


def one(attempt: Attempt) -> None:
    """One problem. Raises what the register raises."""
    given: data.Finding = attempt.data
    _hand(attempt, given.title, given.text, given.district, given.place)


def several(attempt: Attempt) -> None:
    """Several at once, all or none. Raises Refused `findings_empty`, `findings_too_many` or `findings_unread` naming lines."""
    given: data.Findings = attempt.data
    rows = pasted(given.lines)
    if given.file:
        file = serving.file_for(given.file, attempt.actor)
        rows += in_sheet(storage.path_of(file.sm3), file.name)
    if not rows:
        raise _wrong("findings_empty", "没有问题：请粘贴，或上传Excel。没有发现问题的，下结论时写明。")
    if len(rows) > MOST_LINES:
        raise _wrong("findings_too_many", f"有{len(rows)}行，一次不超过{MOST_LINES}行，请分几次登记。")
    faults = [f"第{number}行{fault}" for number, row in rows if (fault := _fault(row))]
    if not faults:
        faults = list(_handed(attempt, rows))
    if faults:
        more = f"另有{len(faults) - MOST_TOLD}行也有问题。" if len(faults) > MOST_TOLD else ""
        raise _wrong("findings_unread", "；".join(faults[:MOST_TOLD]) + f"。{more}一个也没有登记，请改好再来。")
    attempt.record(problems=len(rows))


def _handed(attempt: Attempt, rows: Sequence[tuple[int, Mapping[str, str]]]) -> Iterator[str]:
    """Hands them over; says of which lines the register would not have it."""
    for number, row in rows:
        region, word = "", row["所在区"]
        if word:
            found = directory.districts().filter(Q(name=word) | Q(short_name=word) | Q(key=word)).first()
            if found is None:
                yield f"第{number}行：没有“{word}”这个区"
                continue
            region = found.key
        try:
            _hand(attempt, row["问题"], row["具体情况"], region, row["地点"])
        except Refused as refused:
            yield f"第{number}行：{refused.sentence.rstrip('。')}"


def _hand(attempt: Attempt, title: str, text: str, district: str, place: str) -> None:
    own = of(attempt)
    target = own.object
    if not district and target.body_id is None and target.region is not None:
        district = target.region.key
    content = {
        "title": title, "text": text, "found_on": own.held_to, "source": queries.problem_source(own.kind, local_date(attempt.recorded_at)),
        "source_note": f"{attempt.subject.title}，{attempt.subject.number}"[:200], "district": district,
        "place": place or target.name, "origin_note": f"检查{attempt.subject.number}",
    }  # fmt: skip
    hand_off(queries.PROBLEM, attempt, {name: value for name, value in content.items() if value})


def pasted(text: str) -> list[tuple[int, Mapping[str, str]]]:
    """The lines of a pasted list by their number; a first line of headings says what stands where."""
    rows = [(number, _PARTED.split(row)) for number, row in enumerate(text.splitlines(), 1) if row.strip()]
    return list(_rows(rows))


def in_sheet(path: Path, name: str) -> list[tuple[int, Mapping[str, str]]]:
    """The lines of a workbook. Raises Refused: what `gate.kind_of` and `workbooks.grids` raise, `findings_no_heading`."""
    grids, _ = workbooks.grids(path, name, gate.kind_of(path, name, PURPOSE))
    for grid in grids:
        for at, cells in enumerate(grid.rows[:20]):
            if {"问题", "具体情况"} <= {_head(cell) for cell in cells}:
                rows = [(line + 1, list(grid.rows[line])) for line in range(at, len(grid.rows))]
                return list(_rows([row for row in rows if any(cell.strip() for cell in row[1])]))
    raise Refused("findings_no_heading", "表里没有找到表头：须有“问题”“具体情况”两列。", status=422)


def _head(cell: str) -> str:
    return cell.replace("\n", "").strip("*＊ 　")


def _rows(rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, Mapping[str, str]]]:
    at = dict(enumerate(COLUMNS))
    for place, (number, cells) in enumerate(rows):
        heads = {column: _head(cell) for column, cell in enumerate(cells) if _head(cell) in COLUMNS}
        if place == 0 and len(heads) > 1:
            at = heads
            continue
        said = {word: cells[column].strip() if column < len(cells) else "" for column, word in at.items()}
        yield number, {word: said.get(word, "") for word in COLUMNS}


def _fault(row: Mapping[str, str]) -> str:
    short = [word for word in COLUMNS[:2] if len(row[word]) < _LEAST]
    if short:
        return f"没有写清{'、'.join(short)}（至少{_LEAST}个字）"
    long = [word for word, most in _LONGEST.items() if len(row[word]) > most]
    return f"的{'、'.join(long)}太长" if long else ""


__all__ = ["COLUMNS", "in_sheet", "one", "pasted", "several"]
