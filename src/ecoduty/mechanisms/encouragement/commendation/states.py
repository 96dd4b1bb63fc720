"""Where a commendation stands."""

from __future__ import annotations

from ecoduty.kernel.flow import State

_OFFICE = "环委办"
NOMINATED = State("nominated", "待审核", waits_for=_OFFICE)
RETURNED = State("returned", "退回补充", waits_for="推荐单位", main=False)
REVIEWED = State("reviewed", "待公示", waits_for=_OFFICE)
IN_NOTICE = State("in_notice", "公示中", waits_for=_OFFICE)
DECIDED = State("decided", "已决定", waits_for=_OFFICE)
PUBLISHED = State("published", "已公布", open=False)
DECLINED = State("declined", "不予表彰", open=False, main=False)
WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)
REVOKED = State("revoked", "已撤销", open=False, main=False)
STATES = (NOMINATED, RETURNED, REVIEWED, IN_NOTICE, DECIDED, PUBLISHED, DECLINED, WITHDRAWN, REVOKED)
DEAD = (DECLINED.code, WITHDRAWN.code, REVOKED.code)  # in these nobody is or will be commended

__all__ = [
    "DEAD", "DECIDED", "DECLINED", "IN_NOTICE", "NOMINATED", "PUBLISHED", "RETURNED", "REVIEWED", "REVOKED", "STATES",
    "WITHDRAWN",
]  # fmt: skip
