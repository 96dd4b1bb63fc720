"""Which rule a limit follows where that is not the same for every matter: by category, by channel, by what came before.

A mechanism says so for a limit's key. The deadline keeps the key, so that acts meet it whatever rule it follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from ecoduty.kernel.flow import Attempt


@dataclass(frozen=True, slots=True)
class Ruled:
    """The rule's key in the rulebook, and the moment from which it counts where that is not the act's own.

    `until` is the last day where whoever issued the matter named one (`day_named`): then the rule gives label, basis and
    ladder only. `resumes` is the rung of the ladder that was reached before: it goes on from the next.
    """

    rule: str
    start: datetime | None = None
    until: date | None = None
    resumes: str = ""


NAMED_DAY = "定明的日期"  # in place of so many days, where the last day was named
Ruling = Callable[[Attempt], Ruled | None]
_ruling: dict[str, Ruling] = {}
_day_named: set[str] = set()
Reached = Callable[[int, datetime], str]
_reached: list[Reached] = []


def ruled_by(limit: str, ruling: Ruling) -> None:
    """For a limit by its key: the rule, by the act that starts it; None where this matter does not owe it."""
    _ruling[limit] = ruling


def is_ruled(limit: str) -> bool:
    """Whether how long it is depends on the matter."""
    return limit in _ruling or limit in _day_named


def day_named(limit: str) -> None:
    """For a limit whose last day is named for each matter: a suspension moves that day, and no rule counts it anew."""
    _day_named.add(limit)


def has_named_day(limit: str) -> bool:
    """Whether `day_named` was said of it."""
    return limit in _day_named


def told_by(reached: Reached) -> None:
    """Who knows which rung outside the holder a deadline (by its id) had reached at a moment."""
    _reached[:] = [reached]


def reached(deadline: int, at: datetime) -> str:
    """The rung outside the holder that was sent for it by then; empty where none was."""
    return next((found for ask in _reached if (found := ask(deadline, at))), "")


def rule_of(limit: str, attempt: Attempt) -> Ruled | None:
    """The rule that a limit follows for this act: what the mechanism says, or the limit itself. None: nothing begins."""
    named = _ruling.get(limit)
    return named(attempt) if named is not None else Ruled(limit)


__all__ = ["NAMED_DAY", "Ruled", "day_named", "has_named_day", "is_ruled", "reached", "rule_of", "ruled_by", "told_by"]
