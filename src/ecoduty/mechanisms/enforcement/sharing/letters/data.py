"""What the acts on a letter ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from ecoduty.kernel.flow import ActData

_CHOICE: dict[str, Any] = {"widget": "choice"}
_FILE: dict[str, Any] = {"widget": "file"}


class RegisterPaperLetter(ActData):
    """A letter that went out on paper."""

    case: str = Field(title="关于哪个案件", min_length=1, max_length=40, json_schema_extra=_CHOICE)
    letter_number: str = Field(title="文号", min_length=1, max_length=80)
    dated: date = Field(title="发函日期")
    recipient: str = Field(title="发给", min_length=1, max_length=80, json_schema_extra=_CHOICE)
    subject: str = Field(title="事由", min_length=2, max_length=200, description="一句话，不写案情和身份证号码")
    scan: str = Field(title="函件扫描件", min_length=1, json_schema_extra=_FILE)


class PaperLetterReceipt(ActData):
    """The other office has it."""

    letter_number: str = Field(
        title="回执所载函号", min_length=1, max_length=80, description="与本函文号不一致的回执不能登记"
    )
    received_on: date = Field(title="签收日期")
    received_by: str = Field(title="签收人", min_length=1, max_length=100)
    scan: str = Field(title="回执扫描件", min_length=1, json_schema_extra=_FILE)


class VoidPaperLetter(ActData):
    """It never went, or was registered by mistake."""

    reason: str = Field(title="作废原因", min_length=2, max_length=200)


__all__ = ["PaperLetterReceipt", "RegisterPaperLetter", "VoidPaperLetter"]
