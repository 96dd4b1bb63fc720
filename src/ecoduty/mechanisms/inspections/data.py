"""What the acts of a problem ask for. Bodies are named by their keys."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.kernel.flow import ActData

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
FILE: dict[str, JsonValue] = {"widget": "file"}
HIDDEN: dict[str, JsonValue] = {"widget": "hidden"}
_NEEDS: dict[str, JsonValue] = {"choices_from": "problem_closing_needs", "widget": "radio"}  # boxes, where several
Need = Annotated[str, StringConstraints(min_length=2, max_length=200)]


class ProblemContent(ActData):
    """What was found, where, on which day and at what occasion (clause 13.2)."""

    title: str = Field(title="问题", min_length=4, max_length=200, description="一句话说清哪里、什么问题")
    text: str = Field(title="具体情况", min_length=4, max_length=4000, json_schema_extra=LONG)
    found_on: date = Field(title="发现日期")
    source: str = Field(title="来源", min_length=1, max_length=40, json_schema_extra=CHOICE)
    source_note: str = Field(default="", title="来源说明", max_length=200, description="哪次督查检查、文号、谁带队")
    district: str = Field(default="", title="所在区", max_length=80, json_schema_extra=CHOICE)
    place: str = Field(default="", title="地点", max_length=300, description="路名、单位、河段；登记后还可以在图上标出")


class RegisterProblem(ProblemContent):
    """The same from a page or from another mechanism, which may know the point on the map."""

    longitude: float | None = Field(default=None, title="经度", ge=-180, le=180, json_schema_extra=HIDDEN)
    latitude: float | None = Field(default=None, title="纬度", ge=-90, le=90, json_schema_extra=HIDDEN)
    origin_note: str = Field(default="", title="来处", max_length=200, json_schema_extra=HIDDEN)


class MarkPlace(ActData):
    """A point on the map of the districts; none takes the mark away."""

    longitude: float | None = Field(default=None, title="经度", ge=-180, le=180)
    latitude: float | None = Field(default=None, title="纬度", ge=-90, le=90)
    district: str = Field(default="", title="所在区", max_length=80, description="不填为不改")


class AssignProblem(ActData):
    """Who puts it right until when, and what must be there before it is struck off."""

    responsible: str = Field(title="责任单位", min_length=1, max_length=80, json_schema_extra=CHOICE)
    limit_on: date = Field(title="整改期限", description="最后一天")
    requirements: str = Field(default="", title="整改要求", max_length=2000, json_schema_extra=LONG)
    closing_needs: tuple[Need, ...] = Field(
        title="销号条件", min_length=1, max_length=12, json_schema_extra=LONG, description="一行一条；销号时逐条勾齐"
    )


class PlanMeasures(ActData):
    """What the responsible body will do about it, and who there does it."""

    measures: str = Field(title="整改措施", min_length=4, max_length=4000, json_schema_extra=LONG)
    unit: str = Field(title="责任处室", min_length=2, max_length=60)
    person: str = Field(title="责任人", min_length=2, max_length=60)


class ReportRectification(ActData):
    """How far it is."""

    text: str = Field(title="整改进展", min_length=4, max_length=2000, json_schema_extra=LONG)
    evidence: str = Field(default="", title="凭证", max_length=300, description="监测报告、验收单、台账的名称或文号")
    file: str = Field(default="", title="附件", json_schema_extra=FILE)


class ApplyClosing(ActData):
    """What was done, and what shows it."""

    text: str = Field(title="整改结果", min_length=4, max_length=4000, json_schema_extra=LONG)
    evidence: str = Field(title="凭证", min_length=2, max_length=300, description="监测报告、验收单、台账的名称或文号")
    file: str = Field(default="", title="附件", json_schema_extra=FILE)


class StrikeOff(ActData):
    """Which closing needs are met: all of them, or it goes back."""

    covered: tuple[str, ...] = Field(default=(), title="已经达到的销号条件", max_length=12, json_schema_extra=_NEEDS)
    text: str = Field(title="核查意见", min_length=2, max_length=1000, json_schema_extra=LONG)
    file: str = Field(default="", title="核查材料", json_schema_extra=FILE)


class ProblemReason(ActData):
    """Why it goes back."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class CancelProblem(ActData):
    """Why it is no problem to be followed, and on whose word."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)
    authority: str = Field(title="批准依据", min_length=2, max_length=200, description="谁批准的，文号或批示日期")


class ClueFromProblem(ActData):
    """A breach behind the problem, for the body that has the power to act against it (clause 18.2)."""

    conduct: str = Field(title="行为种类", min_length=1, max_length=80, json_schema_extra={"widget": "choice"})
    text: str = Field(
        title="发现的情况", min_length=10, max_length=4000, description="谁在何时何地做了什么", json_schema_extra=LONG
    )
    place: str = Field(title="地点", min_length=2, max_length=200)
    to: str = Field(
        default="", title="转送给", max_length=80, json_schema_extra={"widget": "choice"},
        description="不填的，按行为种类和所在区由平台推出",
    )  # fmt: skip
    reason: str = Field(default="", title="转给它的理由", max_length=500, description="与平台推出的不是一家时写明")


class ProblemToTask(ActData):
    """What the task is called that follows from it."""

    name: str = Field(title="任务名称", min_length=2, max_length=200)
    goal: str = Field(default="", title="目标", max_length=2000, json_schema_extra=LONG)
