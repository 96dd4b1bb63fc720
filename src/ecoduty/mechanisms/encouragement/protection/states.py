"""Where a protection measure stands."""

from __future__ import annotations

from ecoduty.kernel.flow import State

RUNNING = State("running", "实施中", waits_for="实施单位")
ENDED = State("ended", "已结束", open=False)
CANCELLED = State("cancelled", "登记有误撤销", open=False, main=False)
STATES = (RUNNING, ENDED, CANCELLED)

__all__ = ["CANCELLED", "ENDED", "RUNNING", "STATES"]
