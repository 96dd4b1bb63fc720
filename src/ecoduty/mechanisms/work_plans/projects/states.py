"""Where a project stands."""

from __future__ import annotations

from ecoduty.kernel.flow import State

RESERVE = State("reserve", "储备", waits_for="责任单位")
BUILDING = State("building", "在建", waits_for="责任单位")
FINISHED = State("finished", "已完成", open=False)
TERMINATED = State("terminated", "已终止", open=False, main=False)
PROJECT_STATES = (RESERVE, BUILDING, FINISHED, TERMINATED)

__all__ = ["BUILDING", "FINISHED", "PROJECT_STATES", "RESERVE", "TERMINATED"]
