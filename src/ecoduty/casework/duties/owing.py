"""Who owes beside the holder: a matter is one body's, but its time may be another's to keep (clauses 5.3, 5.4).

A mechanism says so for its kind. Whoever owes is reminded by the same rungs as the holder, as long as it owes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Attempt
from ecoduty.organisation.directory.models import Body

Owing = Callable[[Collection[int]], Mapping[int, Collection[int]]]
Holding = Callable[[Attempt], Body]
_owing: dict[str, Owing] = {}
_holding: dict[str, Holding] = {}


def register(kind: str, owing: Owing) -> None:
    """For a kind of matter: matters by id → by matter the ids of the bodies that owe something now."""
    _owing[kind] = owing


def held_by(limit: str, holding: Holding) -> None:
    """For a limit that is another body's than the matter's holder: whose, by the act that starts it."""
    _holding[limit] = holding


def holder_of(limit: str, attempt: Attempt) -> int:
    """Id of the body whose deadline it is."""
    named = _holding.get(limit)
    if named is not None:
        return named(attempt).pk
    matter: Matter = attempt.subject
    return matter.holder_id


def beside_the_holder(matters: Sequence[Matter]) -> Mapping[int, Collection[int]]:
    """By matter the bodies that owe beside its holder; matters of which nobody said so are left out."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for matter in matters:
        if matter.kind in _owing:
            by_kind[matter.kind].append(matter.pk)
    found: dict[int, Collection[int]] = {}
    for kind, numbers in sorted(by_kind.items()):
        found.update(_owing[kind](numbers))
    return found


__all__ = ["beside_the_holder", "held_by", "holder_of", "register"]
