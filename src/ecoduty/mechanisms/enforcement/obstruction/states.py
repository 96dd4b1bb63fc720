"""Where a request for police support and a report of obstruction stand."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

REQUESTED = State("requested", "待公安答复", waits_for="公安机关")
AGREED = State("agreed", "待公安处置", waits_for="公安机关")
HANDLED = State("handled", "待核对反馈", waits_for="请求单位")
CLOSED = State("closed", "已办结", open=False)
DECLINED = State("declined", "公安未能到场", open=False, main=False)
WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)
SUPPORT = (REQUESTED, AGREED, HANDLED, CLOSED, DECLINED, WITHDRAWN)

PREPARED = State("prepared", "待报案", waits_for="报案单位")
REPORTED = State("reported", "待公安受案", waits_for="公安机关")
RECEIVED = State("received", "待公安决定", waits_for="公安机关")
DECIDED = State("decided", "待公安反馈", waits_for="公安机关")
TOLD = State("told", "已反馈", open=False)
DROPPED = State("dropped", "不再报案", open=False, main=False)
OBSTRUCTION = (PREPARED, REPORTED, RECEIVED, DECIDED, TOLD, DROPPED)


class Decision(models.TextChoices):
    """What the police decided of an obstruction (clause 19.2)."""

    PUBLIC_ORDER = "public_order", "治安管理处罚"
    CRIMINAL = "criminal", "刑事立案"
    NOT_ESTABLISHED = "not_established", "不成立或者不予处罚"


__all__ = [
    "AGREED", "CLOSED", "DECIDED", "DECLINED", "DROPPED", "HANDLED", "OBSTRUCTION", "PREPARED", "RECEIVED", "REPORTED",
    "REQUESTED", "SUPPORT", "TOLD", "WITHDRAWN", "Decision",
]  # fmt: skip
