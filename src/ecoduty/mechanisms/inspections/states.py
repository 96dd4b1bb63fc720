"""Where a problem stands."""

from __future__ import annotations

from ecoduty.kernel.flow import State

REGISTERED = State("registered", "待交办", waits_for="登记单位")
HEARING = State("hearing", "听取陈述", waits_for="被检查单位、登记单位")
DETERMINED = State("determined", "已定性待交办", waits_for="登记单位")
ASSIGNED = State("assigned", "待定措施", waits_for="责任单位")
PLAN_SUBMITTED = State("plan_submitted", "方案待批准", waits_for="登记单位")
RECTIFYING = State("rectifying", "整改中", waits_for="责任单位")
APPLIED = State("applied", "待销号", waits_for="登记单位")
CHECKED = State("checked", "待验收", waits_for="验收单位")
ACCEPTED = State("accepted", "已验收待公示", waits_for="责任单位")
CLEARED = State("cleared", "公开版已审定", waits_for="责任单位")
SHOWING = State("showing", "公示中", waits_for="登记单位")
WITHHELD = State("withheld", "不公开待销号", waits_for="登记单位", main=False)
LOOK_BACK = State("look_back", "已销号待回头看", waits_for="登记单位")
CLOSED = State("closed", "已销号", open=False)
CANCELLED = State("cancelled", "已撤销", open=False, main=False)

PROBLEM = (
    REGISTERED, HEARING, DETERMINED, ASSIGNED, PLAN_SUBMITTED, RECTIFYING, APPLIED, CHECKED, ACCEPTED, CLEARED, SHOWING,
    WITHHELD, LOOK_BACK, CLOSED, CANCELLED,
)  # fmt: skip
STRUCK_OFF = (LOOK_BACK.code, CLOSED.code)
"""Put right, as far as anybody knows."""
TO_DO = (ASSIGNED.code, PLAN_SUBMITTED.code, RECTIFYING.code)
"""It is the responsible body's turn."""

UNASSIGNED = (REGISTERED.code, HEARING.code, DETERMINED.code)
"""Nobody was told yet to put it right."""

__all__ = [
    "ACCEPTED", "APPLIED", "ASSIGNED", "CANCELLED", "CHECKED", "CLEARED", "CLOSED", "DETERMINED", "HEARING", "LOOK_BACK",
    "PLAN_SUBMITTED", "PROBLEM", "RECTIFYING", "REGISTERED", "SHOWING", "STRUCK_OFF", "TO_DO", "UNASSIGNED", "WITHHELD",
]  # fmt: skip
