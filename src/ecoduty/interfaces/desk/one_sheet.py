"""Fitting text on one sheet of paper: what is too long is cut, and says so. Measured in lines of the sheet's print style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

COLUMNS = 38  # full-width characters of a line, as static/desk/sheet.css prints


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the sheet; `of` is the length of the whole text where it was cut, else 0."""

    title: str
    text: str
    of: int = 0


def fit(parts: Sequence[tuple[str, str]], lines: int) -> list[Piece]:
    """The parts (title, text) cut to that many lines in all; short ones are kept whole, long ones share what is left.

    Everybody gets one line at least, so `lines` below the number of parts is exceeded.
    """
    wanted = [_lines(text) for _, text in parts]
    given = _shares(wanted, lines)
    return [
        Piece(title, text) if given[at] >= wanted[at] else Piece(title, _cut(text, given[at]), len(text))
        for at, (title, text) in enumerate(parts)
    ]


def _shares(wanted: Sequence[int], lines: int) -> dict[int, int]:
    """How many lines each gets: the shortest first, each no more than an equal part of what is left."""
    given: dict[int, int] = {}
    left = lines
    for done, at in enumerate(sorted(range(len(wanted)), key=lambda number: wanted[number])):
        given[at] = max(1, min(wanted[at], left // (len(wanted) - done)))
        left -= given[at]
    return given


def _lines(text: str) -> int:
    """Lines it takes; a paragraph is indented by two characters, digits and letters are reckoned as wide as the rest."""
    return sum(_of_paragraph(paragraph) for paragraph in _paragraphs(text))


def _of_paragraph(paragraph: str) -> int:
    return ceil((len(paragraph) + 2) / COLUMNS)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _cut(text: str, lines: int) -> str:
    """As much of it as those lines hold, with the sign that it goes on."""
    kept: list[str] = []
    for paragraph in _paragraphs(text):
        takes = _of_paragraph(paragraph)
        if takes > lines:
            kept += [f"{paragraph[: lines * COLUMNS - 4]}……"] if lines else []
            break
        kept.append(paragraph)
        lines -= takes
    return "\n".join(kept)
