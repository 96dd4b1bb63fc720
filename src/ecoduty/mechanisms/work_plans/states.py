"""Where a work plan and a task stand."""

from __future__ import annotations

from ecoduty.kernel.flow import State

PLANNING = State("planning", "编制中", waits_for="编制单位")
IN_FORCE = State("in_force", "执行中", waits_for="编制单位")
PLAN_CLOSED = State("closed", "已结束", open=False)
PLAN_STATES = (PLANNING, IN_FORCE, PLAN_CLOSED)

DRAFT = State("draft", "草稿", waits_for="下达单位")
ISSUED = State("issued", "待签收", waits_for="牵头单位")
DOING = State("doing", "办理中", waits_for="牵头单位")
APPLIED = State("applied", "待质量验收", waits_for="下达单位")
ACCEPTED = State("accepted", "已办结", open=False)
CANCELLED = State("cancelled", "已取消", open=False, main=False)
TASK_STATES = (DRAFT, ISSUED, DOING, APPLIED, ACCEPTED, CANCELLED)
