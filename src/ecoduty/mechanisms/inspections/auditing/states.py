"""Where an audit project stands."""

from __future__ import annotations

from ecoduty.kernel.flow import State

_BY, _AUDITED = "审计机关", "被审计单位"
SET_UP = State("set_up", "待进点", waits_for=_BY)
UNDER_WAY = State("under_way", "审计中", waits_for=_BY)
OPINION = State("opinion", "征求意见", waits_for=_AUDITED)
ANSWERED = State("answered", "待出报告", waits_for=_BY)
REPORTED = State("reported", "已出报告", waits_for=_BY)
CLOSED = State("closed", "已办结", open=False)
CANCELLED = State("cancelled", "已取消", open=False, main=False)
STATES = (SET_UP, UNDER_WAY, OPINION, ANSWERED, REPORTED, CLOSED, CANCELLED)

__all__ = ["ANSWERED", "CANCELLED", "CLOSED", "OPINION", "REPORTED", "SET_UP", "STATES", "UNDER_WAY"]
