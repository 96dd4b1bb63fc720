"""Which acts are decisions that their office enters on the sharing platform (2017 measures, art. 34)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ecoduty.casework.matters import machines


class Group(StrEnum):
    """Who enters it: the three groups of what is shared."""

    ADMINISTRATIVE = "administrative"
    POLICE = "police"
    PROCURATORATE = "procuratorate"


GROUP_WORDS = {
    Group.ADMINISTRATIVE: "行政机关录入",
    Group.POLICE: "公安机关录入",
    Group.PROCURATORATE: "检察机关录入",
}
_shared: dict[str, Mapping[str, Group]] = {}


def shares(kind: str, acts: Mapping[str, Group]) -> None:
    """Register the decisions of a kind of case: act → the office that enters it. Linkage systems of the bodies that take part
    may then read such cases.
    """
    _shared[kind] = dict(acts)
    machines.let_in(kind)


def withdraw(kind: str) -> None:
    """Forget a kind; for tests that bring one of their own."""
    _shared.pop(kind, None)
    machines.withdraw(kind)


def shared(kind: str, act: str) -> Group | None:
    """The office that enters this act, None where it is no shared decision."""
    return _shared.get(kind, {}).get(act)


def shared_kinds() -> frozenset[str]:
    """Kinds that have any."""
    return frozenset(_shared)


__all__ = ["GROUP_WORDS", "Group", "shared", "shared_kinds", "shares", "withdraw"]
