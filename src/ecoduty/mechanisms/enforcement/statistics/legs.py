"""Which leg a case is on, as the rulebook's table of legs says by its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ecoduty.kernel.rulebook import Rulebook, schema
from ecoduty.kernel.rulebook import store as rulebooks

SIDES = {"administrative": "行政机关", "police": "公安机关", "procuratorate": "检察机关", "court": "人民法院"}
"""The four offices between which a case goes, in the order in which it goes."""


@dataclass(frozen=True, slots=True)
class Map:
    """The table of one edition, by kind and state."""

    by_state: Mapping[tuple[str, str], schema.Leg]
    legs: Mapping[str, schema.Leg]
    kinds: frozenset[str]
    limits: frozenset[str]

    def leg(self, kind: str, state: str) -> schema.Leg | None:
        """The leg that a case of the kind is on in that state; None where it is on none."""
        return self.by_state.get((kind, state))


_maps: dict[str, Map] = {}


def of(book: Rulebook) -> Map:
    """The map of an edition, worked out once."""
    known = _maps.get(book.digest)
    if known is None:
        by_state = {
            (stretch.kind, state): leg
            for leg in book.legs.values()
            for stretch in leg.stretches
            for state in stretch.states
        }
        limits = frozenset(limit for leg in book.legs.values() for limit in leg.limits)
        known = Map(by_state, dict(book.legs), frozenset(kind for kind, _ in by_state), limits)
        _maps.clear()
        _maps[book.digest] = known
    return known


def current() -> Map:
    """The map in force; an empty one before a city was adopted."""
    book = rulebooks.current_or_none()
    return of(book) if book is not None else Map({}, {}, frozenset(), frozenset())


__all__ = ["SIDES", "Map", "current", "of"]
