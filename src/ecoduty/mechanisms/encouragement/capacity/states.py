"""Where a return of capacity and a standard of a year stand."""

from __future__ import annotations

from ecoduty.kernel.flow import State

_OWN, _OFFICE = "填报单位", "市环委办"
DRAFTING = State("drafting", "填报中", waits_for=_OWN)
SUBMITTED = State("submitted", "待核定", waits_for=_OFFICE)
CONFIRMED = State("confirmed", "已核定", open=False)
RETURN = (DRAFTING, SUBMITTED, CONFIRMED)

COLLECTING = State("collecting", "拟订中", waits_for=_OFFICE)
IN_FORCE = State("in_force", "实施中", waits_for=_OFFICE)
CLOSED = State("closed", "已结束", open=False)
STANDARD = (COLLECTING, IN_FORCE, CLOSED)

__all__ = ["CLOSED", "COLLECTING", "CONFIRMED", "DRAFTING", "IN_FORCE", "RETURN", "STANDARD", "SUBMITTED"]
