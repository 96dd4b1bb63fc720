"""What each body has on its hands and how much of it is late: in official order, not by lateness (clause 4.8)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from ecoduty.casework.figures.standing import Numbers
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.cockpit.asking import Asked, Section
from ecoduty.interfaces.desk.cockpit.matrix import Number

_WIDTH = 100.0  # per cent
_PARTS = (("running", "在办"), ("soon", "将到期"), ("late", "逾期"))


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a body's bar in per cent of the longest one."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One body."""

    name: str
    bars: tuple[Bar, ...]
    numbers: dict[str, Number]
    share: str
    whole: Number

    @property
    def sentence(self) -> str:
        """What the bar says."""
        return "，".join(f"{label}{self.numbers[word].count}件" for word, label in _PARTS)


def section(asked: Asked) -> Section:
    """A line for each body shown."""
    sums: dict[str, Numbers] = defaultdict(Numbers)
    for row in asked.board.rows:
        sums[row.body].add(row.numbers)
    most = max((sums[body.key]["open"] for body in asked.bodies), default=0)
    lines = [_line(asked, body.short_name, body.key, sums[body.key], most) for body in asked.bodies]
    return Section("load", "各单位在办和逾期", {"lines": lines})


def _line(asked: Asked, name: str, body: str, numbers: Numbers, most: int) -> Line:
    bars, x = [], 0.0
    for word, _ in _PARTS:
        width = round(_WIDTH * numbers[word] / most, 2) if most else 0.0
        if width:
            bars.append(Bar(word, round(x, 2), width))
        x += width
    shown = {
        word: Number(numbers[word], asked.url(word, body=body))
        for word in ("open", "running", "soon", "late", "badly_overdue")
    }
    whole = Number(numbers["answerable"], asked.url("answerable", body=body))
    return Line(name, tuple(bars), shown, percent(numbers), whole)


def percent(numbers: Numbers) -> str:
    """Closed in time of what was closed or is late: 97.5%, or a dash where there is nothing."""
    if not numbers["answerable"]:
        return "—"
    share = Fraction(numbers["closed_in_time"], numbers["answerable"])
    return words.share(float(share))


__all__ = ["Line", "percent", "section"]
