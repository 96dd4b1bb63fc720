"""What the acts of a project ask for. Money is in 万元, bodies are named by their keys."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, JsonValue

from ecoduty.kernel.flow import ActData

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]


class ProjectContent(ActData):
    """What a project is."""

    name: str = Field(title="项目名称", min_length=2, max_length=200)
    content: str = Field(
        title="建设内容", min_length=4, max_length=4000, description="建什么、做什么，规模多大", json_schema_extra=LONG
    )
    investment: Money = Field(title="总投资（万元）", description="如 1250 或 86.5")
    funding: str = Field(title="资金来源", min_length=2, max_length=200, description="如“市级财政80%，区级财政20%”")
    begin_on: date = Field(title="计划开工日期")
    end_on: date = Field(title="计划完工日期", description="最后一天")


class RegisterProject(ProjectContent):
    """A project with the body that answers for it, where that is settled."""

    responsible: str = Field(
        default="", title="责任单位", max_length=80, description="还没有落实的可以先空着，会列入一致性检查", json_schema_extra=CHOICE
    )  # fmt: skip


class AdjustProject(ProjectContent):
    """What a project under construction is from now on, why, and on whose word."""

    reason: str = Field(title="调整理由", min_length=2, max_length=500, json_schema_extra=LONG)
    authority: str = Field(title="批准依据", min_length=2, max_length=200, description="谁批准的，文号或批示日期")


class AssignProject(ActData):
    """Who answers for it from now on."""

    responsible: str = Field(title="责任单位", min_length=1, max_length=80, json_schema_extra=CHOICE)


class StartProject(ActData):
    """The day on which it began, and what shows it."""

    started_on: date = Field(title="开工日期")
    evidence: str = Field(title="凭证", min_length=2, max_length=300, description="批复文号、施工许可或开工令")


class ReportProject(ActData):
    """How far it is."""

    percent: int = Field(title="形象进度（%）", ge=0, le=100)
    spent: Money = Field(title="累计完成投资（万元）")
    changed: str = Field(title="进展", min_length=4, max_length=2000, json_schema_extra=LONG)
    evidence: str = Field(title="凭证", min_length=2, max_length=300, description="文号、台账、照片存放处，或附件名称")


class FinishProject(ActData):
    """What was achieved."""

    finished_on: date = Field(title="完工日期")
    spent: Money = Field(title="实际完成投资（万元）")
    result: str = Field(title="完成情况", min_length=4, max_length=4000, json_schema_extra=LONG)
    evidence: str = Field(title="凭证", min_length=2, max_length=300, description="验收意见文号或竣工备案")


class TerminateProject(ActData):
    """Why it is not built, and on whose word."""

    reason: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)
    authority: str = Field(title="批准依据", min_length=2, max_length=200, description="谁批准的，文号或批示日期")


class LinkProject(ActData):
    """Whether a task needs a project, and by which one it is done."""

    needs_project: bool = Field(default=False, title="需要项目", description="须由工程或资金项目来完成的，勾上")
    project: str = Field(default="", title="由哪个项目完成", max_length=40, json_schema_extra=CHOICE)


__all__ = [
    "AdjustProject",
    "AssignProject",
    "FinishProject",
    "LinkProject",
    "ProjectContent",
    "RegisterProject",
    "ReportProject",
    "StartProject",
    "TerminateProject",
]
