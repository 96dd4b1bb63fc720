"""Where a transfer for administrative detention stands."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

PROPOSED = State("proposed", "待决定移送", waits_for="单位负责人")
TO_SEND = State("to_send", "待移送案卷", waits_for="办案人员")
SENT = State("sent", "待公安受案", waits_for="公安机关")
TAKEN_IN = State("taken_in", "公安审查中", waits_for="公安机关")
SUPPLEMENTING = State("supplementing", "待补充材料", waits_for="办案人员", main=False)
HANDLED = State("handled", "公安办理中", waits_for="公安机关")
DECIDED = State("decided", "待抄送决定", waits_for="公安机关")
RETURNED = State("returned", "已退卷待处理", waits_for="办案人员", main=False)
COPIED = State("copied", "已作拘留决定", open=False)
TAKEN_BACK = State("taken_back", "退卷已处理", open=False, main=False)
NOT_SENT = State("not_sent", "不移送", open=False, main=False)

ALL = (PROPOSED, TO_SEND, SENT, TAKEN_IN, SUPPLEMENTING, HANDLED, DECIDED, RETURNED, COPIED, TAKEN_BACK, NOT_SENT)
EXAMINED = (TAKEN_IN.code, SUPPLEMENTING.code)
WITH_POLICE = (SENT.code, *EXAMINED, HANDLED.code, DECIDED.code)


class Afterwards(models.TextChoices):
    """What becomes of a case whose file came back."""

    PENALTY = "penalty", "继续依法行政处罚"
    AGAIN = "again", "补足材料后另行移送"
    CLOSED = "closed", "不再移送"


__all__ = [
    "ALL", "COPIED", "DECIDED", "EXAMINED", "HANDLED", "NOT_SENT", "PROPOSED", "RETURNED", "SENT", "SUPPLEMENTING",
    "TAKEN_BACK", "TAKEN_IN", "TO_SEND", "WITH_POLICE", "Afterwards",
]  # fmt: skip
