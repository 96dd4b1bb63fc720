"""A chart of months: a line of shares over bars of numbers, as coordinates for SVG. No colour carries what shape does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ecoduty.interfaces.desk import words

WIDTH, HEIGHT = 580, 270
_LEFT, _RIGHT = 46, 500
_TOP, _MIDDLE = 22, 168  # the line's field
_BARS, _FLOOR = 196, 240  # the bars' field
_BAR = 16


@dataclass(frozen=True, slots=True)
class Mark:
    """A label beside an axis."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its number above it."""

    x: float
    y: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything drawn: stretches of the line (broken where nothing is known), its points, bars, axes."""

    lines: tuple[str, ...]
    points: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    levels: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = _RIGHT
    floor: int = _FLOOR
    bar: int = _BAR


def chart(labels: Sequence[str], shares: Sequence[float | None], amounts: Sequence[int | None]) -> Chart:
    """`shares` between 0 and 1 as a line, `amounts` as bars; None is a gap that is left, never bridged."""
    step = (_RIGHT - _LEFT) / max(len(labels), 1)
    xs = [_LEFT + step * (place + 0.5) for place in range(len(labels))]
    low = _floor_of(shares)
    most = max((amount for amount in amounts if amount), default=0)
    ys = [
        None if share is None else round(_MIDDLE - (share - low) / (1 - low) * (_MIDDLE - _TOP), 1) for share in shares
    ]
    points = tuple(
        Mark(round(x, 1), y, words.share(share))
        for x, y, share in zip(xs, ys, shares, strict=True)
        if y is not None and share is not None
    )
    return Chart(
        lines=tuple(_stretches(xs, ys)),
        points=points,
        bars=tuple(_bar(x, amount, most) for x, amount in zip(xs, amounts, strict=True) if amount is not None),
        levels=tuple(
            Mark(_LEFT, round(_MIDDLE - part * (_MIDDLE - _TOP), 1), f"{(low + part * (1 - low)) * 100:.0f}%")
            for part in (0, 0.5, 1)
        ),
        ticks=tuple(Mark(round(x, 1), HEIGHT - 12, label) for x, label in zip(xs, labels, strict=True)),
    )


def _floor_of(shares: Sequence[float | None]) -> float:
    """Where the line's axis begins: the next twenty per cent below the lowest point, so that small moves are seen."""
    known = [share for share in shares if share is not None]
    return int(min(known, default=0.8) * 5 - 1e-9) / 5 if known and min(known) > 0 else 0.0 if known else 0.8


def _stretches(xs: Sequence[float], ys: Sequence[float | None]) -> list[str]:
    found: list[list[str]] = [[]]
    for x, y in zip(xs, ys, strict=True):
        if y is None:
            found.append([])
        else:
            found[-1].append(f"{x:.1f},{y}")
    return [" ".join(stretch) for stretch in found if len(stretch) > 1]


def _bar(x: float, amount: int, most: int) -> Bar:
    height = round((_FLOOR - _BARS) * amount / most, 1) if most else 0.0
    return Bar(round(x - _BAR / 2, 1), round(_FLOOR - height, 1), height, str(amount))


__all__ = ["Bar", "Chart", "Mark", "chart"]
