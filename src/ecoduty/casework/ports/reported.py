"""The port REPORTED: how much the public reported where and about what, as numbers and nothing else (clause 24.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ecoduty.casework.ports.registry import Port


@dataclass(frozen=True, slots=True)
class Count:
    """So many reports of one category in one district: `district` is the key of a body, empty for none; codes as the
    rulebook has them.
    """

    district: str
    category: str
    number: int


@dataclass(frozen=True, slots=True)
class Reports:
    """All of a period: the categories there are, code and name in their order, and the counts, those of nothing left out."""

    categories: tuple[tuple[str, str], ...]
    counts: tuple[Count, ...]


class Reported(Protocol):
    """What was received from the first day up to, and without, the last one."""

    def __call__(self, since: date, until: date) -> Reports:
        """Restricted matters are in no count."""
        ...


REPORTED = Port[Reported]("reported")

__all__ = ["REPORTED", "Count", "Reported", "Reports"]
