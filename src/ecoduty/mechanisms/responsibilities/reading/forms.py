"""A table that describes one duty: 事项名称 beside its text, 责任科室 beside its, on one or two columns of labels."""

from __future__ import annotations

from ecoduty.kernel.files.reading.grids import Grid
from ecoduty.mechanisms.responsibilities.reading import headings
from ecoduty.mechanisms.responsibilities.reading.records import Record

_NO_FIELD = {"", "other", "tick", "number", "owner"}


def read(grid: Grid) -> list[Record]:
    """The duties that a table describes one below the other; none where it is no such table."""
    found: list[Record] = []
    labelled = strays = 0
    for row in range(len(grid.rows)):
        cells = grid.distinct(row)
        if not cells:
            continue
        keys = [headings.key_of(text) for _, text in cells]
        if not keys[0] or len(cells) < 2:
            strays += 1
            continue
        labelled += 1
        for place in range(0, len(cells) - 1, 2):
            key, (column, text) = keys[place], cells[place + 1]
            if not key or keys[place + 1]:
                return []  # a header, or a list
            if key == "name":
                found.append(Record(grid.place(row, column)))
            if found and key not in _NO_FIELD:
                found[-1].add(key, text, grid.place(row, column))
    whole = all(len(record.cells) > 1 for record in found)
    return found if labelled > 1 and labelled > 2 * strays and whole else []


__all__ = ["read"]
