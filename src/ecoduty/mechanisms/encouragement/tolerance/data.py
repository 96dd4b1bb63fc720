"""What the acts of an application for exemption ask for. Bodies are named by their keys, conditions by their codes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.encouragement.tolerance.states import Outcome

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
FILE: dict[str, JsonValue] = {"widget": "file"}
_YES: dict[str, JsonValue] = {"labels": {"yes": "是", "no": "否"}, "widget": "radio"}
_CONDITIONS: dict[str, JsonValue] = {"choices_from": "tolerance_conditions", "widget": "radio"}  # boxes, where several
_EXCLUSIONS: dict[str, JsonValue] = {"choices_from": "tolerance_exclusions", "widget": "radio"}
_OUTCOMES: dict[str, JsonValue] = {"labels": dict(Outcome.choices), "widget": "radio"}
Code = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class ApplyExemption(ActData):
    """Whom it concerns, what happened, and on what the application relies (clause 17.2)."""

    event: str = Field(
        title="事项", min_length=4, max_length=200, description="一句话说清什么事上请求容错免责，不写姓名"
    )
    appointment: str = Field(
        default="",
        title="本单位在岗人员",
        max_length=20,
        json_schema_extra=CHOICE,
        description="名录里有的从这里选；没有的不选",
    )
    post_title: str = Field(
        default="", title="职务", max_length=120, description="没有从上面选的必填：写到单位和职务，不写姓名"
    )
    happened_from: date = Field(title="发生日期（起）")
    happened_until: date = Field(title="发生日期（止）")
    text: str = Field(title="经过和理由", min_length=10, max_length=4000, json_schema_extra=LONG)
    conditions: tuple[Code, ...] = Field(title="符合的情形", min_length=1, max_length=20, json_schema_extra=_CONDITIONS)
    decider: str = Field(title="认定单位", min_length=1, max_length=80, json_schema_extra=CHOICE)
    confidential: Literal["yes", "no"] = Field(
        title="涉及问责移交", json_schema_extra=_YES, description="选“是”的，只有申请人和认定单位主要负责人知道有这件"
    )
    file: str = Field(default="", title="材料", json_schema_extra=FILE)


class ToleranceReason(ActData):
    """Why."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class RecordInquiry(ActData):
    """What was looked into, and whether the person concerned was heard."""

    text: str = Field(title="核查情况", min_length=4, max_length=4000, json_schema_extra=LONG)
    heard: Literal["yes", "no"] = Field(title="听取了本人陈述", json_schema_extra=_YES)
    file: str = Field(default="", title="核查材料", json_schema_extra=FILE)


class DecideExemption(ActData):
    """What was found, why, and on which basis."""

    outcome: Literal["granted", "partly", "not_granted"] = Field(title="认定结论", json_schema_extra=_OUTCOMES)
    met: tuple[Code, ...] = Field(default=(), title="查实符合的情形", max_length=20, json_schema_extra=_CONDITIONS)
    exclusions: tuple[Code, ...] = Field(
        default=(),
        title="不得容错的情形",
        max_length=20,
        json_schema_extra=_EXCLUSIONS,
        description="有一项，就不能认定予以容错免责",
    )
    reason: str = Field(title="理由", min_length=4, max_length=4000, json_schema_extra=LONG)
    basis: str = Field(title="依据", min_length=4, max_length=300, description="文件名称、条款")
    file: str = Field(default="", title="认定书", json_schema_extra=FILE)


class RegisterDecision(DecideExemption):
    """A decision on paper of a body that does not work here."""

    decision_number: str = Field(title="认定书文号", min_length=2, max_length=80)
    decided_on: date = Field(title="认定日期")


__all__ = [
    "ApplyExemption",
    "DecideExemption",
    "RecordInquiry",
    "RegisterDecision",
    "ToleranceReason",
]
