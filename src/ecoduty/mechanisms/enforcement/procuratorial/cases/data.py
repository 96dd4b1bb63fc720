"""What the acts of a public interest case ask for. Bodies are named by their keys."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.mechanisms.enforcement.procuratorial.cases.states import Sort
from ecoduty.mechanisms.enforcement.procuratorial.paper import Entered

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
FILE: dict[str, JsonValue] = {"widget": "file"}
_SORTS: dict[str, Any] = {"widget": "radio", "labels": dict(Sort.choices)}
_SUED_BY: dict[str, Any] = {
    "widget": "radio",
    "labels": {"nobody": "没有机关、组织起诉", "others": "有机关、组织起诉，检察院可支持起诉"},
}
Key = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Demand = Annotated[str, StringConstraints(min_length=4, max_length=500)]


class FilePublicInterestCase(Entered):
    """That the procuratorate filed a case."""

    procuratorate: Key = Field(title="检察院", json_schema_extra=CHOICE)
    sort: Sort = Field(title="类别", json_schema_extra=_SORTS)
    number: str = Field(title="立案文书号", min_length=2, max_length=80)
    filed_on: date = Field(title="立案日期")
    subject: str = Field(
        title="案由", min_length=4, max_length=120, description="一句话，不写个人姓名、证件号；当事人另行登记"
    )
    harm: str = Field(title="公益受损情况", min_length=4, max_length=4000, json_schema_extra=LONG)
    about: str = Field(default="", title="有关案件编号", max_length=60, description="只记编号，从这里打不开那个案件")


class PublishNotice(Entered):
    """The notice that precedes a civil suit."""

    published_on: date = Field(title="公告日期", description="公告期满后才能起诉")
    place: str = Field(title="公告载体", min_length=2, max_length=200, description="报纸、网站名称或网址")


class EndNotice(Entered):
    """Whether somebody else sues."""

    sued_by: Literal["nobody", "others"] = Field(title="公告结果", json_schema_extra=_SUED_BY)
    note: str = Field(default="", title="说明", max_length=500, description="有机关、组织起诉的，写明是谁、哪个法院")


class RecommendFirst(Entered):
    """The recommendation that precedes an administrative suit."""

    addressee: Key = Field(title="被建议单位", json_schema_extra=CHOICE)
    number: str = Field(title="检察建议文书号", min_length=2, max_length=80)
    issued_on: date = Field(title="制发日期")
    demands: tuple[Demand, ...] = Field(
        title="建议事项", min_length=1, max_length=20, json_schema_extra=LONG, description="一行一项"
    )
    urgent: bool = Field(default=False, title="损害继续扩大等紧急情形", description="勾选的，书面回复的期限短得多")


class ConcludeRecommendation(Entered):
    """What became of the recommendation is read from it."""


class BringPublicInterestSuit(Entered):
    """The suit."""

    court: Key = Field(title="起诉到哪个法院", json_schema_extra=CHOICE)
    sued_on: date = Field(title="起诉日期")
    claims: str = Field(title="诉讼请求", min_length=4, max_length=120, description="一句话")


class RegisterPublicInterestJudgment(Entered):
    """What the court decided."""

    outcome: Key = Field(title="裁判结果", json_schema_extra=CHOICE)
    number: str = Field(title="裁判文书号", min_length=2, max_length=80)
    judged_on: date = Field(title="裁判日期")
    note: str = Field(default="", title="主要内容", max_length=500, json_schema_extra=LONG)


class RegisterPublicInterestExecution(Entered):
    """That the judgment was carried out."""

    executed_on: date = Field(title="执行完毕日期")
    execution: str = Field(title="执行情况", min_length=2, max_length=2000, json_schema_extra=LONG)


class EndPublicInterestCase(Entered):
    """Why it ends without a suit."""

    reason: Key = Field(title="终结事由", json_schema_extra=CHOICE)
    note: str = Field(default="", title="说明", max_length=500, json_schema_extra=LONG)


__all__ = [
    "BringPublicInterestSuit", "ConcludeRecommendation", "EndNotice", "EndPublicInterestCase", "FilePublicInterestCase", "PublishNotice",
    "RecommendFirst", "RegisterPublicInterestExecution", "RegisterPublicInterestJudgment",
]  # fmt: skip
