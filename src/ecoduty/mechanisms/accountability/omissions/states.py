"""Where a hint stands: a person decides, with a reason either way."""

from __future__ import annotations

from ecoduty.kernel.flow import State

TO_DECIDE = State("omission_to_decide", "待判断", waits_for="被提示的负责人")
REFERRED = State("omission_referred", "已转登记移交", open=False)
NOT_REFERRED = State("omission_not_referred", "判断不移交", open=False, main=False)

OMISSION = (TO_DECIDE, REFERRED, NOT_REFERRED)
DECIDER = "decider"

__all__ = ["DECIDER", "NOT_REFERRED", "OMISSION", "REFERRED", "TO_DECIDE"]
