"""What the acts of an inquiry ask for. Bodies are named by their keys."""

from __future__ import annotations

from datetime import date

from pydantic import Field, JsonValue

from ecoduty.kernel.flow import ActData

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
FILE: dict[str, JsonValue] = {"widget": "file"}


class AskLegalInquiry(ActData):
    """A question of law or of evidence that another body answers in writing."""

    asker: str = Field(
        default="",
        title="咨询机关",
        max_length=80,
        json_schema_extra=CHOICE,
        description="本单位提出的不用改；收到对方来函的，选来函的机关",
    )
    asked: str = Field(title="受咨询机关", min_length=1, max_length=80, json_schema_extra=CHOICE)
    subject: str = Field(title="咨询什么", min_length=4, max_length=120, description="一句话，不写当事人姓名、证件号")
    question: str = Field(title="问题", min_length=4, max_length=4000, json_schema_extra=LONG)
    case_number: str = Field(
        default="", title="有关案件编号", max_length=60, description="只记编号，从这里打不开那个案件；没有的不填"
    )
    received_on: date | None = Field(
        default=None, title="收到日期", description="纸质来函的填对方收到的日期，答复期限从这天起算；在平台上提出的不填"
    )
    file: str = Field(default="", title="附件", json_schema_extra=FILE)
    scan: str = Field(default="", title="来函扫描件", json_schema_extra=FILE, description="代对方登记来函的须附")


class AnswerLegalInquiry(ActData):
    """The answer in writing."""

    answer: str = Field(title="答复意见", min_length=4, max_length=4000, json_schema_extra=LONG)
    number: str = Field(default="", title="复函文号", max_length=60, description="没有编文号的不填")
    scan: str = Field(
        default="", title="复函扫描件", json_schema_extra=FILE, description="代受咨询机关登记复函的须附；自己答复的可附"
    )


class FollowUpLegalInquiry(ActData):
    """The one further question."""

    question: str = Field(
        title="追问", min_length=4, max_length=2000, json_schema_extra=LONG, description="只能追问一次，请一并问清"
    )
    scan: str = Field(default="", title="来函扫描件", json_schema_extra=FILE, description="代咨询机关登记的须附")


class LegalInquiryReason(ActData):
    """Why it is not needed any more."""

    note: str = Field(title="理由", min_length=2, max_length=300)
    scan: str = Field(default="", title="来函扫描件", json_schema_extra=FILE, description="代咨询机关登记的须附")


__all__ = ["AnswerLegalInquiry", "AskLegalInquiry", "FollowUpLegalInquiry", "LegalInquiryReason"]
