"""`ecoduty calendar`: the yearly holiday notice, first looked at with `--dry-run`, then imported; what a year looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from ecoduty.casework.duties.holidays import import_notice
from ecoduty.casework.duties.recomputation import Moving, Preview, preview
from ecoduty.interfaces.console import installation, language, output, reading
from ecoduty.kernel.clock import ClockError, Day, DayKind, Difference, spoken_day
from ecoduty.kernel.clock.calendar import check_year
from ecoduty.kernel.clock.current import foreseen, stored_calendar
from ecoduty.kernel.clock.models import CalendarYear
from ecoduty.kernel.clock.notice import Notice, decode_notice, read_notice
from ecoduty.kernel.flow import Actor, Refused

SIZE_LIMIT = 1_000_000  # bytes; a year's notice has two or three thousand
SHOWN = 50  # deadlines in words; JSON has them all


@click.group(cls=language.Group)
def calendar() -> None:
    """工作日历：导入放假通知，查看一年的安排。"""


@calendar.command(name="import")
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.option("--dry-run", "dry_run", is_flag=True, help="只预演：列出会变的日子和期限，不写入。")
@output.json_option
def import_(*, file: Path, dry_run: bool, as_json: bool) -> None:
    """导入放假通知（.yaml 或 .csv），重算受影响的期限；按新安排已逾期的保留原日，待人核对。"""
    try:
        text = _text(file)
        notice = read_notice(text.encode(), file.name)
        with installation.current().database():
            after, changed = foreseen(notice)
            expected = preview(after)
            report = None if dry_run else import_notice(text, file.name, Actor.system("命令行"))
    except ClockError as error:
        raise language.ProblemError(error.code, str(error)) from error
    except Refused as refused:
        raise language.ProblemError(refused.code, refused.sentence) from refused
    effect = Effect(notice, changed, expected, report.refused if report else [], dry_run=dry_run)
    output.show(effect.as_data(), as_json=as_json, text="\n".join(effect.in_words()))


@calendar.command()
@click.argument("year", type=int, metavar="年份")
@output.json_option
def show(*, year: int, as_json: bool) -> None:
    """查看一年的放假和调休安排、来源，是否暂算。"""
    try:
        check_year(year)
    except ClockError as error:
        raise language.ProblemError(error.code, str(error)) from error
    with installation.current().database():
        known = stored_calendar()
        row = CalendarYear.objects.filter(pk=year).first()
    first, last = date(year, 1, 1), date(year, 12, 31)
    special = [day for day in known.days(first, last) if day.kind in {DayKind.HOLIDAY, DayKind.MAKE_UP}]
    provisional = known.is_provisional(first)
    source = row.notice if row else "尚无放假通知" if provisional else "随平台附带"
    facts = {
        "year": year,
        "source": source,
        "provisional": provisional,
        "working_days": known.count_working_days(first, last),
        "days": [{"date": day.date.isoformat(), "works": day.is_working, "name": day.name} for day in special],
    }
    lines = [
        f"{year}年：{facts['working_days']}个工作日。来源：{source}。{'暂算：按法定节假日推算。' if provisional else ''}",
        *_runs(special),
    ]
    output.show(facts, as_json=as_json, text="\n".join(lines))


@dataclass(frozen=True)
class Effect:
    """What an import did, or with `dry_run` would do."""

    notice: Notice
    changed: Difference
    expected: Preview
    refused: Sequence[str]
    dry_run: bool

    def as_data(self) -> dict[str, Any]:
        """For `--json`."""
        rows = [
            {**asdict(one), "due": one.due.isoformat(), "new_due": one.new_due.isoformat()}
            for one in self.expected.moving
        ]
        return {
            "dry_run": self.dry_run,
            "year": self.notice.year,
            "notice": self.notice.name,
            "changed_days": [
                {"date": one.date.isoformat(), "worked": one.before.is_working, "works": one.after.is_working}
                for one in self.changed.days
            ],
            "settled_years": list(self.changed.settled_years),
            "moved": [row for row in rows if not row["kept"]],
            "kept": [row for row in rows if row["kept"]],
            "renewed": self.expected.renewed,
            "refused": list(self.refused),
        }

    def in_words(self) -> list[str]:
        """For a person."""
        head = "预演，未写入。" if self.dry_run else "已导入。"
        days = len(self.changed.days)
        lines = [f"{head}{self.notice.name}：与原来的日历相比，{f'{days}天不同' if days else '没有哪天不同'}。"]
        lines += [
            f"  {spoken_day(one.date)}：{'上班' if one.before.is_working else '休息'}改为"
            f"{'上班' if one.after.is_working else '休息'}"
            for one in self.changed.days
        ]
        kept = [one for one in self.expected.moving if one.kept]
        moved = [one for one in self.expected.moving if not one.kept]
        lines += _named(f"{len(moved)}个期限移动", moved)
        lines += _named(f"{len(kept)}个期限按新安排已经逾期，保留原日，待人核对", kept)
        if self.expected.renewed:
            lines.append(f"另有{self.expected.renewed}个期限日子不变，只更新推算过程。")
        return [*lines, *(f"未能重算：{sentence}" for sentence in self.refused)]


def _named(heading: str, found: Sequence[Moving]) -> list[str]:
    if not found:
        return [f"{heading}。"]
    lines = [f"{heading}："]
    lines += [
        f"  {one.matter} {one.holder} {one.title} {one.label}".rstrip()
        + f"：{spoken_day(one.due)} → {spoken_day(one.new_due)}"
        for one in found[:SHOWN]
    ]
    return [*lines, *([f"  等共{len(found)}个，用 --json 看全部。"] if len(found) > SHOWN else [])]


def _runs(special: Sequence[Day]) -> list[str]:
    """One line for each holiday: 春节 2月10日（周二）至2月17日（周二）；2月7日（周六）上班."""
    lines = []
    for (works, name), some in groupby(special, key=lambda day: (day.is_working, day.name)):
        days = list(some)
        span = spoken_day(days[0].date) + (f"至{spoken_day(days[-1].date)}" if len(days) > 1 else "")
        lines.append(f"  {span} {'上班' if works else '放假'}（{name}）")
    return lines


def _text(file: Path) -> str:
    content = reading.read(file, SIZE_LIMIT + 1, "请给出放假通知的文件")
    if len(content) > SIZE_LIMIT:
        raise ClockError("notice_unreadable", f"{file.name}：文件超过1 MB，不像一份放假通知。")
    return decode_notice(content, file.name)
