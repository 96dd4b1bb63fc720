"""What the acts of a protection measure ask for."""

from __future__ import annotations

from datetime import date

from pydantic import Field, JsonValue

from ecoduty.kernel.flow import ActData

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}


class ProtectionContent(ActData):
    """What protects whom, on which basis, from when until when."""

    name: str = Field(title="名称", min_length=4, max_length=200, description="如“一线执法人员人身意外伤害保险”")
    sort: str = Field(title="种类", min_length=1, max_length=40, json_schema_extra=CHOICE)
    content: str = Field(title="保障内容", min_length=4, max_length=2000, json_schema_extra=LONG)
    basis: str = Field(
        title="依据", min_length=4, max_length=300, description="文件名称和文号；没有文件的写谁在何时定的"
    )
    since: date = Field(title="开始日期")
    until: date | None = Field(default=None, title="结束日期", description="最后一天；长期的不填")


class ReportCoverage(ActData):
    """How many of how many."""

    on: date = Field(title="统计日期")
    covered: int = Field(title="已覆盖人数", ge=0, le=1_000_000)
    eligible: int = Field(title="应覆盖人数", ge=1, le=1_000_000)
    source: str = Field(title="数的来源", min_length=2, max_length=200, description="保单、名册、考勤表的名称")


class RegisterProtection(ProtectionContent):
    """A measure that is there (clause 17.3), with its head count where it is known."""

    covered: int | None = Field(default=None, title="已覆盖人数", ge=0, le=1_000_000)
    eligible: int | None = Field(
        default=None, title="应覆盖人数", ge=1, le=1_000_000, description="人数两项一起填；还没有统计的都不填"
    )
    source: str = Field(default="", title="人数来源", max_length=200)


class EndProtection(ActData):
    """It is there no more."""

    until: date = Field(title="结束日期", description="最后一天")
    note: str = Field(title="原因", min_length=2, max_length=500, json_schema_extra=LONG)


class CancelProtection(ActData):
    """It was entered by mistake."""

    note: str = Field(title="原因", min_length=2, max_length=500, json_schema_extra=LONG)


__all__ = ["CancelProtection", "EndProtection", "ProtectionContent", "RegisterProtection", "ReportCoverage"]
