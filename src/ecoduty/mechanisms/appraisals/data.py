"""What the acts of a target letter ask for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import Field, HttpUrl

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.appraisals.formulas import LONGEST
from ecoduty.mechanisms.appraisals.states import Sort

LONG: dict[str, Any] = {"widget": "long_text"}
CHOICE: dict[str, Any] = {"widget": "choice"}
FILE: dict[str, Any] = {"widget": "file"}


class DraftLetter(ActData):
    """For whom and which year; indicators come from the rulebook."""

    body: str = Field(title="承担单位", min_length=1, max_length=80, json_schema_extra=CHOICE)
    year: int = Field(title="年度", ge=2020, le=2100)


class SetIndicator(ActData):
    """An indicator written anew, or one more."""

    code: str = Field(
        title="代码", pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60, description="小写英文，已有的改写，没有的新增"
    )
    label: str = Field(title="指标", min_length=2, max_length=200)
    group: str = Field(title="类别", min_length=2, max_length=60)
    sort: Sort = Field(title="性质", json_schema_extra={"widget": "choice", "labels": dict(Sort.choices)})
    weight: Decimal = Field(title="分值", ge=0, le=100, max_digits=5, decimal_places=2)
    formula: str = Field(default="", title="计分公式", max_length=LONGEST, description="不得评优、一票否决的情形不写")
    asks: str = Field(default="", title="要填什么", max_length=200, description="全由平台取数的不写")


class TakeOutIndicator(ActData):
    """One that does not belong here."""

    code: str = Field(title="指标", min_length=1, max_length=60, json_schema_extra=CHOICE)
    reason: str = Field(title="理由", min_length=2, max_length=200)


class SignLetter(ActData):
    """Who put his name to it, by post."""

    party_post: str = Field(title="党委（党组）主要负责人岗位", min_length=2, max_length=100)
    government_post: str = Field(title="行政主要负责人岗位", min_length=2, max_length=100)


class OpenScoring(ActData):
    """The day whose figures count."""

    as_of: date = Field(title="取数截止日", description="平台数据取到这一天日终；还没有当晚统计的取现在")


class EnterValue(ActData):
    """A number for an indicator, with where it is from."""

    code: str = Field(title="指标", min_length=1, max_length=60, json_schema_extra=CHOICE)
    value: Decimal = Field(
        title="数值", ge=0, max_digits=12, decimal_places=2, description="不得评优、一票否决的情形：有填1，没有填0"
    )
    source: str = Field(title="出处", min_length=2, max_length=300)
    file: str = Field(default="", title="佐证", json_schema_extra=FILE)


class LetterReturned(ActData):
    """Why it goes back."""

    reason: str = Field(title="理由", min_length=4, max_length=1000, json_schema_extra=LONG)


class ApproveResult(ActData):
    """Who approved it, under which number."""

    approved_by: str = Field(title="由谁审定", min_length=2, max_length=200, description="如“市委常委会会议”")
    number: str = Field(title="文号或者纪要号", min_length=2, max_length=80)
    approved_on: date = Field(title="审定日期")


class PublishResult(ActData):
    """Where the result stands before the public."""

    address: HttpUrl = Field(title="公布网址")
    published_on: date = Field(title="公布日期")


class DeliverResult(ActData):
    """How it went to the organisation department."""

    number: str = Field(title="送达文号", min_length=2, max_length=80)


class RegisterUse(ActData):
    """What it was used for."""

    sort: str = Field(title="用途", min_length=1, max_length=20, json_schema_extra=CHOICE)
    used_on: date = Field(title="日期")
    number: str = Field(default="", title="文号", max_length=80)
    note: str = Field(title="怎么用的", min_length=4, max_length=300, json_schema_extra=LONG)
