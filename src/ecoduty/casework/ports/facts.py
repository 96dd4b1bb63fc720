"""What mechanisms state of their matters as bare facts, so that a rule of the rulebook may look at them (clause 15.3).

A fact is no judgement: that a thing happened to a matter, and on which days. What every matter has (how late it is) is
reckoned by whoever asks; what only one kind has is stated by its mechanism. Unlike a port, many answer: each for its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

OVERDUE_DAYS = "overdue_days"
_COMMON = {OVERDUE_DAYS: "逾期天数"}
Happened = Mapping[int, Mapping[str, Sequence[date]]]
"""By matter's id and by fact: the days on which it happened, the first one first."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Who states facts of a kind: `words` are the facts in Chinese by their code, `tell` the days up to and with a day, for
    all matters of the kind to which anything happened. Nothing of restricted matters.
    """

    words: Mapping[str, str]
    tell: Callable[[date], Happened]


_statements: dict[str, Statement] = {}


def states(kind: str, statement: Statement) -> None:
    """Register what a mechanism states of its kind of matter. ValueError for a second one."""
    if kind in _statements and _statements[kind].tell is not statement.tell:
        raise ValueError(f"two state facts of {kind}")
    _statements[kind] = statement


def words() -> Mapping[str, str]:
    """Every fact that anybody states, in Chinese by its code."""
    return _COMMON | {code: word for one in _statements.values() for code, word in one.words.items()}


def stated(kind: str, on: date) -> Happened:
    """What the mechanism of a kind states; nothing where nobody states anything."""
    one = _statements.get(kind)
    return one.tell(on) if one else {}


__all__ = ["OVERDUE_DAYS", "Happened", "Statement", "stated", "states", "words"]
