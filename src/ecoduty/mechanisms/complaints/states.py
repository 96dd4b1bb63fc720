"""Where a complaint stands."""

from __future__ import annotations

from ecoduty.kernel.flow import State

REGISTERED = State("registered", "待派单", waits_for="登记单位")
DISPATCHED = State("dispatched", "待签收", waits_for="承办单位联络员")
HANDLING = State("handling", "办理中", waits_for="承办单位联络员")
RETURNED = State("returned", "退单待定", waits_for="登记单位", main=False)
UNDETERMINED = State("undetermined", "牵头未明确", waits_for="登记单位", main=False)
ANSWERED = State("answered", "待办结", waits_for="登记单位")
CLOSED = State("closed", "已办结", open=False)

ALL = (REGISTERED, DISPATCHED, HANDLING, RETURNED, UNDETERMINED, ANSWERED, CLOSED)
