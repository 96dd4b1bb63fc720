"""Fact, duty and consequence, held against the rulebook's situations: what stands alone is told in words (clause 15.5).

A consequence is asked for where the situation stands only with one (`required`, a reading of this platform); where it
only makes things worse (`aggravating`) a row may do without. Nothing here finds anybody at fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ecoduty.kernel.rulebook import Rulebook

SIDES = ("事实", "职责", "后果")
READINGS = {"required": "须有后果才成立", "aggravating": "有后果的从重"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was put together; an empty text is a side that is missing. `situation` is a code of the rulebook."""

    situation: str
    duty: str
    consequence: str


def choices(book: Rulebook) -> list[tuple[str, str]]:
    """Codes of the situations and their words with whom they speak of, the plan's own first."""
    ranked = sorted(book.situations.values(), key=lambda one: (one.basis.kind != "plan", one.basis.pending))
    return [(one.key, f"{one.label}（{one.addressee}）") for one in ranked]


def words(code: str, book: Rulebook) -> str:
    """A situation in words; the code itself where the rulebook knows it no more."""
    known = book.situations.get(code)
    return known.label if known else code


def needs_consequence(code: str, book: Rulebook) -> bool:
    """Whether a situation stands only with a consequence; one that the rulebook does not know does."""
    known = book.situations.get(code)
    return known is None or known.consequence == "required"


def standing_alone(lines: Sequence[Line], book: Rulebook) -> list[str]:
    """What does not correspond, each in a plain sentence without its full stop; none where every side has its others."""
    if not lines:
        return ["还没有一行对应：请逐行填写事实、职责和后果"]
    return [sentence for number, line in enumerate(lines, 1) for sentence in _alone(number, line, book)]


def _alone(number: int, line: Line, book: Rulebook) -> list[str]:
    sides = dict(zip(SIDES, (line.situation, line.duty, line.consequence), strict=True))
    present = [side for side, text in sides.items() if text]
    if not present:
        return [f"第{number}行是空的，请填写或取出"]
    needed = SIDES if needs_consequence(line.situation, book) else SIDES[:2]
    missing = [side for side in needed if not sides[side]]
    if not missing:
        return []
    why = f"（“{words(line.situation, book)}”按本平台的读法须有后果才成立）" if missing == ["后果"] else ""
    return [f"第{number}行只有{'、'.join(present)}，缺{'、'.join(missing)}{why}"]


__all__ = ["READINGS", "SIDES", "Line", "choices", "needs_consequence", "standing_alone", "words"]
