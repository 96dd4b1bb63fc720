"""What of a problem's long road is drawn on its page: its own road, and of the full one the part that it is on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Act, ActTable
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
    return _part(frozenset(one.code for one in (*shown, states.CANCELLED)), plain=road == Road.PLAIN)


@lru_cache(maxsize=8)
def _part(codes: frozenset[str], *, plain: bool) -> ActTable:
    acts = (_narrowed(act, codes) for act in PROBLEMS.acts if plain or act.code not in _ONLY_PLAIN)
    return ActTable(
        kind=PROBLEMS.kind,
        label=PROBLEMS.label,
        states=tuple(state for state in PROBLEMS.states if state.code in codes),
        acts=tuple(act for act in acts if act is not None),
        store=PROBLEMS.store,
        clauses=PROBLEMS.clauses,
    )


def _narrowed(act: Act, codes: Collection[str]) -> Act | None:
    """The act between these states; None where it leads nowhere among them."""
    from_ = tuple(code for code in act.from_ if code in codes)
    or_to = tuple(code for code in act.or_to if code in codes)
    to = act.to if act.to in codes else None
    return replace(act, from_=from_, to=to, or_to=or_to, or_from=()) if from_ and (to or or_to) else None


__all__ = ["drawn"]
