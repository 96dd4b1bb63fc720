"""What is there, what is missing before something may go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.rulebook.schema import RequiredPaper, RequiredPapers
from ecoduty.mechanisms.enforcement.pieces.models import Piece


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a checklist: what is asked for and what stands for it. `missing` where nothing does."""

    paper: RequiredPaper
    pieces: Sequence[Piece]
    missing: bool


def required(leg: str) -> RequiredPapers | None:
    """What the rulebook in force asks for before this leg; None where it asks for nothing."""
    return rulebooks.current().required_papers.get(leg)


def standing(matter: Matter) -> list[Piece]:
    """The materials as they stand, in the order they came."""
    return list(Piece.objects.filter(matter=matter, taken_out_at=None).select_related("file"))


def checklist(matter: Matter, leg: str) -> list[Line]:
    """Every paper of a leg with what stands for it."""
    asked = required(leg)
    if asked is None:
        return []
    pieces = standing(matter)
    lines = []
    for paper in asked.papers:
        mine = [piece for piece in pieces if piece.code == paper.code]
        lines.append(Line(paper, mine, missing=not mine and paper.needed != "if_any"))
    return lines


def missing(matter: Matter, leg: str) -> list[str]:
    """Names of the papers that are still missing before this leg."""
    return [line.paper.label for line in checklist(matter, leg) if line.missing]


def choices(legs: Sequence[str]) -> list[tuple[str, str]]:
    """Codes and names of the papers that these legs ask for, each once."""
    found: dict[str, str] = {}
    for leg in legs:
        asked = required(leg)
        for paper in asked.papers if asked else ():
            found.setdefault(paper.code, paper.label)
    return [*found.items(), ("other", "其他材料")]


__all__ = ["Line", "checklist", "choices", "missing", "required", "standing"]
