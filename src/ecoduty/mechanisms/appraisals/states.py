"""Where a target letter stands, and what its parts are."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

_OFFICE, _BODY = "考核机关", "承担单位"
DRAFTING = State("drafting", "拟定", waits_for=_OFFICE)
SIGNING = State("signing", "待签订", waits_for=_BODY)
IN_FORCE = State("in_force", "执行中", waits_for=_BODY)
SELF_SCORING = State("self_scoring", "待自评", waits_for=_BODY)
CHECKING = State("checking", "待核查", waits_for=_OFFICE)
REVIEWING = State("reviewing", "待复核", waits_for=_OFFICE)
OBJECTING = State("objecting", "待确认或异议", waits_for=_BODY)
APPROVING = State("approving", "待审定", waits_for=_OFFICE)
APPROVED = State("approved", "已审定", waits_for=_OFFICE)
PUBLISHED = State("published", "已公布", waits_for=_OFFICE)
DELIVERED = State("delivered", "已送组织部门", open=False)
DROPPED = State("dropped", "不再签订", open=False, main=False)

STATES = (
    DRAFTING, SIGNING, IN_FORCE, SELF_SCORING, CHECKING, REVIEWING, OBJECTING, APPROVING, APPROVED, PUBLISHED, DELIVERED, DROPPED,
)  # fmt: skip


class Sort(models.TextChoices):
    """What an indicator counts for."""

    COMMON = "common", "共同指标"
    DIFFERENTIAL = "differential", "差异指标"
    INCENTIVE = "incentive", "激励指标（加分）"
    PENALTY = "penalty", "惩戒指标（扣分）"
    NO_EXCELLENT = "no_excellent", "不得评优情形"
    VETO = "veto", "约束指标（一票否决）"


BASE = (Sort.COMMON.value, Sort.DIFFERENTIAL.value)
"""Sorts whose weights add up to the whole."""
HITS = (Sort.NO_EXCELLENT.value, Sort.VETO.value)
"""Sorts that are hit or not, without points."""


class Stage(models.TextChoices):
    """Who said so."""

    SELF = "self", "自评"
    CHECK = "check", "核查"
    REVIEW = "review", "复核"


__all__ = [
    "APPROVED", "APPROVING", "BASE", "CHECKING", "DELIVERED", "DRAFTING", "DROPPED", "HITS", "IN_FORCE", "OBJECTING", "PUBLISHED",
    "REVIEWING", "SELF_SCORING", "SIGNING", "STATES", "Sort", "Stage",
]  # fmt: skip
