"""Where a clue stands, and how checking it may end."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

SENT = State("sent", "待签收", waits_for="收到线索的单位")
RECEIVED = State("received", "待受理", waits_for="收到线索的单位")
ACCEPTED = State("accepted", "待核查", waits_for="收到线索的单位")
CONCLUDED = State("concluded", "待回告", waits_for="收到线索的单位")
OBJECTED = State("objected", "待答复不同意见", waits_for="收到线索的单位负责人", main=False)
REPORTED = State("reported", "已回告", open=False)
RETURNED = State("returned", "已退回，待改送", waits_for="转送单位", main=False)
LETTERED = State("lettered", "已函告，待对方回复", waits_for="转送单位", main=False)
SETTLED = State("settled", "已了结", open=False, main=False)
WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)

ALL = (SENT, RECEIVED, ACCEPTED, CONCLUDED, REPORTED, OBJECTED, RETURNED, LETTERED, SETTLED, WITHDRAWN)
IN_HAND = tuple(state.code for state in (SENT, RECEIVED, ACCEPTED, CONCLUDED, OBJECTED))
"""States in which whoever received it owes the next step."""


class Outcome(models.TextChoices):
    """What checking a clue came to."""

    FILED = "filed", "立案"
    NOT_FILED = "not_filed", "不予立案"
    PASSED_ON = "passed_on", "移送其他单位"


__all__ = [
    "ACCEPTED", "ALL", "CONCLUDED", "IN_HAND", "LETTERED", "OBJECTED", "RECEIVED", "REPORTED", "RETURNED", "SENT", "SETTLED",
    "WITHDRAWN", "Outcome",
]  # fmt: skip
