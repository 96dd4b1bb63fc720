"""What the acts of plans and tasks ask for. Bodies are named by their keys."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.kernel.flow import ActData

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
Line = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class DraftPlan(ActData):
    """The year and what the body sets out to do in it."""

    year: int = Field(title="年度", ge=2000, le=2100)
    goals: str = Field(
        title="年度目标", min_length=5, max_length=4000, description="把生态环境保护要求纳入年度重点工作的总目标", json_schema_extra=LONG
    )  # fmt: skip


class PlanGoals(ActData):
    """The goals as they are from now on."""

    goals: str = Field(title="年度目标", min_length=5, max_length=4000, json_schema_extra=LONG)


class FillFields(ActData):
    """What the plan does in each field of clause 8.3, by the field's code."""

    fields: dict[str, str] = Field(
        title="七个方面", max_length=30, json_schema_extra={"widget": "sections"},
        description="写本年做什么；没有的写“本年无：理由”",
    )  # fmt: skip


class LinkProof(ActData):
    """A matter of the platform's, or words with a day."""

    synchrony: str = Field(title="同步哪一步", min_length=1, max_length=40, json_schema_extra=CHOICE)
    matter: str = Field(
        default="", title="办件编号", max_length=40, description="业务会议、计划、检查在平台里的，填编号"
    )
    words: str = Field(
        default="", title="会议、计划或检查的名称", max_length=300, description="不在平台里的才填，连同文号"
    )
    on: date | None = Field(default=None, title="日期", description="不在平台里的才填")


class RemoveProof(ActData):
    """Which one."""

    proof: int = Field(title="凭据", json_schema_extra=CHOICE)


class TakeUp(ActData):
    """Ticked lines: a listed row's key or the number of last year's task, and the last day where it is known."""

    rows: tuple[Line, ...] = Field(
        title="列入的事项", min_length=1, max_length=300, json_schema_extra=LONG,
        description="一行一个：清单事项标识或上年任务编号｜完成时限（可以后补）",
    )  # fmt: skip


class TaskDraft(ActData):
    """A task as far as it is known: what is missing is written before it is issued."""

    name: str = Field(title="任务名称", min_length=2, max_length=200)
    goal: str = Field(default="", title="目标", max_length=2000, json_schema_extra=LONG)
    measures: str = Field(default="", title="措施", max_length=4000, json_schema_extra=LONG)
    requirements: str = Field(default="", title="要求", max_length=4000, json_schema_extra=LONG)
    limit_on: date | None = Field(default=None, title="完成时限", description="最后一天")
    lead: str = Field(default="", title="牵头单位", max_length=80, description="只有一个", json_schema_extra=CHOICE)
    supporters: tuple[Line, ...] = Field(
        default=(), title="配合单位", max_length=30, json_schema_extra=LONG,
        description="一行一个：单位｜分项成果｜处室｜责任人；处室、责任人可以后补",
    )  # fmt: skip
    milestones: tuple[Line, ...] = Field(
        default=(), title="节点", max_length=30, json_schema_extra=LONG, description="一行一个：6月30日 完成排查；不是完成时限那一年的写上年份"
    )  # fmt: skip
    source: str = Field(title="来源", min_length=1, max_length=40, json_schema_extra=CHOICE)
    source_note: str = Field(default="", title="来源说明", max_length=200, description="批示日期、会议、文号")
    livelihood: bool = Field(default=False, title="民生实事")
    weight: int | None = Field(
        default=None, title="权重", ge=1, le=100, description="同一计划各任务的权重合计不超过100"
    )
    plan: str = Field(default="", title="列入哪个计划", max_length=40, json_schema_extra=CHOICE)
    parent: str = Field(default="", title="上级任务", max_length=40, description="办件编号；不属于别的任务的不填")
    responsibility: str = Field(default="", title="对应清单事项", max_length=80, description="现行清单中的事项标识")


class TaskContent(TaskDraft):
    """A whole task (clause 7.1: goal, measures, requirements and time limit, none may be missing)."""

    goal: str = Field(title="目标", min_length=2, max_length=2000, json_schema_extra=LONG)
    measures: str = Field(title="措施", min_length=2, max_length=4000, json_schema_extra=LONG)
    requirements: str = Field(title="要求", min_length=2, max_length=4000, json_schema_extra=LONG)
    limit_on: date = Field(title="完成时限", description="最后一天")
    lead: str = Field(title="牵头单位", min_length=1, max_length=80, description="只有一个", json_schema_extra=CHOICE)


class HandedTask(TaskDraft):
    """A task that another mechanism hands over; `issuer` is the key of the body that completes and issues it."""

    issuer: str = Field(title="下达单位", min_length=1, max_length=80)
    handed_by: str = Field(title="转来者", max_length=300)


class TakenUpTask(HandedTask):
    """A task of a plan that is being compiled; `continues` is the number of last year's that it goes on with."""

    continues: str = Field(default="", title="续自", max_length=40)


class SignFor(ActData):
    """Who in the lead body does it (clause 8.2)."""

    unit: str = Field(title="责任处室", min_length=2, max_length=60)
    person: str = Field(title="责任人", min_length=2, max_length=60)


class AskExtension(ActData):
    """Until when, why, and whom it needs to be approved by (clause 9.1)."""

    until: date = Field(title="延长至", description="最后一天")
    reason: str = Field(title="延期理由", min_length=4, max_length=500, json_schema_extra=LONG)
    authority: str = Field(
        title="请求谁批准", min_length=2, max_length=200, description="如下达单位、分管市领导，连同依据"
    )


class TaskReason(ActData):
    """Why."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class ReportProgress(ActData):
    """What changed since last time, and what shows it."""

    changed: str = Field(title="有什么变化", min_length=4, max_length=2000, json_schema_extra=LONG)
    evidence: str = Field(title="凭证", min_length=2, max_length=300, description="文号、台账、照片存放处，或附件名称")
    percent: int | None = Field(default=None, title="完成百分比", ge=0, le=100, description="只由牵头单位填")


class FinishPart(ActData):
    """What came of a supporter's part."""

    finding: str = Field(title="分项成果", min_length=4, max_length=2000, json_schema_extra=LONG)


class ReachMilestone(ActData):
    """Which station was reached."""

    milestone: str = Field(title="节点", min_length=1, max_length=120, json_schema_extra=CHOICE)


class ApplyCompletion(ActData):
    """What was achieved, to be judged by whoever issued the task."""

    result: str = Field(title="完成情况", min_length=5, max_length=4000, json_schema_extra=LONG)
    evidence: str = Field(title="凭证", min_length=2, max_length=300)
    open_parts: str = Field(
        default="", title="配合单位尚未完成的说明", max_length=500, description="还有配合单位没有交分项成果的才填", json_schema_extra=LONG
    )  # fmt: skip


class AcceptTask(ActData):
    """What the issuer found when it looked at the quality (clause 9.1)."""

    opinion: str = Field(title="验收意见", min_length=2, max_length=1000, json_schema_extra=LONG)


class DecidedReason(ActData):
    """Why, and on whose word."""

    reason: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)
    authority: str = Field(title="批准依据", min_length=2, max_length=200, description="谁批准的，文号或批示日期")


class AdjustTask(DecidedReason):
    """The core as it is from now on. What is left out stays."""

    goal: str = Field(default="", title="目标", max_length=2000, description="不填为不改", json_schema_extra=LONG)
    measures: str = Field(default="", title="措施", max_length=4000, description="不填为不改", json_schema_extra=LONG)
    requirements: str = Field(
        default="", title="要求", max_length=4000, description="不填为不改", json_schema_extra=LONG
    )
