"""What the acts of a recommendation ask for. Bodies are named by their keys."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.enforcement.procuratorial.paper import Entered
from ecoduty.mechanisms.enforcement.procuratorial.recommendations.states import Progress, Verdict

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
FILE: dict[str, JsonValue] = {"widget": "file"}
_VERDICTS: dict[str, Any] = {"widget": "radio", "labels": dict(Verdict.choices)}
_PROGRESS: dict[str, Any] = {"widget": "radio", "labels": dict(Progress.choices)}
Demand = Annotated[str, StringConstraints(min_length=4, max_length=500)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class _Recommendation(ActData):
    """What stands in the letter."""

    number: str = Field(title="文书号", min_length=2, max_length=80, description="照录，如“厦检行公建〔2026〕5号”")
    issued_on: date = Field(title="制发日期")
    subject: str = Field(title="事由", min_length=4, max_length=120, description="一句话，不写个人姓名、证件号")
    findings: str = Field(title="查明的问题", min_length=4, max_length=4000, json_schema_extra=LONG)
    demands: tuple[Demand, ...] = Field(
        title="建议事项",
        min_length=1,
        max_length=20,
        json_schema_extra=LONG,
        description="一行一项，回复时逐项写整改情况",
    )
    urgent: bool = Field(default=False, title="损害继续扩大等紧急情形", description="勾选的，书面回复的期限短得多")


class IssueRecommendation(_Recommendation):
    """By the procuratorate. In the entry stands no word of the case that it is made in."""

    secrets: ClassVar[frozenset[str]] = frozenset({"case"})

    addressee: Key = Field(title="被建议单位", json_schema_extra=CHOICE)
    letter: str = Field(default="", title="检察建议书", json_schema_extra=FILE)
    case: int | None = Field(default=None, title="公益诉讼案件", json_schema_extra={"widget": "hidden"})


class RegisterRecommendation(Entered, _Recommendation):
    """By the body it is addressed to, where the procuratorate sent it on paper."""

    procuratorate: Key = Field(title="检察院", json_schema_extra=CHOICE)
    received_on: date = Field(title="收到日期", description="以收文日期为准，回复期限从这天起算")


class AcknowledgeRecommendation(Entered):
    """That it was received."""

    received_on: date | None = Field(
        default=None, title="收到日期", description="今天收到的不填；回复期限从收到之日起算"
    )


class AddMeasure(ActData):
    """What was done about one of the demands."""

    demand: int = Field(title="对应哪项建议", json_schema_extra=CHOICE)
    text: str = Field(title="整改情况", min_length=4, max_length=1000, json_schema_extra=LONG)
    progress: Progress = Field(title="进度", json_schema_extra=_PROGRESS)
    on: date = Field(title="完成日期", description="正在办的填计划完成的日期")
    evidence: str = Field(
        default="", title="凭证", json_schema_extra=FILE, description="照片、台账、文件；已完成的须附，或写明存放处"
    )
    evidence_note: str = Field(default="", title="凭证说明或存放处", max_length=200)


class TakeOutMeasure(ActData):
    """One that was wrong."""

    measure: int = Field(title="哪一条", json_schema_extra=CHOICE)


class ReplyRecommendation(Entered):
    """The written reply."""

    number: str = Field(title="回复函文号", min_length=2, max_length=80)
    letter: str = Field(
        default="", title="回复函", json_schema_extra=FILE, description="盖章的回复函；检察院代登记的附在“文书扫描件”"
    )
    summary: str = Field(default="", title="需要说明的", max_length=2000, json_schema_extra=LONG)


class _Judging(Entered):
    """What the procuratorate finds."""

    verdict: Verdict = Field(title="审查结论", json_schema_extra=_VERDICTS)
    opinion: str = Field(title="理由", min_length=2, max_length=2000, json_schema_extra=LONG)
    supplement_by: date | None = Field(default=None, title="补充履职期限", description="结论是部分履职的必填")


class JudgeReply(_Judging):
    """Whether the reply and its evidence show that the law was followed."""


class LookBackRecommendation(_Judging):
    """Whether it is still so some months later."""


class NoReply(Entered):
    """That no reply came in time."""

    note: str = Field(default="", title="说明", max_length=500, json_schema_extra=LONG)


class SueOnRecommendation(Entered):
    """The suit that follows."""

    court: Key = Field(title="起诉到哪个法院", json_schema_extra=CHOICE)
    sued_on: date = Field(title="起诉日期")
    claims: str = Field(
        title="诉讼请求", min_length=4, max_length=120, description="一句话，如“确认不履行监管职责违法并责令履行”"
    )


class MarkSued(ActData):
    """By the platform: the public interest case was brought before the court."""

    court: str
    sued_on: date


class WithdrawRecommendation(Entered):
    """Why it is withdrawn."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


__all__ = [
    "AcknowledgeRecommendation", "AddMeasure", "IssueRecommendation", "JudgeReply", "LookBackRecommendation",
    "MarkSued", "NoReply", "RegisterRecommendation", "ReplyRecommendation", "SueOnRecommendation", "TakeOutMeasure",
    "WithdrawRecommendation",
]  # fmt: skip
