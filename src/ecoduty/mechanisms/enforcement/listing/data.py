"""What the acts of a joint listing ask for. Bodies are named by their keys, persons by their numbers in the directory."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.casework.duties.deciding import ExtendDeadline
from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.enforcement.on_paper import OnPaper

CHOICE: dict[str, JsonValue] = {"widget": "choice"}
LONG: dict[str, JsonValue] = {"widget": "long_text"}
BOXES: dict[str, JsonValue] = {"widget": "radio"}
Reason = Annotated[str, StringConstraints(min_length=4, max_length=500)]
Line = Annotated[str, StringConstraints(min_length=2, max_length=200)]


Requirements = Annotated[
    tuple[Line, ...],
    Field(title="督办要求", min_length=1, max_length=20, json_schema_extra=LONG, description="一行一条"),
]
Standard = Annotated[
    str,
    Field(
        title="办结标准",
        min_length=4,
        max_length=1000,
        json_schema_extra=LONG,
        description="达到什么才算办结，摘牌时据此核查",
    ),
]
InCharge = Annotated[
    str, Field(title="被督办单位的责任人（职务）", min_length=2, max_length=100, description="写职务，不写姓名")
]
Until = Annotated[date, Field(title="办结期限", description="从挂牌起算，不超过规则书定的最长时间")]


class ProposeListing(ActData):
    """That a case shall be listed jointly: what is to be achieved by whom, and until when."""

    case: str = Field(
        default="",
        title="挂牌的案件",
        max_length=40,
        json_schema_extra=CHOICE,
        description="挂牌期间此案不能普通结案；不在本平台的不选",
    )
    title: str = Field(
        default="", title="案件名称", max_length=200, description="不写当事人姓名和身份证号码；选了上面的案件可以不填"
    )
    officers: tuple[int, ...] = Field(
        title="提出单位办案人员", min_length=1, max_length=20, json_schema_extra=BOXES, description="不少于两名"
    )
    joint: tuple[str, ...] = Field(title="联合挂牌单位", min_length=1, max_length=10, json_schema_extra=BOXES)
    supervised: str = Field(title="被督办单位", min_length=1, max_length=80, json_schema_extra=CHOICE)
    in_charge: InCharge
    requirements: Requirements
    standard: Standard
    until: Until


class ReviseListing(ActData):
    """The same put better; everybody is asked anew."""

    requirements: Requirements
    standard: Standard
    in_charge: InCharge
    until: Until


class WithdrawListing(ActData):
    """Why it is not listed after all."""

    reason: Reason = Field(title="不挂牌的理由", json_schema_extra=LONG)


class AgreeToListing(OnPaper):
    """That a body agrees."""

    body: str = Field(title="同意的单位", min_length=1, max_length=80, json_schema_extra=CHOICE)
    note: str = Field(default="", title="意见", max_length=500)


class ObjectToListing(OnPaper):
    """That a body does not agree, and why."""

    body: str = Field(title="不同意的单位", min_length=1, max_length=80, json_schema_extra=CHOICE)
    reason: Reason = Field(title="理由", json_schema_extra=LONG)


class ListCase(ActData):
    """The notice by which it is listed."""

    notice_number: str = Field(title="挂牌督办通知文号", min_length=2, max_length=80)


class ReportListingProgress(OnPaper):
    """What was done since the last time."""

    text: str = Field(title="进展", min_length=4, max_length=2000, json_schema_extra=LONG)


class ReportListingCompletion(OnPaper):
    """That everything asked for is done."""

    text: str = Field(
        title="办结情况", min_length=4, max_length=2000, json_schema_extra=LONG, description="逐条对照督办要求写"
    )


class CheckListingCompletion(ActData):
    """Whether the standard is met."""

    passed: bool = Field(default=False, title="已达到办结标准")
    note: Reason = Field(title="核查情况", json_schema_extra=LONG)


class ExtendListing(ExtendDeadline):
    """A later last day, decided by the head of whoever proposed it."""


__all__ = [
    "AgreeToListing", "CheckListingCompletion", "ExtendListing", "ListCase", "ObjectToListing", "ProposeListing", "ReportListingCompletion", "ReportListingProgress",
    "ReviseListing", "WithdrawListing",
]  # fmt: skip
