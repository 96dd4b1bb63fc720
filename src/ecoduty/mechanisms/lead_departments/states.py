"""Where a lead determination stands, and what a department may say about a matter nobody leads."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

RAISED = State("raised", "待受理", waits_for="生态环境部门")
SUPPLEMENTING = State("supplementing", "待补正", waits_for="提请单位", main=False)
ACCEPTED = State("accepted", "待召集", waits_for="生态环境部门")
NEGOTIATING = State("negotiating", "协商中", waits_for="有关部门和生态环境部门")
AGREED = State("agreed", "协商一致", waits_for="生态环境部门")
DISAGREED = State("disagreed", "协商不一致", waits_for="生态环境部门", main=False)
COORDINATING = State("coordinating", "编办协调", waits_for="编办", main=False)
PROPOSED = State("proposed", "已提出意见", waits_for="生态环境部门", main=False)
APPROVING = State("approving", "待审定", waits_for="党委、政府")
APPROVED = State("approved", "待审公开版", waits_for="生态环境部门负责人")
CLEARED = State("public_cleared", "待登记公开", waits_for="生态环境部门联络员")
DETERMINED = State("determined", "已明确", open=False)
HAS_LEAD = State("has_lead", "已有牵头部门", open=False, main=False)
WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)

ALL = (
    RAISED, SUPPLEMENTING, ACCEPTED, NEGOTIATING, AGREED, DISAGREED, COORDINATING, PROPOSED, APPROVING, APPROVED, CLEARED,
    DETERMINED, HAS_LEAD, WITHDRAWN,
)  # fmt: skip


class Stance(models.TextChoices):
    """What a department says about its own part."""

    LEAD = "lead", "愿意牵头"
    SUPPORT = "support", "可以配合"
    NOT_OURS = "not_ours", "不属本单位职责"


class Stage(models.TextChoices):
    """How far a named lead got: each stage is written once more when the matter comes back."""

    AGREED = "agreed", "协商一致"
    PROPOSED = "proposed", "协调意见"
    APPROVED = "approved", "审定结果"


NAMES = {state.code: state.label for state in ALL}
