"""The path of complaints: how many stand at each station, how many of them are late (clauses 4.8, 24.2)."""

from __future__ import annotations

from ecoduty.casework.figures import standing
from ecoduty.casework.figures.standing import Numbers
from ecoduty.interfaces.desk.cockpit.asking import Asked, Section
from ecoduty.interfaces.desk.cockpit.matrix import Number
from ecoduty.kernel.flow import State, tables

_KIND = "complaint"


def section(asked: Asked) -> Section | None:
    """The stations of the main road in its order, and beside it where complaints leave it or wait; None where none run here."""
    table = tables().get(_KIND)
    if table is None:
        return None
    numbers = standing.by_state(asked.visit.actor, asked.scope, _KIND, asked.on)
    road = [_station(asked, state, numbers) for state in table.states if state.main]
    aside = [_station(asked, state, numbers) for state in table.states if not state.main]
    total = Numbers()
    for one in numbers.values():
        total.add(one)
    most = max((one["all"].count for one in road), default=0)
    for one in road:
        one["height"] = 6 + round(44 * one["all"].count / most) if most and one["all"].count else 2
    content = {
        "road": road, "aside": [one for one in aside if one["all"].count],
        "total": Number(total["all"], asked.url("all", kind=_KIND)),
        "late": Number(total["late"], asked.url("late", kind=_KIND)),
    }  # fmt: skip
    return Section("complaints", "群众反映走到哪里", content)


def _station(asked: Asked, state: State, numbers: dict[str, Numbers]) -> dict[str, object]:
    found = numbers.get(state.code, Numbers())
    narrow = {"kind": _KIND, "state": state.code}
    return {
        "label": state.label, "waits_for": state.waits_for, "open": state.open,
        "all": Number(found["all"], asked.url("all", **narrow)), "late": Number(found["late"], asked.url("late", **narrow)),
    }  # fmt: skip


__all__ = ["section"]
