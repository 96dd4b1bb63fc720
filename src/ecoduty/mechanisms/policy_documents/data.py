"""What the acts of policy documents ask for. Bodies are named by their keys."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, JsonValue

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.policy_documents.states import Lead

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
FILE: dict[str, JsonValue] = {"widget": "file"}
_ECOLOGY: dict[str, JsonValue] = {"labels": {"yes": "涉及", "no": "不涉及"}, "widget": "radio"}
_LEAD: dict[str, JsonValue] = {"labels": dict(Lead.choices), "widget": "radio"}


class DraftDocument(ActData):
    """A document that is being made (clause 3.1)."""

    name: str = Field(title="文件名称", min_length=4, max_length=200, description="全称，不加书名号")
    sort: str = Field(title="种类", min_length=1, max_length=40, json_schema_extra=CHOICE)
    grounds: str = Field(default="", title="制定依据", max_length=2000, description="上级文件、工作需要", json_schema_extra=LONG)  # fmt: skip


class SettleLead(ActData):
    """Whether it touches ecology, and what it says about who is responsible (clause 5.8)."""

    ecology: Literal["yes", "no"] = Field(title="是否涉及生态环境保护", json_schema_extra=_ECOLOGY)
    ecology_note: str = Field(
        default="", title="不涉及的说明", max_length=300, description="名称里提到生态环境而内容不涉及的，写明为什么"
    )
    lead_said: Literal["named", "not_needed"] | None = Field(
        default=None, title="责任与牵头部门", json_schema_extra=_LEAD, description="涉及生态环境保护的必选一项（方案5.8）"
    )  # fmt: skip
    lead: str = Field(
        default="",
        title="牵头部门",
        max_length=80,
        description="已明确的，选文件写明的那一个",
        json_schema_extra=CHOICE,
    )
    duties: str = Field(
        default="", title="责任条款，或无需明确的理由", max_length=2000, description="已明确的，写第几条、各部门分别负责什么；无需明确的，写理由",
        json_schema_extra=LONG,
    )  # fmt: skip


class IssueDays(ActData):
    """Under which number it came out, and from when until when it holds."""

    number: str = Field(title="文号", min_length=2, max_length=80, description="照录，如“×环〔2026〕12号”")
    issued_on: date = Field(title="印发日期")
    valid_from: date = Field(title="施行日期")
    valid_until: date | None = Field(default=None, title="有效期至", description="最后一天；没有写有效期的不填")
    file: str = Field(default="", title="正文", json_schema_extra=FILE)


class IssueDocument(SettleLead, IssueDays):
    """A document comes out. Its days are asked first (the later base), then who leads."""


class RegisterDocument(IssueDocument, DraftDocument):
    """A document that came out before it was entered here: name and sort first."""


class DocumentReason(ActData):
    """Why."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class ExtendValidity(DocumentReason):
    """Until when it holds from now on."""

    valid_until: date = Field(title="有效期延至", description="最后一天")


class KeepDocument(DocumentReason):
    """It stays as it is."""

    valid_until: date | None = Field(default=None, title="有效期延至", description="不改有效期的不填")


class RepealDocument(DocumentReason):
    """It holds no more, and what took its place."""

    repealed_on: date = Field(title="废止日期", description="从这一天起不再执行")
    replaced_by: str = Field(
        default="", title="由哪份文件代替", max_length=40, description="本台账里的文件；没有代替的不选", json_schema_extra=CHOICE
    )  # fmt: skip
