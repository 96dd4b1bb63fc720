"""What mechanisms state of their matters as bare facts, in numbers, so that a rule of the rulebook may look at them (clause 15.3).

A fact is no judgement: how many days late, how often returned, how often it came back. What every matter has is reckoned
here; what only one kind has is stated by its mechanism. Unlike a port, many answer: each for its own kind.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

OVERDUE_DAYS = "overdue_days"
_COMMON = {OVERDUE_DAYS: "逾期天数"}
Facts = Mapping[int, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Statement:
    """Who states facts of a kind: `words` are the facts in Chinese by their code, `tell` the numbers by matter's id for
    some matters or for all of the kind on a day; what is nought may be left out.
    """

    words: Mapping[str, str]
    tell: Callable[[date, Collection[int] | None], Facts]


_statements: dict[str, Statement] = {}


def states(kind: str, statement: Statement) -> None:
    """Register what a mechanism states of its kind of matter. The same twice is once. ValueError for a second one."""
    if _statements.setdefault(kind, statement) != statement:
        raise ValueError(f"two state facts of {kind}")


def words() -> Mapping[str, str]:
    """Every fact that anybody states, in Chinese by its code."""
    return _COMMON | {code: word for one in _statements.values() for code, word in one.words.items()}


def stated(kind: str, on: date, matters: Collection[int] | None = None) -> Facts:
    """What the mechanism of a kind states, by matter's id; nothing where nobody states anything."""
    one = _statements.get(kind)
    return one.tell(on, matters) if one else {}


__all__ = ["OVERDUE_DAYS", "Facts", "Statement", "stated", "states", "words"]
