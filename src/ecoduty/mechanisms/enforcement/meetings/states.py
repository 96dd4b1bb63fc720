"""Where a joint meeting and one of its decisions stand."""

from __future__ import annotations

from ecoduty.kernel.flow import State

PREPARING = State("preparing", "筹备", waits_for="召集单位")
HELD = State("held", "已召开，待印发纪要", waits_for="召集单位")
CLOSED = State("closed", "纪要已印发", open=False)
CANCELLED = State("cancelled", "已取消", open=False, main=False)
MEETING = (PREPARING, HELD, CLOSED, CANCELLED)

IN_HAND = State("in_hand", "落实中", waits_for="责任单位")
REPORTED = State("reported", "待确认", waits_for="召集单位")
FULFILLED = State("fulfilled", "已落实", open=False)
RELEASED = State("released", "不再落实", open=False, main=False)
DECISION = (IN_HAND, REPORTED, FULFILLED, RELEASED)

__all__ = [
    "CANCELLED",
    "CLOSED",
    "DECISION",
    "FULFILLED",
    "HELD",
    "IN_HAND",
    "MEETING",
    "PREPARING",
    "RELEASED",
    "REPORTED",
]
