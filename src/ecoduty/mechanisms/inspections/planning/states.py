"""Where an inspection plan stands."""

from __future__ import annotations

from ecoduty.kernel.flow import State

_OWN = "编制单位"
DRAFTING = State("drafting", "编制中", waits_for=_OWN)
SUBMITTED = State("submitted", "待批准", waits_for="编制单位负责人")
IN_FORCE = State("in_force", "实施中", waits_for=_OWN)
CLOSED = State("closed", "已结束", open=False)
STATES = (DRAFTING, SUBMITTED, IN_FORCE, CLOSED)

__all__ = ["CLOSED", "DRAFTING", "IN_FORCE", "STATES", "SUBMITTED"]
