"""What the acts of a site visit ask for. Bodies are named by their keys, posts by `body/post`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.leadership.data import CHOICE, LONG

Line = Annotated[str, StringConstraints(min_length=2, max_length=200)]
Need = Annotated[str, StringConstraints(min_length=2, max_length=200)]


class WhoseVisit(ActData):
    """Which leader was there."""

    leader: str = Field(default="", title="带队领导", max_length=170, json_schema_extra=CHOICE)
    of_body: str = Field(
        default="", title="带队领导所在机关", max_length=80, description="目录里没有这位领导的才选", json_schema_extra=CHOICE
    )  # fmt: skip
    leader_title: str = Field(
        default="", title="带队领导职务", max_length=60, description="目录里没有这位领导的才写，如“区长”"
    )


class VisitContent(ActData):
    """Where and when, who took part, what was seen (clause 13.2). A photo or a position is never wanted."""

    title: str = Field(title="督导事项", min_length=4, max_length=200, description="如“杏林湾流域治理现场督导”")
    visited_on: date = Field(title="督导日期")
    district: str = Field(default="", title="所在区", max_length=80, json_schema_extra=CHOICE)
    place: str = Field(
        default="", title="地点", max_length=300, description="去了哪里，可写几处；登记后还可以在图上标出"
    )
    participants: tuple[Line, ...] = Field(
        default=(), title="参加", max_length=40, json_schema_extra=LONG, description="一行一个：单位｜岗位，如“市水利局｜主要负责人”"
    )  # fmt: skip
    seen: str = Field(title="看到的情况", min_length=4, max_length=4000, json_schema_extra=LONG)
    asked: str = Field(default="", title="现场提出的要求", max_length=4000, json_schema_extra=LONG)


class RecordSiteVisit(VisitContent, WhoseVisit):  # the leader is asked for first
    """A leader's visit as it is entered."""


class MarkVisit(ActData):
    """A point on the map of the districts; none takes the mark away."""

    longitude: float | None = Field(default=None, title="经度", ge=-180, le=180)
    latitude: float | None = Field(default=None, title="纬度", ge=-90, le=90)
    district: str = Field(default="", title="所在区", max_length=80, description="不填为不改")


class ProblemFromVisit(ActData):
    """A problem seen there, with who puts it right until when (clause 13.2)."""

    title: str = Field(title="问题", min_length=4, max_length=200, description="一句话说清哪里、什么问题")
    text: str = Field(title="具体情况", min_length=4, max_length=4000, json_schema_extra=LONG)
    place: str = Field(default="", title="地点", max_length=300, description="不填为督导的地点")
    responsible: str = Field(title="责任单位", min_length=1, max_length=80, json_schema_extra=CHOICE)
    limit_on: date = Field(title="整改期限", description="最后一天")
    requirements: str = Field(default="", title="整改要求", max_length=2000, json_schema_extra=LONG)
    closing_needs: tuple[Need, ...] = Field(
        title="销号条件", min_length=1, max_length=12, json_schema_extra=LONG, description="一行一条；销号时逐条勾齐"
    )


class TaskFromVisit(ActData):
    """What is to be done beyond single problems."""

    name: str = Field(title="任务名称", min_length=2, max_length=200)
    lead: str = Field(title="牵头单位", min_length=1, max_length=80, json_schema_extra=CHOICE)
    limit_on: date = Field(title="完成时限", description="最后一天")
    requirements: str = Field(title="要求", min_length=2, max_length=2000, json_schema_extra=LONG)


class FinishVisit(ActData):
    """That everything seen is in somebody's hands."""

    note: str = Field(
        default="", title="说明", max_length=500, json_schema_extra=LONG, description="没有转出问题或任务的，写明为什么"
    )
