"""Tasks over the months of a year, as shares of a strip: SVG takes percentages, so one drawing fits every width and paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ecoduty.casework.matters.thresholds import Thresholds
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.lights import Light
from ecoduty.interfaces.desk.rows import address_of, light_of
from ecoduty.kernel.clock import local_date
from ecoduty.mechanisms.work_plans.lists.naming import TaskRow
from ecoduty.mechanisms.work_plans.models import Milestone


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone: where it stands, its words, whether it was reached or is late."""

    at: str
    label: str
    css: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One task's line: bar from `left` as wide as `width`, `done` of it reported; all in percent of the year. `missed` are
    words on milestones that are over, empty where none is.
    """

    url: str
    title: str
    lead: str
    light: Light
    left: str
    width: str
    done: str
    css: str
    marks: Sequence[Mark]
    sentence: str
    missed: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All of a page: months, where today is (empty outside the year), strips."""

    months: Sequence[tuple[str, str]]
    today: str
    strips: Sequence[Strip]


def chart(year: int, found: Sequence[TaskRow], now: datetime, limits: Thresholds) -> Chart:
    """Draw the tasks of a page; milestones were read with them."""
    scale = _Scale(year)
    months = [(scale.at(date(year, month, 1)), f"{month}月") for month in range(1, 13)]
    here = now.date()
    return Chart(
        months, scale.at(here) if here.year == year else "", [_strip(scale, row, now, limits) for row in found]
    )


class _Scale:
    """Days as percent of a year; what lies outside stands at its edge."""

    def __init__(self, year: int) -> None:
        self.first, self.days = date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days

    def share(self, day: date) -> float:
        """From 0 to 100."""
        return min(100.0, max(0.0, (day - self.first).days * 100 / self.days))

    def at(self, day: date) -> str:
        """As SVG reads it."""
        return f"{self.share(day):.2f}%"


def _strip(scale: _Scale, row: TaskRow, now: datetime, limits: Thresholds) -> Strip:
    task, on = row.task, now.date()
    matter = task.matter
    begin = local_date(matter.opened_at)
    left, right = scale.share(begin), max(scale.share(row.due_on), scale.share(begin) + 0.6)
    width = min(right, 100.0) - left
    if width < 0.6:
        left, width = 99.4, 0.6
    light = light_of(matter, now, limits)
    css = "late" if row.late(on) else "" if matter.open else "done"
    marks = [
        _mark(scale, one, on, open_=matter.open and not matter.suspended)
        for one in task.milestones.all()
        if one.due_on.year == scale.first.year
    ]
    said = [f"{words.short_day(begin, on)}至{words.short_day(row.due_on, on)}", f"{task.percent}%", light.word]
    return Strip(
        address_of(matter), matter.title, task.lead.short_name, light, f"{left:.2f}%", f"{width:.2f}%",
        f"{width * task.percent / 100:.2f}%", css, marks, "，".join(said),
        f"{row.missed}个节点逾期" if row.missed else "",
    )  # fmt: skip


def _mark(scale: _Scale, one: Milestone, on: date, *, open_: bool) -> Mark:
    css = "reached" if one.reached_at else "late" if open_ and one.due_on < on else "waits"
    word = {"reached": "已完成", "late": "逾期", "waits": "未到"}[css]
    return Mark(scale.at(one.due_on), f"{words.short_day(one.due_on, on)} {one.name}（{word}）", css)


__all__ = ["Chart", "Mark", "Strip", "chart"]
