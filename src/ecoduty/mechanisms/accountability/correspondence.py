"""Fact, duty and consequence must correspond one by one (clause 15.5): what stands alone is told in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was put together; an empty text is a side that is missing."""

    situation: str
    duty: str
    consequence: str


def standing_alone(lines: Sequence[Line]) -> list[str]:
    """What does not correspond, each in a plain sentence without its full stop; none where every side has its others."""
    if not lines:
        return ["还没有一行对应：请逐行填写事实、职责和后果"]
    found = []
    for number, line in enumerate(lines, 1):
        sides = {"事实": line.situation, "职责": line.duty, "后果": line.consequence}
        missing = [side for side, text in sides.items() if not text]
        if missing:
            present = "、".join(side for side, text in sides.items() if text)
            found.append(f"第{number}行只有{present}，缺{'、'.join(missing)}")
    return found
