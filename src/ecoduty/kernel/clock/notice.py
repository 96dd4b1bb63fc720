"""The yearly holiday notice as a file: a strict reader whose errors name the line.

YAML, as a clerk writes it from the notice:

    year: 2026
    notice: 国务院办公厅关于2026年部分节假日安排的通知
    days_off:
      - {name: 元旦, from: 2026-01-01, to: 2026-01-03}
      - {name: 端午节, from: 2026-06-19}
    make_up_days:
      - {date: 2026-01-04, for: 元旦}

or CSV (UTF-8 or GB 18030) with the header 年份,通知,日期,安排,节日 and one day a row, 安排 being 放假 or 上班.
`scope: days` in the YAML marks a later notice that changes single days and does not replace its year.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import yaml

from ecoduty.kernel.clock.calendar import FIRST_YEAR, LAST_YEAR, SATURDAY, WorkCalendar, statutory_holidays
from ecoduty.kernel.clock.errors import ClockError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_COLUMNS = ["年份", "通知", "日期", "安排", "节日"]
_LONGEST_HOLIDAY = 31
# As wide as the columns that store them.
_LONGEST_HOLIDAY_NAME, _LONGEST_NOTICE_NAME = 40, 200


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One day a notice speaks of."""

    date: date
    is_working: bool
    name: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A read and checked notice; `complete` when it settles the whole year. `days` ascend by date."""

    year: int
    name: str
    complete: bool
    days: tuple[NoticeDay, ...]


def read_notice(content: bytes, filename: str) -> Notice:
    """Read a notice file (.yaml, .yml or .csv by its name).

    Raises ClockError `notice_unreadable` or `notice_invalid`, the message naming file and line.
    """
    text = decode_notice(content, filename)
    if filename.lower().endswith(".csv"):
        return _from_csv(text, filename)
    if filename.lower().endswith((".yaml", ".yml")):
        return _from_yaml(text, filename)
    raise ClockError("notice_unreadable", f"{filename}：放假通知须是 .yaml 或 .csv 文件。")


def decode_notice(content: bytes, filename: str) -> str:
    """The text of a notice file, UTF-8 or GB 18030. Raises ClockError `notice_unreadable`."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded_gb(content, filename)


def with_notices(notices: Iterable[Notice]) -> WorkCalendar:
    """The shipped calendar with these notices over it, the later in the order winning."""
    overrides: dict[date, tuple[bool, str]] = {}
    years = set()
    for notice in notices:
        overrides |= {day.date: (day.is_working, day.name) for day in notice.days}
        if notice.complete:
            years.add(notice.year)
    return WorkCalendar(overrides, years)


class _Draft:
    """A notice while its days are collected; every complaint carries the line."""

    def __init__(self, filename: str) -> None:
        self.filename = filename
        self.days: dict[date, NoticeDay] = {}
        self.lines: dict[date, int] = {}

    def wrong(self, line: int, text: str) -> ClockError:
        return ClockError("notice_invalid", f"{self.filename} 第{line}行：{text}")

    def date(self, text: str, line: int) -> date:
        try:
            if len(text) == len("2026-01-01"):
                return date.fromisoformat(text)
        except ValueError:
            pass
        raise self.wrong(line, f"“{text}”不是日期，应写成 2026-01-01 的样子，并且确有这一天。")

    def year(self, text: str, line: int) -> int:
        if not (
            len(text) == len("2026") and text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR
        ):
            raise self.wrong(line, f"年份须是 {FIRST_YEAR} 到 {LAST_YEAR} 之间的整数，现在是“{text}”。")
        return int(text)

    def add(self, day: NoticeDay, line: int) -> None:
        if not day.name:
            raise self.wrong(line, "没有写是哪个节日。")
        if len(day.name) > _LONGEST_HOLIDAY_NAME:
            raise self.wrong(line, f"节日名称超过{_LONGEST_HOLIDAY_NAME}个字，请用简称。")
        if day.date in self.days:
            raise self.wrong(line, f"{day.date.isoformat()} 出现了不止一次。")
        if day.is_working and day.date.weekday() < SATURDAY:
            raise self.wrong(line, f"{day.date.isoformat()} 不是周六或周日，不能作为调休上班日。")
        self.days[day.date] = day
        self.lines[day.date] = line

    def finished(self, year: int, name: str, line: int, *, complete: bool) -> Notice:
        if not name:
            raise self.wrong(line, "没有写通知的名称。")
        if len(name) > _LONGEST_NOTICE_NAME:
            raise self.wrong(line, f"通知名称超过{_LONGEST_NOTICE_NAME}个字，请用简称。")
        if not self.days:
            raise self.wrong(line, "通知里没有任何放假或上班的日子。")
        days = sorted(self.days.values(), key=lambda day: day.date)
        if complete:
            self._check_year(year, line)
        return Notice(year, name, complete, tuple(days))

    def _check_year(self, year: int, line: int) -> None:
        for on in sorted(self.days):
            # New Year's make-up days of the old December stand in the new year's notice.
            if on.year != year and (on.year, on.month) != (year - 1, 12):
                raise self.wrong(self.lines[on], f"{on.isoformat()} 不属于{year}年，也不在上一年12月。")
        for on, name in statutory_holidays(year).items():
            if on not in self.days or self.days[on].is_working:
                raise self.wrong(line, f"缺少法定节假日{name}（{on.isoformat()}）。请对照通知原文补全。")


def _decoded_gb(content: bytes, filename: str) -> str:
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise ClockError("notice_unreadable", f"{filename}：文件不是 UTF-8 或 GB 18030 编码的文本。") from error


def _from_csv(text: str, filename: str) -> Notice:
    draft = _Draft(filename)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise ClockError("notice_unreadable", f"{filename}：不是完整的 CSV 文件。") from error
    if not rows or [cell.strip() for cell in rows[0]] != _COLUMNS:
        raise draft.wrong(1, f"表头须是 {','.join(_COLUMNS)}。")
    heads: set[tuple[int, str]] = set()
    for line, row in enumerate(rows[1:], start=2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) != len(_COLUMNS):
            raise draft.wrong(line, f"应有 {len(_COLUMNS)} 栏，现在有 {len(cells)} 栏。")
        if cells[3] not in {"放假", "上班"}:
            raise draft.wrong(line, f"“安排”一栏只能写放假或上班，现在是“{cells[3]}”。")
        heads.add((draft.year(cells[0], line), cells[1]))
        if len(heads) > 1:
            raise draft.wrong(line, "一个文件只能有一个年份和一份通知，这一行与前面的不同。")
        draft.add(NoticeDay(draft.date(cells[2], line), cells[3] == "上班", cells[4]), line)
    if not heads:
        raise draft.wrong(1, "通知里没有任何放假或上班的日子。")
    year, name = heads.pop()
    return draft.finished(year, name, 1, complete=True)


def _from_yaml(text: str, filename: str) -> Notice:
    draft = _Draft(filename)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise draft.wrong(line, "不是合法的 YAML，请检查缩进、冒号和括号。") from error
    except yaml.YAMLError as error:
        raise ClockError("notice_unreadable", f"{filename}：含有 YAML 不允许的字符。") from error
    except RecursionError as error:
        raise ClockError("notice_unreadable", f"{filename}：括号套得太深。") from error
    fields = _mapping(root, draft, {"year", "notice", "days_off", "make_up_days", "scope"}, {"year", "notice"})
    scope = _text(fields["scope"], draft) if "scope" in fields else "year"
    if scope not in {"year", "days"}:
        raise draft.wrong(_line(fields["scope"]), f"scope 只能是 year（全年）或 days（个别日子），现在是“{scope}”。")
    for item in _items(fields.get("days_off"), draft):
        _add_days_off(item, draft)
    for item in _items(fields.get("make_up_days"), draft):
        entry = _mapping(item, draft, {"date", "for"}, {"date", "for"})
        on = draft.date(_text(entry["date"], draft), _line(entry["date"]))
        draft.add(NoticeDay(on, is_working=True, name=_text(entry["for"], draft)), _line(item))
    year = draft.year(_text(fields["year"], draft), _line(fields["year"]))
    return draft.finished(year, _text(fields["notice"], draft), _line(fields["notice"]), complete=scope == "year")


def _add_days_off(item: yaml.Node, draft: _Draft) -> None:
    entry = _mapping(item, draft, {"name", "from", "to"}, {"name", "from"})
    first = draft.date(_text(entry["from"], draft), _line(entry["from"]))
    last = draft.date(_text(entry["to"], draft), _line(entry["to"])) if "to" in entry else first
    if last < first:
        raise draft.wrong(_line(item), f"放假的最后一天 {last.isoformat()} 早于第一天 {first.isoformat()}。")
    if (last - first).days >= _LONGEST_HOLIDAY:
        raise draft.wrong(_line(item), f"一次放假超过{_LONGEST_HOLIDAY}天，请检查起止日期。")
    name = _text(entry["name"], draft)
    for offset in range((last - first).days + 1):
        draft.add(NoticeDay(first + timedelta(days=offset), is_working=False, name=name), _line(item))


def _line(node: yaml.Node | None) -> int:
    return node.start_mark.line + 1 if node is not None else 1


def _text(node: yaml.Node, draft: _Draft) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise draft.wrong(_line(node), "这里须是一个值，不是列表或对象。")
    return str(node.value).strip()


def _items(node: yaml.Node | None, draft: _Draft) -> list[yaml.Node]:
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise draft.wrong(_line(node), "这里须是一个列表，每项以“- ”开头。")
    return list(node.value)


def _mapping(node: yaml.Node | None, draft: _Draft, known: set[str], required: set[str]) -> Mapping[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise draft.wrong(_line(node), f"这里须写明 {'、'.join(sorted(required))}。")
    fields: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = _text(key, draft)
        if name not in known:
            raise draft.wrong(_line(key), f"不认识的项“{name}”；可用的是 {'、'.join(sorted(known))}。")
        if name in fields:
            raise draft.wrong(_line(key), f"“{name}”出现了不止一次。")
        fields[name] = value
    missing = sorted(required - fields.keys())
    if missing:
        raise draft.wrong(_line(node), f"缺少 {'、'.join(missing)}。")
    return fields
