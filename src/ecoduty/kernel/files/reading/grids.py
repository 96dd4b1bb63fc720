"""A table as rows of text, from whatever file: every cell knows where it stands and which cell it is merged with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ecoduty.kernel.files.reading.problems import Problem

LONGEST = 8000  # characters of a cell


@dataclass(slots=True)
class Grid:
    """A table. `rows` have equal length; the cells of a merged range all have its text, `merged` says which range.

    `place(row, column)` names a cell, from 0; `troubles` are problems of single cells, by row and column.
    """

    name: str
    rows: list[list[str]]
    place: Callable[[int, int], str]
    merged: dict[tuple[int, int], tuple[int, int, int, int]] = field(default_factory=dict)
    troubles: dict[tuple[int, int], Problem] = field(default_factory=dict)

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The first cell of the range that a cell belongs to."""
        found = self.merged.get((row, column))
        return (found[0], found[1]) if found else (row, column)

    def copied_from_above(self, row: int, column: int) -> bool:
        """Whether the cell only continues one above."""
        return self.origin(row, column)[0] < row

    def distinct(self, row: int) -> list[tuple[int, str]]:
        """The filled cells of a row, those merged across counted once: column and text."""
        found: list[tuple[int, str]] = []
        for column, text in enumerate(self.rows[row]):
            if text and self.origin(row, column)[1] == column:
                found.append((column, text))
        return found


def merge(grid: Grid, ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Give every cell of each range (first and last cell) the text of the first."""
    height, width = len(grid.rows), len(grid.rows[0]) if grid.rows else 0
    for (top, left), (last_row, last_column) in ranges:
        bottom, right = min(last_row, height - 1), min(last_column, width - 1)
        if bottom < top or right < left or (top, left) == (bottom, right):
            continue
        text = grid.rows[top][left]
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                grid.rows[row][column] = text
                grid.merged[row, column] = (top, left, bottom, right)


__all__ = ["LONGEST", "Grid", "merge"]
