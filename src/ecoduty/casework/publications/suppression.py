"""Numbers before the public without anybody in them: small ones are withheld, and those by which they could be worked out.

A table of counts has a sum at the end of every row and column. Withholding a 2 alone is no use where the sum and its
neighbours stand beside it; so in every line either nothing is withheld, or at least two numbers that are no small sum
together. What could still be worked out by solving the lines together is found, and then all but the whole is withheld.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

Table = list[list[int]]
Cell = tuple[int, int]
Line = tuple[Cell, ...]


def with_sums(counts: Sequence[Sequence[int]]) -> Table:
    """The counts with a sum at the end of each row, and a row of sums."""
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def withheld(table: Table, smallest: int) -> frozenset[Cell]:
    """Which cells of a table with sums are not shown: everything from 1 up to `smallest`, and what would give it away."""
    small = {(r, c) for r, row in enumerate(table) for c, n in enumerate(row) if 0 < n < smallest}
    hidden = set(small)
    while any(_cover(table, line, hidden, smallest) for line in _lines(table)):
        continue  # one more is withheld, and stands in another line, too: begin anew
    if any(_solved(table, hidden, cell) for cell in sorted(small)):
        whole = (len(table) - 1, len(table[0]) - 1)
        hidden = {(r, c) for r, row in enumerate(table) for c, _ in enumerate(row)} - ({whole} - small)
    return frozenset(hidden)


def _lines(table: Table) -> Iterator[Line]:
    """Each row and each column, its sum last."""
    for r, row in enumerate(table):
        yield tuple((r, c) for c in range(len(row)))
    for c in range(len(table[0])):
        yield tuple((r, c) for r in range(len(table)))


def _cover(table: Table, line: Line, hidden: set[Cell], smallest: int) -> bool:
    """Withhold one more of a line where what is withheld in it could be told, the smallest that helps; whether it was needed."""
    *inner, total = line
    out = [cell for cell in line if cell in hidden]
    if not out:
        return False
    told = len(out) == 1 or (total not in hidden and sum(table[r][c] for r, c in out) < smallest)
    if not told:
        return False
    # Where all else is nothing, the sum is withheld before a nothing is: that would spread over the whole table.
    rest = [cell for cell in inner if cell not in hidden]
    counted = [cell for cell in rest if table[cell[0]][cell[1]]] or ([] if total in hidden else [total]) or rest
    hidden.add(min(counted, key=lambda cell: (table[cell[0]][cell[1]], cell), default=total))
    return True


def _solved(table: Table, hidden: set[Cell], cell: Cell) -> bool:
    """Whether the lines together say what one withheld cell is."""
    unknown = sorted(hidden)
    place = {one: n for n, one in enumerate(unknown)}
    rows = []
    for line in _lines(table):
        *inner, total = line
        row = [Fraction(0)] * len(unknown)
        for one in inner:
            if one in place:
                row[place[one]] += 1
        if total in place:
            row[place[total]] -= 1
        if any(row):
            rows.append(row)
    wanted = [Fraction(int(one == cell)) for one in unknown]
    return _rank([*rows, wanted]) == _rank(rows)


def _rank(rows: list[list[Fraction]]) -> int:
    rows = [list(row) for row in rows]
    rank = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(rank, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for n in range(rank + 1, len(rows)):
            factor = rows[n][column] / rows[rank][column]
            if factor:
                rows[n] = [a - factor * b for a, b in zip(rows[n], rows[rank], strict=True)]
        rank += 1
    return rank


__all__ = ["with_sums", "withheld"]
