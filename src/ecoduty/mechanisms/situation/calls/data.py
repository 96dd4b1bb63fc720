"""What the acts of progress calls ask for. Bodies are named by key, name or short name."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from ecoduty.kernel.flow import ActData

BOXES: dict[str, Any] = {"widget": "radio"}  # boxes, for there are several
LONG: dict[str, Any] = {"widget": "long_text"}
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class PrepareCall(ActData):
    """What is asked of whom by when."""

    subject: str = Field(title="调度事项", min_length=4, max_length=200)
    grounds: str = Field(title="为什么调度", min_length=4, max_length=2000, json_schema_extra=LONG)
    columns: str = Field(
        title="要填什么", min_length=2, max_length=4000, json_schema_extra=LONG,
        description="一行一项，如：排查排放口 | 数字 | 个。平台已有的数在第四格写它的名称，填报时自动带出，如：在办任务 | 数字 | 件 | 任务：在办",
    )  # fmt: skip
    limit_on: date = Field(title="填报期限", description="最后一天")
    bodies: tuple[Name, ...] = Field(title="填报单位", min_length=1, max_length=120, json_schema_extra=BOXES)


class CallReason(ActData):
    """Why."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class CloseCall(ActData):
    """What came of it as a whole, and why without those that did not answer."""

    conclusion: str = Field(title="汇总说明", min_length=4, max_length=4000, json_schema_extra=LONG)


class OpenAnswer(ActData):
    """What the platform says when it asks one body."""

    call: int = Field(title="调度")
    body: int = Field(title="填报单位")


class AnswerCall(ActData):
    """The table of one body."""

    values: dict[str, str] = Field(title="填报内容", json_schema_extra={"widget": "sections"})
    remark: str = Field(default="", title="说明", max_length=2000, json_schema_extra=LONG)
