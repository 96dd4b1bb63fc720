"""What the acts of a return and of a standard ask for. Measures are named by their codes."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.kernel.flow import ActData

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
_LEVEL: dict[str, JsonValue] = {"labels": {"city": "市直部门", "district": "各区"}, "widget": "radio"}
Line = Annotated[str, StringConstraints(min_length=3, max_length=300)]


class StartReturn(ActData):
    """The return of the own body for a year (clause 17.1)."""

    year: int = Field(title="年度", ge=2000, le=2100)


class EnterAmounts(ActData):
    """What there is, measure by measure; a measure left out stays as it is."""

    amounts: tuple[Line, ...] = Field(
        title="指标", min_length=1, max_length=60, json_schema_extra=LONG,
        description="一行一项：指标代码｜数｜来源，如“staff｜35｜在编干部花名册，2026年1月”",
    )  # fmt: skip


class CapacityReason(ActData):
    """Why it goes back."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class ConfirmReturn(ActData):
    """The numbers are right."""

    note: str = Field(default="", title="核定意见", max_length=500, json_schema_extra=LONG)


class DraftStandard(ActData):
    """What bodies are measured against in a year."""

    year: int = Field(title="年度", ge=2000, le=2100)


class SetTarget(ActData):
    """One number to be measured against, and where it is from; nothing is guessed."""

    measure: str = Field(title="指标", min_length=1, max_length=40, json_schema_extra=CHOICE)
    level: Literal["city", "district"] = Field(title="适用于", json_schema_extra=_LEVEL)
    value: Decimal = Field(
        title="对标值", gt=0, max_digits=14, decimal_places=2, description="每家单位（或每个区）应有多少"
    )
    source: str = Field(
        title="来源", min_length=4, max_length=300, description="哪份统计资料、哪一页；推算出来的写明怎么推算"
    )
    source_year: int = Field(title="数据年份", ge=2000, le=2100)
    why: str = Field(default="", title="改动理由", max_length=300, description="标准实施以后再改的必填")


__all__ = [
    "CapacityReason",
    "ConfirmReturn",
    "DraftStandard",
    "EnterAmounts",
    "SetTarget",
    "StartReturn",
]
