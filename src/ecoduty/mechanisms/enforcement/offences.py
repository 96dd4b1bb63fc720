"""Which limits a case goes by: its holder and its group of offences decide (domain: ecology by the 2017 measures)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.rulebook.book import Placed, matches
from ecoduty.kernel.rulebook.schema import LimitSet
from ecoduty.organisation.directory.models import Body


def groups(on: date) -> list[tuple[str, str]]:
    """Codes and names of the groups of offences, in the rulebook's order."""
    return list(rulebooks.current().pairs("enforcement.offence-groups", on=on))


def limit_set(body: Body, group: str) -> LimitSet | None:
    """The first set that fits the holder and the group; None where the rulebook has none."""
    placed = Placed(body.key, body.kind, body.level, body.region_code, tuple(body.tags))
    for one in rulebooks.current().limit_sets.values():
        if matches(one.bodies, placed) and (not one.groups or group in one.groups):
            return one
    return None


def limits_for(body: Body, group: str, leg: str) -> Sequence[str]:
    """Keys of the limits of a leg, the one that counts first; a second one is shown beside it, the earlier warns.

    A leg that no set names goes by the limit of its own key.
    """
    found = limit_set(body, group)
    named = {one.leg: one.keys for one in found.limits} if found else {}
    return named.get(leg, (leg,))


__all__ = ["groups", "limit_set", "limits_for"]
