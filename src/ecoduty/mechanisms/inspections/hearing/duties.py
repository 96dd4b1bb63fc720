"""On whose duty a problem bears: a row of the inspected body's list, asked of whoever keeps the lists."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.listed import ROWS_SEEN, RowSeen
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.inspections.models import Problem
from ecoduty.mechanisms.inspections.refusing import refuse

_MOST = 300  # rows offered


def rows(actor: Actor, own: Problem, on: date) -> Sequence[RowSeen]:
    """The listed duties of the inspected body that the actor may read."""
    if own.inspected_id is None or not asked(ROWS_SEEN):
        return ()
    return ask(ROWS_SEEN)(actor, on, bodies=[own.inspected_id])[:_MOST]


def named(actor: Actor, own: Problem, key: str, on: date) -> RowSeen | None:
    """The row of that key; None for an empty one. Raises Refused `unknown_duty`."""
    if not key:
        return None
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        wanted = uuid.UUID(int=0)
    found = next((row for row in rows(actor, own, on) if row.key == wanted), None)
    if found is None:
        sentence = "被检查单位的责任清单里没有所选的事项，请从所列的事项中选，或留空。"
        raise refuse("unknown_duty", sentence, field="duty", clause="14.2")
    return found


__all__ = ["named", "rows"]
