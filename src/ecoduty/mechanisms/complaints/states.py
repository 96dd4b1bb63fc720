"""Where a complaint stands."""

from __future__ import annotations

from ecoduty.kernel.flow import State

RECEIVED = State("received", "待受理", waits_for="收到单位", main=False)
REGISTERED = State("registered", "待派单", waits_for="登记单位")
DISPATCHED = State("dispatched", "待签收", waits_for="承办单位联络员")
HANDLING = State("handling", "办理中", waits_for="承办单位联络员")
RETURNED = State("returned", "退单待定", waits_for="登记单位", main=False)
CONFERRAL = State("conferral", "会商中", waits_for="登记单位", main=False)
UNDETERMINED = State("undetermined", "牵头未明确", waits_for="登记单位", main=False)
ANSWERED = State("answered", "待审核", waits_for="登记单位")
FOLLOWING = State("following", "待回访", waits_for="登记单位")
CLOSED = State("closed", "已办结", open=False)
REFUSED = State("refused", "不予受理", open=False, main=False)
WITHDRAWN = State("withdrawn", "来源已撤回", open=False, main=False)
MERGED = State("merged", "已并案", open=False, main=False)

ALL = (
    RECEIVED, REGISTERED, DISPATCHED, HANDLING, RETURNED, CONFERRAL, UNDETERMINED, ANSWERED, FOLLOWING, CLOSED, REFUSED, MERGED,
    WITHDRAWN,
)  # fmt: skip
