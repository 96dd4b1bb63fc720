"""Where a draft stands, and what is said of it."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

_DRAFTER, _REVIEWER = "起草单位", "司法行政机关"
PREPARING = State("preparing", "备齐材料", waits_for=_DRAFTER)
SUBMITTED = State("submitted", "待受理", waits_for=_REVIEWER)
RETURNED = State("returned", "待补正", waits_for=_DRAFTER, main=False)
REVIEWING = State("reviewing", "审查中", waits_for=_REVIEWER)
ANSWERING = State("answering", "待逐条答复", waits_for=_DRAFTER)
CONCLUDED = State("concluded", "待集体审议", waits_for=_DRAFTER)
DECIDED = State("decided", "待公布", waits_for=_DRAFTER)
ISSUED = State("issued", "已公布", open=False)
WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)
REJECTED = State("rejected", "不予通过", open=False, main=False)

STATES = (PREPARING, SUBMITTED, RETURNED, REVIEWING, ANSWERING, CONCLUDED, DECIDED, ISSUED, WITHDRAWN, REJECTED)
BEFORE_ISSUE = tuple(state.code for state in STATES if state.open)


class Answer(models.TextChoices):
    """What the drafting body does with an opinion."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT_ADOPTED = "not_adopted", "不采纳"


class Conclusion(models.TextChoices):
    """What the review came to."""

    LAWFUL = "lawful", "合法"
    LAWFUL_ONCE_CHANGED = "lawful_once_changed", "按意见修改后合法"
    UNLAWFUL = "unlawful", "不合法"


class Verdict(models.TextChoices):
    """What a person says of a marked sentence."""

    CLEAR = "clear", "别处已写明由谁做"
    TO_ADD = "to_add", "须补写责任和牵头部门"
    NO_DUTY = "no_duty", "不是职责"
