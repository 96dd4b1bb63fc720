"""Which acts are decisions that their office enters on the sharing platform (2017 measures, art. 34)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Group(StrEnum):
    """Who enters it: the three groups of what is shared."""

    ADMINISTRATIVE = "administrative"
    POLICE = "police"
    PROCURATORATE = "procuratorate"


_shared: dict[str, Mapping[str, Group]] = {}


def shares(kind: str, acts: Mapping[str, Group]) -> None:
    """Register the decisions of a kind of case: act → the office that enters it."""
    _shared[kind] = dict(acts)


def shared(kind: str, act: str) -> Group | None:
    """The office that enters this act, None where it is no shared decision."""
    return _shared.get(kind, {}).get(act)


def shared_kinds() -> frozenset[str]:
    """Kinds that have any."""
    return frozenset(_shared)


__all__ = ["Group", "shared", "shared_kinds", "shares"]
