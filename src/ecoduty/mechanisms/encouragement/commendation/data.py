"""What the acts of a commendation ask for. Bodies are named by their keys."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, JsonValue

from ecoduty.kernel.flow import ActData

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
_NAMED: dict[str, JsonValue] = {"labels": {"named": "实名", "anonymous": "匿名"}, "widget": "radio"}
_UPHELD: dict[str, JsonValue] = {"labels": {"yes": "属实", "no": "不属实"}, "widget": "radio"}
_OUTCOME: dict[str, JsonValue] = {"labels": {"commend": "予以表彰", "decline": "不予表彰"}, "widget": "radio"}
_OPEN: dict[str, JsonValue] = {"choices_from": "commendation_objections", "widget": "choice"}


class NomineeContent(ActData):
    """What speaks for it."""

    deeds: str = Field(
        title="主要事迹", min_length=10, max_length=4000, json_schema_extra=LONG, description="写事实和结果，不写评语"
    )


class Nominate(NomineeContent):
    """A body or a person is nominated (clause 16.3). The order of the form: for what, who, why."""

    award: str = Field(title="表彰项目", min_length=1, max_length=40, json_schema_extra=CHOICE)
    year: int = Field(title="年度", ge=2000, le=2100)
    body: str = Field(
        title="被推荐单位",
        min_length=1,
        max_length=80,
        json_schema_extra=CHOICE,
        description="推荐个人的，选其所在单位",
    )
    person: str = Field(default="", title="被推荐人姓名", max_length=60, description="推荐单位的不填")
    post: str = Field(default="", title="被推荐人岗位", max_length=60, description="推荐个人的必填，如“河湖处处长”")
    again: str = Field(
        default="", title="再次推荐的理由", max_length=300, description="同一年度已经推荐过的，写明为什么再推荐"
    )


class CommendationReason(ActData):
    """Why."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class PassReview(ActData):
    """What the review found."""

    opinion: str = Field(title="审核意见", min_length=4, max_length=2000, json_schema_extra=LONG)
    adverse_seen: bool = Field(
        default=False, title="已看过其逾期、未整改等情况", description="上方列有这些情况的，须看过再审核"
    )


class BeginNotice(ActData):
    """What the public is shown, and where objections go."""

    public_text: str = Field(title="公示内容", min_length=10, max_length=4000, json_schema_extra=LONG)
    contact: str = Field(
        title="异议反映渠道", min_length=4, max_length=300, description="单位的电话、地址或邮箱，公示期内受理异议"
    )
    checked: bool = Field(
        default=False, title="已逐项核对，公示内容里没有不宜公开的个人信息", description="只在平台提示疑似个人信息时勾选"
    )  # fmt: skip


class EnterObjection(ActData):
    """Somebody objects."""

    received_on: date = Field(title="收到日期")
    channel: str = Field(title="反映方式", min_length=1, max_length=60, json_schema_extra=CHOICE)
    named: Literal["named", "anonymous"] = Field(title="是否实名", json_schema_extra=_NAMED)
    text: str = Field(
        title="异议内容", min_length=4, max_length=4000, json_schema_extra=LONG, description="只写异议事项，不写反映人姓名和联系方式"
    )  # fmt: skip


class SettleObjection(ActData):
    """What was found about an objection."""

    objection: int = Field(title="异议", json_schema_extra=_OPEN)
    upheld: Literal["yes", "no"] = Field(title="核查结论", json_schema_extra=_UPHELD)
    finding: str = Field(title="核查情况", min_length=4, max_length=4000, json_schema_extra=LONG)


class Decide(ActData):
    """What was decided, by whom, under which number."""

    outcome: Literal["commend", "decline"] = Field(title="决定", json_schema_extra=_OUTCOME)
    decided_by: str = Field(title="表彰机关", min_length=1, max_length=80, json_schema_extra=CHOICE)
    decided_on: date = Field(title="决定日期")
    number: str = Field(default="", title="决定文号", max_length=80, description="予以表彰的必填，照录")
    note: str = Field(
        default="", title="说明", max_length=2000, json_schema_extra=LONG,
        description="不予表彰的写理由；异议属实仍予表彰的写明为什么",
    )  # fmt: skip


class Revoke(CommendationReason):
    """A commendation is taken back."""

    number: str = Field(title="撤销决定文号", min_length=2, max_length=80)


__all__ = [
    "BeginNotice", "CommendationReason", "Decide", "EnterObjection", "Nominate", "NomineeContent", "PassReview", "Revoke",
    "SettleObjection",
]  # fmt: skip
