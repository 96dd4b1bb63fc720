"""A part of an act table: what is drawn where the whole road would be too long to read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from ecoduty.kernel.flow import Act, ActTable, tables


def part_of(table: ActTable, codes: Collection[str], without: Collection[str] = ()) -> ActTable:
    """The table between these states, without some acts; worked out once for each such part."""
    return _part(table.kind, frozenset(codes), frozenset(without))


@lru_cache(maxsize=64)
def _part(kind: str, codes: frozenset[str], without: frozenset[str]) -> ActTable:
    whole = tables()[kind]
    acts = (_narrowed(act, codes) for act in whole.acts if act.code not in without)
    return replace(
        whole,
        states=tuple(state for state in whole.states if state.code in codes),
        acts=tuple(act for act in acts if act is not None),
    )


def _narrowed(act: Act, codes: Collection[str]) -> Act | None:
    """The act between these states; None where it leads nowhere among them."""
    from_ = tuple(code for code in act.from_ if code in codes)
    or_to = tuple(code for code in act.or_to if code in codes)
    to = act.to if act.to in codes else None
    return replace(act, from_=from_, to=to, or_to=or_to, or_from=()) if from_ and (to or or_to) else None


__all__ = ["part_of"]
