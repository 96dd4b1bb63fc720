"""What changed between two texts: which lines, and inside a line which characters."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ecoduty.casework.documents.blocks import normal

# Above so many comparisons of characters, a changed stretch is shown as taken out and put in whole.
_MOST_COMPARISONS = 1_000_000
_MOST_LINES = 2_000
_LEAST_ALIKE = 0.3  # below, two lines are two lines, not one that was changed


@dataclass(frozen=True, slots=True)
class Change:
    """One piece of the difference between two texts: `op` is equal, insert or delete."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the comparison: `op` is equal, insert, delete or change; `parts` make it up."""

    op: str
    parts: tuple[Change, ...]


def lines(old: str, new: str) -> list[Line]:
    """The difference line by line. Blank lines count for nothing."""
    before, after = _filled(old), _filled(new)
    found: list[Line] = []
    # Of very many lines the commonest are no landmarks, or comparing would take for ever.
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=len(after) > _MOST_LINES)
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            found += [Line("equal", (Change("equal", line),)) for line in before[a:b]]
        else:
            found += _replaced(before[a:b], after[c:d])
    return found


def by_section(old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, list[Line]]]:
    """Section by section, in the order of the older and then of the newer."""
    return [(title, lines(old.get(title, ""), new.get(title, ""))) for title in dict.fromkeys([*old, *new])]


def _filled(text: str) -> list[str]:
    return [line for line in normal(text).split("\n") if line]


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Lines that stand in each other's place are compared in order; what is left over came or went."""
    for old, new in zip(before, after, strict=False):
        parts = inside(old, new)
        if parts is None:
            yield Line("delete", (Change("delete", old),))
            yield Line("insert", (Change("insert", new),))
        else:
            yield Line("change", parts)
    yield from (Line("delete", (Change("delete", old),)) for old in before[len(after) :])
    yield from (Line("insert", (Change("insert", new),)) for new in after[len(before) :])


def inside(old: str, new: str) -> tuple[Change, ...] | None:
    """The difference inside a line, character by character; None when the two have too little in common."""
    if len(old) * len(new) > _MOST_COMPARISONS:
        return None
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    if matcher.ratio() < _LEAST_ALIKE:
        return None
    found = []
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            found.append(Change("equal", old[a:b]))
            continue
        if b > a:
            found.append(Change("delete", old[a:b]))
        if d > c:
            found.append(Change("insert", new[c:d]))
    return tuple(found)
