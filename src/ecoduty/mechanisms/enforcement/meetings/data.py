"""What the acts of joint meetings and their decisions ask for. Bodies are named by their keys."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.casework.documents.numbers import SignData
from ecoduty.kernel.flow import ActData

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
TICKED: dict[str, JsonValue] = {"widget": "radio"}
FILE: dict[str, JsonValue] = {"widget": "file"}
SCAN: dict[str, JsonValue] = {"widget": "file", "last": True}
Line = Annotated[str, StringConstraints(min_length=2, max_length=320)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class _Programme(ActData):
    """When, where, about what, with whom."""

    planned_on: date = Field(title="会议日期", description="预定的日子；实际召开的日子在登记召开时填")
    place: str = Field(default="", title="地点", max_length=120)
    agenda: tuple[Line, ...] = Field(
        title="议题", min_length=1, max_length=30, json_schema_extra=LONG, description="一行一项：议题｜汇报单位"
    )
    invited: tuple[Key, ...] = Field(default=(), title="参加单位", max_length=60, json_schema_extra=TICKED)
    others: tuple[Key, ...] = Field(
        default=(), title="其他参加单位", max_length=60, description="各区的和不常参加的单位",
        json_schema_extra={**TICKED, "folded": True},
    )  # fmt: skip


class _Called(ActData):
    """Who calls it, under which name."""

    convener: Key = Field(title="召集单位", json_schema_extra=CHOICE)
    title: str = Field(
        title="会议名称", min_length=4, max_length=200, description="如“生态环境司法协作联席会议第2次会议”"
    )


class _Paper(ActData):
    """The letter of who called it and does not work here."""

    scan: str = Field(
        default="",
        title="会议通知扫描件",
        json_schema_extra=SCAN,
        description="代召集单位登记的须附；召集单位自己登记的不用附",
    )


class ConveneJointMeeting(_Paper, _Programme, _Called):
    """A joint meeting, called by the court or by another body that the rulebook names (clause 20.3)."""


class ReviseJointMeeting(_Programme):
    """Another day, place, agenda or circle."""


class AddMeetingPaper(ActData):
    """A document laid before the meeting."""

    title: str = Field(title="材料名称", min_length=2, max_length=200)
    file: str = Field(title="文件", min_length=1, json_schema_extra=FILE)


class HoldJointMeeting(ActData):
    """It took place; who was there."""

    held_on: date = Field(title="召开日期")
    chair: str = Field(title="主持人", min_length=2, max_length=120, description="单位和职务")
    attended: tuple[Key, ...] = Field(
        title="到会单位", min_length=1, max_length=60, json_schema_extra=TICKED, description="没有勾的记为缺席"
    )


class JointMeetingReason(ActData):
    """Why."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class RecordJointDecision(ActData):
    """What was decided, who sees to it, by when."""

    text: str = Field(title="议定事项", min_length=4, max_length=2000, json_schema_extra=LONG)
    responsible: Key = Field(title="责任单位", description="只有一个", json_schema_extra=CHOICE)
    supporters: tuple[Key, ...] = Field(
        default=(), title="配合单位", max_length=30, json_schema_extra={**TICKED, "folded": True}
    )
    due_on: date = Field(title="完成时限", description="最后一天")


class IssueJointMinutes(SignData):
    """Number and day of the minutes; their text is put together from what was entered."""

    nothing_decided: bool = Field(default=False, title="这次会议没有议定事项")


class OpenJointDecision(ActData):
    """By the platform: the meeting's own act decided it."""

    meeting: int
    text: str
    responsible: str
    supporters: tuple[str, ...] = ()
    due_on: date


class _ByPaper(ActData):
    """The letter of a responsible body that does not work here."""

    scan: str = Field(
        default="",
        title="来文扫描件",
        json_schema_extra=SCAN,
        description="代责任单位登记的须附；责任单位自己报的可附凭证",
    )


class ReportJointDecision(_ByPaper):
    """What was done."""

    result: str = Field(title="落实情况", min_length=4, max_length=4000, json_schema_extra=LONG)


class _OfConvener(ActData):
    """The letter of a convener that does not work here."""

    scan: str = Field(
        default="",
        title="召集单位来文扫描件",
        json_schema_extra=SCAN,
        description="代召集单位登记的须附；召集单位自己办的不用附",
    )


class ConfirmJointDecision(_OfConvener):
    """What the convener found."""

    opinion: str = Field(default="", title="确认意见", max_length=500, json_schema_extra=LONG)


class JudgedReason(_OfConvener):
    """Why the convener is not content, or asks for it no more."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


__all__ = [
    "AddMeetingPaper", "ConfirmJointDecision", "ConveneJointMeeting", "HoldJointMeeting", "IssueJointMinutes", "JointMeetingReason", "JudgedReason",
    "OpenJointDecision", "RecordJointDecision", "ReportJointDecision", "ReviseJointMeeting",
]  # fmt: skip
