"""The ruler under 为何是这天？: one bar per day from the start to the due day, or per week where that is too many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.safestring import SafeString

from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.diagram.markup import measured

WIDTH = 328
DAYS_SHOWN = 62  # more days than this are drawn as weeks
_TOP, _HEIGHT, _RISE = 18, 12, 8
_WIDE, _NARROW, _BETWEEN = 12, 8, 12  # signs of the words below, and what parts the two


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a count: its role (start, counted, skipped, excluded, rolled, due) and whether it is worked."""

    on: date
    role: str
    working: bool = True
    label: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar; `kind` is its CSS class, `tall` bars carry a word."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A word above (today) or below the bars."""

    x: float
    y: float
    text: str
    anchor: str


@dataclass(slots=True)
class Ruler:
    """Bars and words, WIDTH pixels wide."""

    bars: list[Bar] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    sentence: str = ""
    width: int = WIDTH
    height: int = 60

    @property
    def svg(self) -> SafeString:
        """As the page shows it."""
        return measured(self)


_RANK = ("due", "now", "start", "excluded", "rolled", "counted", "skipped")


def ruler(days: Sequence[Day], today: date) -> Ruler:
    """Draw the days of a count. An empty sequence gives an empty ruler."""
    drawn = Ruler()
    if not days:
        return drawn
    per_bar = 1 if len(days) <= DAYS_SHOWN else 7
    groups = [days[start : start + per_bar] for start in range(0, len(days), per_bar)]
    step = min(WIDTH / len(groups), 24)
    gap = 2.5 if step > 6 else 1
    for number, group in enumerate(groups):
        kind = _kind(group, today)
        tall = kind in {"start", "due", "now"}
        drawn.bars.append(
            Bar(
                round(number * step, 1),
                _TOP if tall else _TOP + _RISE,
                round(step - gap, 1),
                _HEIGHT + _RISE if tall else _HEIGHT,
                kind,
                _title(group),
            )
        )
    _marks(drawn, days, groups, today)
    first, last = days[0].on, days[-1].on
    drawn.sentence = (
        f"日历尺：{words.short_day(first, today)}起，{words.short_day(last, today)}届满，共{(last - first).days}天"
    )
    return drawn


def _kind(group: Sequence[Day], today: date) -> str:
    roles = {"now" if day.on == today and day.role != "due" else _role(day) for day in group}
    return next(role for role in _RANK if role in roles)


def _role(day: Day) -> str:
    """On the ruler a counted rest day looks like rest: what counts stands in the words below."""
    if day.role == "counted" and not day.working:
        return "skipped"
    return day.role if day.role in _RANK else "counted"


def _title(group: Sequence[Day]) -> str:
    first = group[0]
    text = f"{first.on.month}月{first.on.day}日"
    if len(group) > 1:
        return f"{text}至{group[-1].on.month}月{group[-1].on.day}日"
    return f"{text}·{first.label}" if first.label else text


def _marks(drawn: Ruler, days: Sequence[Day], groups: Sequence[Sequence[Day]], today: date) -> None:
    bars = drawn.bars
    below = _TOP + _RISE + _HEIGHT + 17
    first, last = days[0].on, days[-1].on
    begins, ends = f"{_short(first, last)}起算", f"{_short(last, first)}届满"
    if first == last:
        drawn.marks.append(Mark(0, below, ends, "start"))
    else:
        end = max(bars[-1].x + bars[-1].width, _room(begins) + _BETWEEN + _room(ends))
        drawn.marks += [Mark(0, below, begins, "start"), Mark(end, below, ends, "end")]
    for bar, group in zip(bars, groups, strict=True):
        if any(day.on == today for day in group):
            middle = bar.x + bar.width / 2
            anchor = "start" if middle < 40 else "end" if middle > WIDTH - 40 else "middle"
            x = bar.x if anchor == "start" else bar.x + bar.width if anchor == "end" else middle
            drawn.marks.append(Mark(round(x, 1), 12, f"今天{today.day}日", anchor))


def _room(text: str) -> int:
    """How wide a word under the bars is, in pixels, a little more rather than less."""
    return sum(_WIDE if sign > "\u2e7f" else _NARROW for sign in text)


def _short(on: date, other: date) -> str:
    return f"{on.month}月{on.day}日" if on.year == other.year else f"{on.year}年{on.month}月{on.day}日"
