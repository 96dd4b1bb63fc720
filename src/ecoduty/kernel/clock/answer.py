"""Answers to the questions the console asks: one limit, or a batch of JSON lines. Knows nothing of the console."""

from __future__ import annotations

import json
import math
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypedDict

from ecoduty.kernel.clock.calendar import WorkCalendar
from ecoduty.kernel.clock.counting import due_of
from ecoduty.kernel.clock.errors import ClockError
from ecoduty.kernel.clock.terms import Term, Unit
from ecoduty.kernel.clock.time import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FIELDS = ("id", "n", "unit", "roll", "from")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)
_SHOWN = 40


class DueRecord(TypedDict):
    """An answer: `due` is a date, or for hours a moment with its offset; `provisional` marks 暂算."""

    due: str
    explanation: str
    provisional: bool


def due_record(
    n: object,
    unit: object,
    roll: object,
    start: object,
    calendar: WorkCalendar | None = None,
) -> DueRecord:
    """When a limit of `n` units ends that begins at `start` (a date, a moment, or the text of one).

    Raises ClockError with one of the codes n_invalid, unit_unknown, roll_invalid, from_invalid,
    date_out_of_range. Without a calendar: the one that ships with the platform.
    """
    if not isinstance(n, int) or isinstance(n, bool) or n < 0:
        raise ClockError("n_invalid", f"n 须是不小于 0 的整数，现在是 {_shown(n)}。")
    if not isinstance(roll, bool):
        raise ClockError("roll_invalid", f"roll 只能是 true（顺延）或 false（不顺延），现在是 {_shown(roll)}。")
    term = Term(n, _unit(unit), roll)
    due = due_of(term, parse_start(start), calendar or WorkCalendar())
    return {"due": due.iso(), "explanation": due.explanation.text, "provisional": due.provisional}


def batch(lines: Iterable[str], calendar: WorkCalendar | None = None) -> Iterator[str]:
    """One JSON answer for each JSON line, in order; blank lines are passed over.

    A line `{"id", "n", "unit", "roll", "from"}` (`roll` may be left out: true) is answered by
    `{"id", "due", "explanation"}`; a bad one by `{"id", "error": {"code", "message"}}`, and the batch goes on.
    """
    calendar = calendar or WorkCalendar()
    for line in lines:
        if line.strip("\ufeff \t\r\n"):
            yield _dumped(_answered(line.strip("\ufeff \t\r\n"), calendar))


def parse_start(value: object) -> date | datetime:
    """2026-09-28, 2026-09-30T16:30, or with an offset; a moment without one is Shanghai time.

    Raises ClockError `from_invalid`. Dates and moments pass through, naive moments becoming Shanghai time.
    """
    if isinstance(value, str):
        value = _read(value.strip())
    if isinstance(value, datetime):
        if value.tzinfo is None:
            return value.replace(tzinfo=SHANGHAI)
        try:
            return value.astimezone(SHANGHAI)
        except OverflowError as error:
            raise ClockError("from_invalid", f"起算时间 {value.isoformat()} 超出了可表示的范围。") from error
    if isinstance(value, date):
        return value
    raise ClockError("from_invalid", f"from 须是日期或时间文本，如 2026-09-28，现在是 {_shown(value)}。")


def _answered(line: str, calendar: WorkCalendar) -> dict[str, Any]:
    try:
        question = json.loads(line, object_pairs_hook=_unique)
    except ClockError as error:
        return _refusal(None, error)
    except (ValueError, RecursionError):
        return _refusal(None, ClockError("line_unreadable", f"这一行不是完整的 JSON：{_shown(line)}。"))
    if not isinstance(question, dict):
        return _refusal(None, ClockError("line_unreadable", f"这一行须是一个 JSON 对象，现在是 {_shown(question)}。"))
    label = question.get("id")
    if not (label is None or isinstance(label, str | int) or (isinstance(label, float) and math.isfinite(label))):
        return _refusal(None, ClockError("id_invalid", "id 须是文本或数字。"))
    try:
        _check_fields(question)
        record = due_record(question["n"], question["unit"], question.get("roll", True), question["from"], calendar)
    except ClockError as error:
        return _refusal(label, error)
    return {"id": label, "due": record["due"], "explanation": record["explanation"]}


def _check_fields(question: dict[str, Any]) -> None:
    unknown = [name for name in question if name not in _FIELDS]
    if unknown:
        raise ClockError("field_unknown", f"不认识的字段 {_shown(unknown[0])}；可用的是 {'、'.join(_FIELDS)}。")
    missing = [name for name in ("n", "unit", "from") if name not in question]
    if missing:
        raise ClockError("field_missing", f"缺少字段 {'、'.join(missing)}。")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    question = dict(pairs)
    if len(question) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ClockError("field_repeated", f"字段 {_shown(twice)} 出现了不止一次。")
    return question


def _unit(value: object) -> Unit:
    if isinstance(value, str) and value in set(Unit):
        return Unit(value)
    known = "、".join(Unit)
    raise ClockError("unit_unknown", f"不认识的单位 {_shown(value)}；可用的是 {known}。")


def _read(text: str) -> date | datetime:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError as error:
        raise ClockError("from_invalid", f"没有“{text}”这个日期或时间。请检查年月日和时分。") from error
    raise ClockError(
        "from_invalid",
        f"看不懂起算日 {_shown(text)}；请写成 2026-09-28，或 2026-09-30T16:30（可加 +08:00）。",
    )


def _refusal(label: object, error: ClockError) -> dict[str, Any]:
    return {"id": label, "error": {"code": error.code, "message": error.message}}


def _dumped(answer: dict[str, Any]) -> str:
    """Chinese as it is; escaped only where the question brought text that no encoding can carry."""
    text = json.dumps(answer, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(answer)
    return text


def _shown(value: object) -> str:
    """A value as the person wrote it, cut where it is long."""
    if isinstance(value, int) and abs(value) >= 10**_SHOWN:
        return "一个很长的数"
    if isinstance(value, list | dict):
        return "一个列表" if isinstance(value, list) else "一个对象"
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return f"“{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}”"
