"""Where a written inquiry stands."""

from __future__ import annotations

from ecoduty.kernel.flow import State

ASKED = State("asked", "待答复", waits_for="受咨询机关")
ANSWERED = State("answered", "已答复", waits_for="咨询机关")
FOLLOWED_UP = State("followed_up", "追问待答复", waits_for="受咨询机关", main=False)
CLOSED = State("closed", "已办结", open=False)
WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)
ALL = (ASKED, ANSWERED, FOLLOWED_UP, CLOSED, WITHDRAWN)

__all__ = ["ALL", "ANSWERED", "ASKED", "CLOSED", "FOLLOWED_UP", "WITHDRAWN"]
