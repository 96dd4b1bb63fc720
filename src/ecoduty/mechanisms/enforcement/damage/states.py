"""Where a case of eco-damage compensation stands."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

_OFFICERS, _HEAD = "办案人员", "办案单位负责人"
CHECKING = State("checking", "待初步核查", waits_for=_OFFICERS)
CHECKED = State("checked", "待决定是否索赔", waits_for=_HEAD)
FILED = State("filed", "待委托评估", waits_for=_OFFICERS)
ASSESSING = State("assessing", "评估鉴定中", waits_for=_OFFICERS)
ASSESSED = State("assessed", "待启动磋商", waits_for=_OFFICERS)
NEGOTIATING = State("negotiating", "磋商中", waits_for=_OFFICERS)
AGREED = State("agreed", "已达成协议", waits_for=_OFFICERS)
CONFIRMING = State("confirming", "司法确认中", waits_for="人民法院")
FAILED = State("failed", "磋商不成，待起诉", waits_for=_OFFICERS, main=False)
SUED = State("sued", "诉讼中", waits_for=_OFFICERS, main=False)
RESTORING = State("restoring", "修复和履行中", waits_for=_OFFICERS)
RESTORED = State("restored", "待评估修复效果", waits_for=_OFFICERS)
EVALUATED = State("evaluated", "待结案", waits_for=_HEAD)
CLOSED = State("closed", "已结案", open=False)
NOT_STARTED = State("not_started", "不启动索赔", open=False, main=False)
NOT_SUED = State("not_sued", "决定不起诉", open=False, main=False)
LOST = State("lost", "裁判未支持赔偿", open=False, main=False)

STATES = (
    CHECKING, CHECKED, FILED, ASSESSING, ASSESSED, NEGOTIATING, AGREED, CONFIRMING, FAILED, SUED, RESTORING, RESTORED, EVALUATED,
    CLOSED, NOT_STARTED, NOT_SUED, LOST,
)  # fmt: skip
OPEN = tuple(state.code for state in STATES if state.open)
UNCLAIMED = (NOT_STARTED.code, NOT_SUED.code)
"""Where the department neither negotiates nor sues: from here the procuratorate may step in."""


class Finding(models.TextChoices):
    """What the preliminary check came to."""

    FILE = "file", "建议立案启动索赔"
    NOT = "not", "建议不启动索赔"


class Way(models.TextChoices):
    """How the damage is assessed."""

    SIMPLE = "simple", "简易评估"
    APPRAISAL = "appraisal", "鉴定评估"


class Judged(models.TextChoices):
    """What the suit came to for the claim."""

    SUPPORTED = "supported", "支持赔偿（含部分支持、调解）"
    LOST = "lost", "没有支持赔偿"


class Reached(models.TextChoices):
    """Whether the restoration reached its aim."""

    YES = "yes", "达到修复目标"
    NO = "no", "没有达到，须继续修复"


__all__ = [
    "AGREED", "ASSESSED", "ASSESSING", "CHECKED", "CHECKING", "CLOSED", "CONFIRMING", "EVALUATED", "FAILED", "FILED",
    "LOST", "NEGOTIATING", "NOT_STARTED", "NOT_SUED", "OPEN", "RESTORED", "RESTORING", "STATES", "SUED", "UNCLAIMED", "Finding",
    "Judged", "Reached", "Way",
]  # fmt: skip
