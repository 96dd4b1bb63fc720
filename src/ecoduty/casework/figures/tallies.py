"""Numbers that count something else than matters: each is the length of the list behind it, made by whoever keeps it.

A figure counts matters by cells (registry.py); bodies without a list or rows on repealed law are not matters. Here a key stands
for ever, too, and the number cannot differ from its list: it is nothing but its length.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Member:
    """One thing counted: the body whose it is, its own key and what it may be called before everybody in office."""

    body: str
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A number with a name. `members(on)` is what is counted on a day: known to everybody in office, nothing restricted."""

    key: str
    label: str
    members: Callable[[date], Sequence[Member]]
    clause: str = ""
    unit: str = "项"


_tallies: dict[str, Tally] = {}


def register(*tallies: Tally) -> None:
    """Make them known. Raises ValueError for a key claimed twice."""
    for one in tallies:
        if _tallies.setdefault(one.key, one) != one:
            raise ValueError(f"two tallies claim the key {one.key}")


def tally(key: str) -> Tally:
    """The tally of a key. Raises KeyError."""
    return _tallies[key]


def tallies() -> Mapping[str, Tally]:
    """All by key."""
    return dict(sorted(_tallies.items()))


__all__ = ["Member", "Tally", "register", "tallies", "tally"]
