"""Which rule a limit follows where that is not the same for every matter: by category, by channel, by what came before.

A mechanism says so for a limit's key. The deadline keeps the key, so that acts meet it whatever rule it follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ecoduty.kernel.flow import Attempt


@dataclass(frozen=True, slots=True)
class Ruled:
    """The rule's key in the rulebook, and the moment from which it counts where that is not the act's own."""

    rule: str
    start: datetime | None = None


Ruling = Callable[[Attempt], Ruled]
_ruling: dict[str, Ruling] = {}


def ruled_by(limit: str, ruling: Ruling) -> None:
    """For a limit by its key: the rule, by the act that starts it."""
    _ruling[limit] = ruling


def rule_of(limit: str, attempt: Attempt) -> Ruled:
    """The rule that a limit follows for this act: what the mechanism says, or the limit itself."""
    named = _ruling.get(limit)
    return named(attempt) if named is not None else Ruled(limit)


__all__ = ["Ruled", "rule_of", "ruled_by"]
