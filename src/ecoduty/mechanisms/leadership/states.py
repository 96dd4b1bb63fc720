"""Where a meeting and a topic stand."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

PREPARING = State("preparing", "筹备", waits_for="记录单位")
HELD = State("held", "已召开", waits_for="记录单位")
CLOSED = State("closed", "已办结", open=False)
CANCELLED = State("cancelled", "已取消", open=False, main=False)
MEETING_STATES = (PREPARING, HELD, CLOSED, CANCELLED)

PROPOSED = State("proposed", "待列会", waits_for="环委办")
RETURNED = State("returned", "退回补充", waits_for="提请单位", main=False)
LISTED = State("listed", "已列会", waits_for="会议")
DECIDED = State("decided", "已决定", open=False)
DECLINED = State("declined", "不列会", open=False, main=False)
WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)
TOPIC_STATES = (PROPOSED, RETURNED, LISTED, DECIDED, DECLINED, WITHDRAWN)

FOLLOWING = State("following", "落实中", waits_for="登记单位")
FINISHED = State("finished", "已办结", open=False)
VISIT_WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)
VISIT_STATES = (FOLLOWING, FINISHED, VISIT_WITHDRAWN)


class Presided(models.TextChoices):
    """Who presided: clauses 10.1 and 13.1 look for the principal."""

    PRINCIPAL = "principal", "主要负责人"
    OTHER = "other", "其他负责人"


__all__ = [
    "CANCELLED",
    "CLOSED",
    "DECIDED",
    "DECLINED",
    "FINISHED",
    "FOLLOWING",
    "HELD",
    "LISTED",
    "MEETING_STATES",
    "PREPARING",
    "PROPOSED",
    "RETURNED",
    "TOPIC_STATES",
    "VISIT_STATES",
    "VISIT_WITHDRAWN",
    "WITHDRAWN",
    "Presided",
]
