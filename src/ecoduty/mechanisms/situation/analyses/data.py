"""What the acts of an analysis ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from ecoduty.kernel.flow import ActData

LONG: dict[str, Any] = {"widget": "long_text"}
CHOICE: dict[str, Any] = {"widget": "choice"}


class BeginAnalysis(ActData):
    """An analysis out of the rhythm."""

    title: str = Field(title="标题", min_length=4, max_length=120, description="以“报告”结尾")


class TakeAnalysisNumbers(ActData):
    """The day whose figures count."""

    as_of: date = Field(title="取数截止日")


class Suggest(ActData):
    """One suggestion."""

    text: str = Field(title="建议", min_length=4, max_length=200)
    measures: str = Field(default="", title="具体措施", max_length=4000, json_schema_extra=LONG)
    body: str = Field(default="", title="建议由谁办", max_length=80, json_schema_extra=CHOICE)


class TakeOutSuggestion(ActData):
    """One that is not made after all."""

    suggestion: int = Field(title="建议", json_schema_extra=CHOICE)


class MakeTask(ActData):
    """A suggestion becomes a task."""

    suggestion: int = Field(title="建议", json_schema_extra=CHOICE)
    limit_on: date | None = Field(default=None, title="完成时限", description="不填的在下达任务时定")


class ReportUp(ActData):
    """What is too serious to wait for the analysis."""

    subject: str = Field(title="情况", min_length=4, max_length=70)
    situation: str = Field(title="基本情况", min_length=10, max_length=4000, json_schema_extra=LONG)
    done: str = Field(title="已采取的措施", min_length=2, max_length=4000, json_schema_extra=LONG)
