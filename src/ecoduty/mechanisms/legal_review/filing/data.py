"""What the acts of a filing ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.legal_review.filing.states import Evaluation, Finding

LONG: dict[str, Any] = {"widget": "long_text"}
FILE: dict[str, Any] = {"widget": "file"}


class RegisterForFiling(ActData):
    """A document that came out: what it is and from when until when it holds."""

    name: str = Field(title="文件名称", min_length=4, max_length=200)
    sort: str = Field(title="种类", min_length=1, max_length=40, json_schema_extra={"widget": "choice"})
    made_by: str = Field(default="", title="制定机关", max_length=80, json_schema_extra={"widget": "hidden"})
    number: str = Field(title="文号", min_length=2, max_length=80)
    registration: str = Field(default="", title="统一登记编号", max_length=80)
    published_on: date = Field(title="公布日期")
    valid_from: date = Field(title="施行日期")
    valid_until: date | None = Field(default=None, title="有效期至")


class FileDocument(ActData):
    """It is filed, with the report and the text."""

    number: str = Field(title="报备文号", min_length=2, max_length=80)
    file: str = Field(title="备案报告和正文", min_length=1, json_schema_extra=FILE)


class RegisterFiling(ActData):
    """The reviewing body's own number."""

    number: str = Field(title="备案登记号", min_length=2, max_length=80)


class FilingWords(ActData):
    """In words."""

    text: str = Field(title="说明", min_length=4, max_length=4000, json_schema_extra=LONG)


class ConcludeFiling(ActData):
    """What the review came to."""

    finding: Finding = Field(title="审查结论", json_schema_extra={"widget": "radio", "labels": dict(Finding.choices)})
    opinion: str = Field(
        default="",
        title="纠正意见",
        max_length=4000,
        description="须纠正的必填：哪一条、为什么、怎么改",
        json_schema_extra=LONG,
    )


class EvaluateDocument(ActData):
    """What becomes of it."""

    result: Evaluation = Field(
        title="评估结果", json_schema_extra={"widget": "radio", "labels": dict(Evaluation.choices)}
    )
    reason: str = Field(title="理由", min_length=4, max_length=1000, json_schema_extra=LONG)
    valid_until: date | None = Field(default=None, title="有效期延至", description="继续有效的必填")
