"""Where a catalogue stands."""

from __future__ import annotations

from ecoduty.kernel.flow import State

_MAKER, _RECEIVER = "制定机关", "备案审查机关"
TO_REPORT = State("to_report", "待报送", waits_for=_MAKER)
COMPLETING = State("completing", "待补正", waits_for=_MAKER, main=False)
REPORTED = State("reported", "已报送", waits_for=_RECEIVER)
CLOSED = State("closed", "已办结", open=False)

STATES = (TO_REPORT, COMPLETING, REPORTED, CLOSED)
FROZEN = (REPORTED.code, CLOSED.code)  # the rows are those that were reported, whatever became of the documents since
