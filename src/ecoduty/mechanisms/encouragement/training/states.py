"""Where a training plan stands."""

from __future__ import annotations

from ecoduty.kernel.flow import State

_OWN = "编制单位"
DRAFTING = State("drafting", "编制中", waits_for=_OWN)
IN_FORCE = State("in_force", "实施中", waits_for=_OWN)
CLOSED = State("closed", "已结束", open=False)
STATES = (DRAFTING, IN_FORCE, CLOSED)

__all__ = ["CLOSED", "DRAFTING", "IN_FORCE", "STATES"]
