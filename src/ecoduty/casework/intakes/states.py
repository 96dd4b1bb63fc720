"""Where an intake stands, and of which kind it is."""

from __future__ import annotations

from django.db import models


class IntakeState(models.TextChoices):
    """From the public's page to the matter it becomes."""

    HELD = "held", "待放行"
    WAITING = "waiting", "待收件"
    STUCK = "stuck", "未能收件"
    TAKEN = "taken", "已收件"
    DROPPED = "dropped", "未收件"


class IntakeKind(models.TextChoices):
    """What the sender wants. Those of FIRST have a number and a code of their own; the others come under one."""

    REPORT = "report", "反映"
    WORD = "word", "评价"
    CODE = "code", "找回查询码"
    BOOKING = "booking", "预约参观"
    CANCELLATION = "cancellation", "取消预约"
    FEEDBACK = "feedback", "参观评价"
    OPINION = "opinion", "意见"


FIRST = (IntakeKind.REPORT, IntakeKind.BOOKING, IntakeKind.OPINION)
