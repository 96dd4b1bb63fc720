"""Where an application for enforcement by the court stands."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

REGISTERED = State("registered", "待催告", waits_for="办案人员")
DEMANDED = State("demanded", "已催告，待申请", waits_for="办案人员")
APPLIED = State("applied", "待法院受理", waits_for="人民法院")
ACCEPTED = State("accepted", "待法院裁定", waits_for="人民法院")
REFUSED = State("refused", "不予受理或者不予执行", waits_for="办案人员", main=False)
RECONSIDERING = State("reconsidering", "待上一级法院裁定", waits_for="上一级人民法院", main=False)
RULED = State("ruled", "准予执行，待执行", waits_for="人民法院")
EXECUTED = State("executed", "已执行", open=False)
PERFORMED = State("performed", "当事人已履行", open=False, main=False)
STOPPED = State("stopped", "终结本次执行", open=False, main=False)
FINALLY_REFUSED = State("finally_refused", "不予执行", open=False, main=False)
WITHDRAWN = State("withdrawn", "不再申请", open=False, main=False)

ALL = (
    REGISTERED, DEMANDED, APPLIED, ACCEPTED, REFUSED, RECONSIDERING, RULED, EXECUTED, PERFORMED, STOPPED, FINALLY_REFUSED, WITHDRAWN,
)  # fmt: skip
BEFORE = (REGISTERED.code, DEMANDED.code)
OPEN = tuple(state.code for state in ALL if state.open)


class Remedy(models.TextChoices):
    """What the party did against the decision: it says when the time for doing so is over."""

    NONE = "none", "没有申请复议，也没有起诉"
    PENDING = "pending", "已申请复议或者起诉，还没有结果"
    RECONSIDERED = "reconsidered", "申请过复议，复议决定已送达，没有起诉"
    NAMED = "named", "期限届满之日另有规定或者已由判决确定"


class Refusal(models.TextChoices):
    """What the court refused."""

    ACCEPTANCE = "acceptance", "不予受理"
    EXECUTION = "execution", "不予执行"


class Execution(models.TextChoices):
    """How far it was executed."""

    PART = "part", "部分执行，继续执行"
    WHOLE = "whole", "全部执行完毕"
    STOPPED = "stopped", "终结本次执行程序"


__all__ = [
    "ACCEPTED", "ALL", "APPLIED", "BEFORE", "DEMANDED", "EXECUTED", "FINALLY_REFUSED", "OPEN", "PERFORMED", "RECONSIDERING",
    "REFUSED", "REGISTERED", "RULED", "STOPPED", "WITHDRAWN", "Execution", "Refusal", "Remedy",
]  # fmt: skip
