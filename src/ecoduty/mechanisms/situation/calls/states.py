"""Where a progress call and one body's answer stand."""

from __future__ import annotations

from ecoduty.kernel.flow import State

PREPARING = State("preparing", "拟定", waits_for="发起单位")
CALLED = State("called", "调度中", waits_for="发起单位")
CLOSED = State("closed", "已汇总", open=False)
DROPPED = State("dropped", "不再调度", open=False, main=False)
CALL = (PREPARING, CALLED, CLOSED, DROPPED)

ASKED = State("asked", "待填报", waits_for="填报单位")
ANSWERED = State("answered", "已填报", waits_for="发起单位")
DONE = State("done", "已汇总", open=False)
WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)
ANSWER = (ASKED, ANSWERED, DONE, WITHDRAWN)
