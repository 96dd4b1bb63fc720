"""What the acts of a hint ask for."""

from __future__ import annotations

from datetime import date

from pydantic import Field, JsonValue

from ecoduty.kernel.flow import ActData

CHOICE: dict[str, JsonValue] = {"widget": "choice"}


class OpenOmission(ActData):
    """A case, by which rule, with what held of it: found by the platform."""

    about: int = Field(title="办件")
    rule: str = Field(title="提示条件", min_length=1, max_length=60)
    held: dict[str, int] = Field(title="事实")
    met_on: date = Field(title="符合之日")
    body: int = Field(title="督查检查单位")
    persons: tuple[int, ...] = Field(title="被提示的负责人", min_length=1)


class ReferOmission(ActData):
    """It is referred after all: what registering a referral needs (clause 15.1)."""

    established_on: date = Field(title="认定日期", description="从这一天起算移交时限")
    source: str = Field(title="发现途径", min_length=1, max_length=40, json_schema_extra=CHOICE)
    reviewer: int = Field(
        title="复核人", json_schema_extra=CHOICE, description="本单位负责人，不能是您自己；登记后即可看到移交件"
    )


class DecideOmission(ActData):
    """It is not referred, and for which reason: recorded for good (clause 15.3)."""

    reason: str = Field(title="不移交的理由", min_length=1, max_length=40, json_schema_extra=CHOICE)
    basis: str = Field(title="依据", min_length=2, max_length=200, description="文号、条款或会议纪要；不写案情")


class LetDecide(ActData):
    """Another head of the body who may know of it and decide."""

    person: int = Field(title="负责人", json_schema_extra=CHOICE)
    reason: str = Field(title="理由", min_length=2, max_length=200)


__all__ = ["DecideOmission", "LetDecide", "OpenOmission", "ReferOmission"]
