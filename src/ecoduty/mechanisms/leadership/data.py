"""What the acts of meetings and topics ask for. Bodies are named by their keys."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.leadership.states import Presided

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
FILE: dict[str, JsonValue] = {"widget": "file"}
_PRESIDED: dict[str, JsonValue] = {"labels": dict(Presided.choices), "widget": "choice"}
Line = Annotated[str, StringConstraints(min_length=2, max_length=320)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=80)]


def _from(name: str, widget: str = "choice") -> dict[str, JsonValue]:
    return {"choices_from": name, "widget": widget}


class Agenda(ActData):
    """When and where a meeting will be, and about what."""

    planned_on: date = Field(title="会议日期", description="预定的日子；实际召开的日子在登记召开时填")
    place: str = Field(default="", title="地点", max_length=120)
    agenda: tuple[Line, ...] = Field(
        default=(), title="议程", max_length=30, json_schema_extra=LONG,
        description="一行一项：议题｜汇报单位或汇报人。提请列会的议题从议题页列入，不必写在这里",
    )  # fmt: skip


class _WhoseMeeting(ActData):
    """What kind of meeting it is, and whose."""

    kind: Key = Field(title="会议类型", json_schema_extra=CHOICE)
    held_by: Key = Field(title="召开单位", json_schema_extra=CHOICE)
    title: str = Field(title="会议名称", min_length=4, max_length=200, description="如“市政府第8次常务会议”")


class ConveneMeeting(Agenda, _WhoseMeeting):
    """A meeting of some kind, by some body (clauses 10.1, 13.1)."""


class MeetingReason(ActData):
    """Why."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class AddPaper(ActData):
    """A document for the meeting."""

    title: str = Field(title="材料名称", min_length=2, max_length=200)
    file: str = Field(title="文件", min_length=1, json_schema_extra=FILE)


class ListTopic(ActData):
    """By the platform: a topic's own act put it on this agenda."""

    topic: int


class HoldMeeting(ActData):
    """The meeting took place."""

    held_on: date = Field(title="召开日期")
    presided: Literal["principal", "other"] = Field(title="主持", json_schema_extra=_PRESIDED)
    chair: str = Field(title="主持人", min_length=2, max_length=120, description="职务和姓名")
    attendees: str = Field(title="参加人员", min_length=2, max_length=2000, json_schema_extra=LONG)


class RecordHearing(ActData):
    """A leader in charge reported on bodies of his portfolio (clause 13.1). The form asks in two parts, the gate takes either."""

    reported: tuple[str, ...] = Field(
        default=(), title="谁汇报了哪个分管单位", max_length=60, json_schema_extra=_from("meeting_asked", "radio"),
        description="列出会议当天在分管、今年还要汇报的；汇报了几个单位就勾几个",
    )  # fmt: skip
    again: tuple[str, ...] = Field(
        default=(), title="其他分管单位", max_length=60, description="今年已经汇报过的，或分管时间短、不作要求的，这次又汇报了才勾",
        json_schema_extra={**_from("meeting_not_asked", "radio"), "folded": True},
    )  # fmt: skip
    gist: str = Field(title="汇报要点", min_length=4, max_length=4000, json_schema_extra=LONG)


class StrikeHearing(ActData):
    """A report that was entered by mistake."""

    hearing: int = Field(title="汇报", json_schema_extra=_from("meeting_hearings"))
    note: str = Field(title="理由", min_length=2, max_length=300)


class RecordDecision(ActData):
    """What was decided; on a topic of the agenda it goes back there."""

    text: str = Field(title="决定事项", min_length=4, max_length=4000, json_schema_extra=LONG)
    topic: int | None = Field(
        default=None, title="对应议题", json_schema_extra=_from("meeting_topics"), description="不是提请列会的议题不选"
    )


class DeferTopic(ActData):
    """A topic was not decided here."""

    topic: int = Field(title="议题", json_schema_extra=_from("meeting_topics"))
    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class DecisionToTask(ActData):
    """What a task needs beyond the decision's own words (clause 7.1)."""

    decision: int = Field(title="决定事项", json_schema_extra=_from("meeting_decisions"))
    lead: Key = Field(title="牵头单位", description="只有一个", json_schema_extra=CHOICE)
    limit_on: date = Field(title="完成时限", description="最后一天")
    supporters: tuple[Line, ...] = Field(
        default=(), title="配合单位", max_length=30, json_schema_extra=LONG, description="一行一个：单位｜分项成果"
    )
    measures: str = Field(
        default="", title="措施", max_length=4000, json_schema_extra=LONG, description="可以在任务草稿里补"
    )
    requirements: str = Field(default="", title="要求", max_length=4000, json_schema_extra=LONG)


class NoTask(ActData):
    """A decision that needs no task."""

    decision: int = Field(title="决定事项", json_schema_extra=_from("meeting_decisions"))
    note: str = Field(title="为何不转任务", min_length=2, max_length=300, description="如“只作研究，不另交办”")


class RegisterMinutes(ActData):
    """The minutes, as the holding body's own office numbered them."""

    number: str = Field(title="纪要编号", min_length=1, max_length=60, description="照录，如“〔2026〕8号”")
    on: date = Field(title="印发日期")
    file: str = Field(default="", title="纪要扫描件", json_schema_extra=FILE)


class ProposeTopic(ActData):
    """A great matter, a requirement or a knot that a meeting must decide (clause 10.4)."""

    title: str = Field(title="议题", min_length=4, max_length=200)
    forum: Key = Field(title="提请哪类会议", json_schema_extra=CHOICE)
    reason: str = Field(title="缘由", min_length=10, max_length=4000, json_schema_extra=LONG)
    question: str = Field(title="请会议决定什么", min_length=4, max_length=2000, json_schema_extra=LONG)
    urgent: bool = Field(default=False, title="紧急", description="不能等下一次例会的才勾，列会期限随之缩短")
    file: str = Field(default="", title="议题材料", json_schema_extra=FILE)


class AmendTopic(ActData):
    """The topic as it is after it was sent back."""

    reason: str = Field(title="缘由", min_length=10, max_length=4000, json_schema_extra=LONG)
    question: str = Field(title="请会议决定什么", min_length=4, max_length=2000, json_schema_extra=LONG)
    file: str = Field(default="", title="议题材料", json_schema_extra=FILE, description="不附为沿用原来的")


class PlaceTopic(ActData):
    """On which agenda it goes."""

    meeting: int = Field(title="列入哪次会议", json_schema_extra=_from("topic_meetings"))


class TopicOutcome(ActData):
    """By the platform: what the meeting decided on it."""

    outcome: str


__all__ = [
    "AddPaper",
    "Agenda",
    "AmendTopic",
    "ConveneMeeting",
    "DecisionToTask",
    "DeferTopic",
    "HoldMeeting",
    "ListTopic",
    "MeetingReason",
    "NoTask",
    "PlaceTopic",
    "ProposeTopic",
    "RecordDecision",
    "RecordHearing",
    "RegisterMinutes",
    "StrikeHearing",
    "TopicOutcome",
]
