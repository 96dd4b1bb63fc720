"""Where a referral and a request for assistance stand."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

REGISTERED = State("registered", "待比对要件", waits_for="经办人")
COMPARED = State("compared", "待核尽职免责", waits_for="经办人")
WEIGHED = State("weighed", "待复核", waits_for="复核人")
REVIEWED = State("reviewed", "待移交", waits_for="经办人")
REFERRED = State("referred", "待回执", waits_for="经办人")
RECEIVED = State("received", "待反馈结果", waits_for="经办人")
CLOSED = State("closed", "已办结", open=False)
NOT_REFERRED = State("not_referred", "决定不移交", open=False, main=False)

REFERRAL = (REGISTERED, COMPARED, WEIGHED, REVIEWED, REFERRED, RECEIVED, CLOSED, NOT_REFERRED)
BEFORE_REVIEW = (REGISTERED.code, COMPARED.code, WEIGHED.code)
BEFORE_REFERRAL = (*BEFORE_REVIEW, REVIEWED.code)
OPEN = tuple(state.code for state in REFERRAL if state.open)

ASKED = State("asked", "待答复", waits_for="被协查单位点名的人")
ANSWERED = State("answered", "待核对", waits_for="协查经办人")
DONE = State("done", "已协查", open=False)
WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)

ASSISTANCE = (ASKED, ANSWERED, DONE, WITHDRAWN)


class Exemption(models.TextChoices):
    """What looking at due-diligence exemption came to (clause 17.2)."""

    NONE = "none", "没有尽职免责的情形"
    NOT_MET = "not_met", "有人提出，经核不成立"
    PARTLY = "partly", "部分人员成立，其余移交"
    MET = "met", "成立，不予移交"


class Given(models.TextChoices):
    """How far a body could give what was asked of it."""

    ALL = "all", "已全部提供"
    PARTLY = "partly", "部分提供"
    NONE = "none", "没有所要的材料"


HANDLER, REVIEWER, READER = "handler", "reviewer", "reader"
ASKER, ANSWERER = "asker", "answerer"
PARTS = {HANDLER: "经办人", REVIEWER: "复核人", READER: "知情人", ASKER: "协查经办人", ANSWERER: "被协查单位点名的人"}
"""How a named person stands to a matter, in words."""

__all__ = [
    "ANSWERED", "ANSWERER", "ASKED", "ASKER", "ASSISTANCE", "BEFORE_REFERRAL", "BEFORE_REVIEW", "CLOSED", "COMPARED", "DONE",
    "HANDLER", "NOT_REFERRED", "OPEN", "PARTS", "READER", "RECEIVED", "REFERRAL", "REFERRED", "REGISTERED", "REVIEWED",
    "REVIEWER", "WEIGHED", "WITHDRAWN", "Exemption", "Given",
]  # fmt: skip
