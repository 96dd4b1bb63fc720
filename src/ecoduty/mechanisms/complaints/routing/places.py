"""Words that only say where: 加油站旁边 is a place, and no complaint of a petrol station."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Places:
    """A landmark with a word of position behind it. With 的 it describes what follows and is a place for certain; without, the
    landmark may itself be what smells: 养殖场附近很臭.
    """

    describing: re.Pattern[str]
    any: re.Pattern[str]

    def without_describing(self, text: str) -> str:
        """The text without places that describe what follows."""
        return self.describing.sub(" ", text)

    def without(self, text: str) -> str:
        """The text without any of them."""
        return self.any.sub(" ", text)


def places(landmarks: Sequence[str], positions: Sequence[str]) -> Places | None:
    """From the words of the rulebook; None where it has none."""
    if not landmarks or not positions:
        return None
    place = f"(?:{_one_of(landmarks)})的?(?:{_one_of(positions)})"
    return Places(re.compile(f"{place}的", re.IGNORECASE), re.compile(place, re.IGNORECASE))


def _one_of(words: Sequence[str]) -> str:
    """The longest first, so that 旁边 is not taken for 旁."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


__all__ = ["Places", "places"]
