"""Where a problem stands."""

from __future__ import annotations

from ecoduty.kernel.flow import State

REGISTERED = State("registered", "待交办", waits_for="登记单位")
HEARING = State("hearing", "听取陈述", waits_for="被检查单位、登记单位")
DETERMINED = State("determined", "已定性待交办", waits_for="登记单位")
ASSIGNED = State("assigned", "待定措施", waits_for="责任单位")
RECTIFYING = State("rectifying", "整改中", waits_for="责任单位")
APPLIED = State("applied", "待销号", waits_for="登记单位")
CLOSED = State("closed", "已销号", open=False)
CANCELLED = State("cancelled", "已撤销", open=False, main=False)

PROBLEM = (REGISTERED, HEARING, DETERMINED, ASSIGNED, RECTIFYING, APPLIED, CLOSED, CANCELLED)
TO_DO = (ASSIGNED.code, RECTIFYING.code)
"""It is the responsible body's turn."""

UNASSIGNED = (REGISTERED.code, HEARING.code, DETERMINED.code)
"""Nobody was told yet to put it right."""

__all__ = [
    "APPLIED", "ASSIGNED", "CANCELLED", "CLOSED", "DETERMINED", "HEARING", "PROBLEM", "RECTIFYING", "REGISTERED", "TO_DO",
    "UNASSIGNED",
]  # fmt: skip
