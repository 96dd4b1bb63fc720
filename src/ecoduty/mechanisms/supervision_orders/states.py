"""Where a supervision order stands, and where the work that it asks of one body."""

from __future__ import annotations

from ecoduty.kernel.flow import State

_ISSUER, _RECEIVER = "督办单位", "承办单位"
DRAFTING = State("drafting", "立项", waits_for=_ISSUER)
ISSUED = State("issued", "督办中", waits_for=_RECEIVER)
CLOSED = State("closed", "已办结", open=False)
DROPPED = State("dropped", "不予立项", open=False, main=False)
ORDER = (DRAFTING, ISSUED, CLOSED, DROPPED)

ENTRUSTED = State("entrusted", "待签收", waits_for=_RECEIVER)
WORKING = State("working", "办理中", waits_for=_RECEIVER)
REPORTED = State("reported", "待核查", waits_for=_ISSUER)
DONE = State("done", "已办结", open=False)
WITHDRAWN = State("withdrawn", "已撤销", open=False, main=False)
WORK = (ENTRUSTED, WORKING, REPORTED, DONE, WITHDRAWN)
