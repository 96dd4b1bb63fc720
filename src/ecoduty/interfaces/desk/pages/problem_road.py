"""What of a problem's long road is drawn on its page: its own road, and of the full one the part that it is on."""

from __future__ import annotations

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk.diagram.part import part_of
from ecoduty.kernel.flow import ActTable
from ecoduty.mechanisms.inspections import states
from ecoduty.mechanisms.inspections.flow import PROBLEMS
from ecoduty.mechanisms.inspections.roads import Road

_PLAIN = (states.REGISTERED, states.ASSIGNED, states.RECTIFYING, states.APPLIED, states.CLOSED)
_BEFORE = (states.REGISTERED, states.HEARING, states.DETERMINED, states.ASSIGNED)
_AFTER = (
    states.ASSIGNED, states.PLAN_SUBMITTED, states.RECTIFYING, states.APPLIED, states.CHECKED, states.ACCEPTED,
    states.CLEARED, states.SHOWING, states.WITHHELD, states.LOOK_BACK, states.CLOSED,
)  # fmt: skip
_ONLY_PLAIN = frozenset({"plan_measures", "strike_off"})


def drawn(matter: Matter, table: ActTable) -> ActTable:  # noqa: ARG001 -- the table is known
    """The part of the act table that is drawn for this problem."""
    road = matter.problem.road  # read already where the whole page is shown
    shown = _PLAIN if road == Road.PLAIN else _BEFORE if matter.state in states.UNASSIGNED else _AFTER
    codes = [one.code for one in (*shown, states.CANCELLED)]
    return part_of(PROBLEMS, codes, without=() if road == Road.PLAIN else _ONLY_PLAIN)


__all__ = ["drawn"]
