"""Two people wrote on the same version: their texts brought together, line by line, against the version both began from.

Where only one of them changed something, that is taken; where both changed the same lines differently, a person decides.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ecoduty.casework.documents.blocks import normal

_MOST_LINES = 2_000


class Side(StrEnum):
    """Whose change it is."""

    NOBODY = "nobody"
    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that stand in the merged text without asking, and who changed them; `base` is what stood there before."""

    side: Side
    lines: tuple[str, ...]
    base: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """The same lines, written differently by both."""

    base: tuple[str, ...]
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


Part = Piece | Conflict


class Pick(StrEnum):
    """How a person settles a conflict. With both, theirs stands first."""

    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Decision:
    """A conflict settled: `own` is the text written anew, for that pick only."""

    pick: Pick
    own: str = ""


def merge(base: str, theirs: str, mine: str) -> tuple[Part, ...]:
    """The parts of the merged text in order; together, and with a choice in every conflict, they are the whole text."""
    old, left, right = (tuple(normal(text).split("\n")) for text in (base, theirs, mine))
    stable = _stable(old, left, right)
    parts: list[Part] = []
    at = (0, 0, 0)
    for start, length in [*stable, ((len(old), len(left), len(right)), 0)]:
        parts += _between(old[at[0] : start[0]], left[at[1] : start[1]], right[at[2] : start[2]])
        if length:
            parts.append(Piece(Side.NOBODY, old[start[0] : start[0] + length], old[start[0] : start[0] + length]))
        at = (start[0] + length, start[1] + length, start[2] + length)
    return tuple(parts)


def conflicts(parts: Sequence[Part]) -> list[Conflict]:
    """What a person has to decide, in order."""
    return [part for part in parts if isinstance(part, Conflict)]


def settled(parts: Sequence[Part], decisions: Mapping[int, Decision]) -> str | None:
    """The merged text, the conflicts settled by their number from 0 on; None while one is not."""
    lines: list[str] = []
    n = 0
    for part in parts:
        if isinstance(part, Piece):
            lines += part.lines
            continue
        decision = decisions.get(n)
        if decision is None:
            return None
        lines += _chosen(part, decision)
        n += 1
    return "\n".join(lines).strip("\n")


def _chosen(conflict: Conflict, decision: Decision) -> Sequence[str]:
    match decision.pick:
        case Pick.THEIRS:
            return conflict.theirs
        case Pick.MINE:
            return conflict.mine
        case Pick.BOTH:
            return (*conflict.theirs, *conflict.mine)
        case Pick.OWN:
            return normal(decision.own).split("\n")


def _between(old: tuple[str, ...], left: tuple[str, ...], right: tuple[str, ...]) -> list[Part]:
    """What lies between two stretches that nobody touched."""
    if not (old or left or right):
        return []
    if left == right:
        return [Piece(Side.BOTH, left, old)]
    if left == old:
        return [Piece(Side.MINE, right, old)]
    if right == old:
        return [Piece(Side.THEIRS, left, old)]
    return [Conflict(old, left, right)]


def _stable(
    old: tuple[str, ...], left: tuple[str, ...], right: tuple[str, ...]
) -> list[tuple[tuple[int, int, int], int]]:
    """Stretches of the base that both kept: where they begin in each of the three, and how long they are."""
    found = []
    ours, others = _matches(old, left), _matches(old, right)
    one = two = 0
    while one < len(ours) and two < len(others):
        (start_a, place_a, length_a), (start_b, place_b, length_b) = ours[one], others[two]
        start, end = max(start_a, start_b), min(start_a + length_a, start_b + length_b)
        if start < end:
            found.append(((start, place_a + start - start_a, place_b + start - start_b), end - start))
        if start_a + length_a < start_b + length_b:
            one += 1
        else:
            two += 1
    return found


def _matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    # Of very many lines the commonest are no landmarks, or comparing would take for ever.
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=len(new) > _MOST_LINES)
    return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks() if block.size]
