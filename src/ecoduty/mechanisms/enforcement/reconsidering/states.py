"""Where a reconsideration stands, as the department sees it."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

RECEIVED = State("received", "待答复举证", waits_for="办案人员")
ANSWERED = State("answered", "待复议决定", waits_for="复议机关")
DECIDED = State("decided", "待履行", waits_for="办案人员")
CONCLUDED = State("concluded", "已办结", open=False)
ENDED = State("ended", "已终止", open=False, main=False)

STATES = (RECEIVED, ANSWERED, DECIDED, CONCLUDED, ENDED)


class Procedure(models.TextChoices):
    """How it is looked at: the limits differ."""

    ORDINARY = "ordinary", "普通程序"
    SUMMARY = "summary", "简易程序"


__all__ = ["ANSWERED", "CONCLUDED", "DECIDED", "ENDED", "RECEIVED", "STATES", "Procedure"]
