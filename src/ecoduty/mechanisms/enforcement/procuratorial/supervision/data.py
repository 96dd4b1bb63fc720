"""What the acts of supervising a suit ask for. Bodies are named by their keys."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.mechanisms.enforcement.procuratorial.paper import Entered
from ecoduty.mechanisms.enforcement.procuratorial.supervision.states import Branch, Sort

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
_SORTS: dict[str, Any] = {"widget": "radio", "labels": dict(Sort.choices)}
_BRANCHES: dict[str, Any] = {"widget": "radio", "labels": dict(Branch.choices)}
Key = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class RegisterSupervision(Entered):
    """That the procuratorate looks into a suit."""

    procuratorate: Key = Field(title="检察院", json_schema_extra=CHOICE)
    sort: Sort = Field(title="监督方式", json_schema_extra=_SORTS)
    branch: Branch = Field(title="诉讼类别", json_schema_extra=_BRANCHES)
    court: Key = Field(title="作出裁判或执行的法院", json_schema_extra=CHOICE)
    docket_number: str = Field(title="原案号", min_length=4, max_length=80)
    source: Key = Field(title="案件来源", json_schema_extra=CHOICE)
    registered_on: date = Field(title="受理日期")
    subject: str = Field(title="案由", min_length=4, max_length=120, description="一句话，不写个人姓名、证件号")
    grounds: str = Field(title="监督理由", min_length=4, max_length=4000, json_schema_extra=LONG)


class SubmitSupervision(Entered):
    """The protest or the recommendation goes to the court."""

    document_number: str = Field(
        title="文书号", min_length=2, max_length=80, description="抗诉书、再审检察建议书、执行监督检察建议书的文书号"
    )
    submitted_on: date = Field(title="提出日期", description="法院收到之日；法院答复的期限从这天起算")


class AnswerSupervision(Entered):
    """What the court did with it."""

    answer: Key = Field(title="法院处理", json_schema_extra=CHOICE)
    number: str = Field(default="", title="文书号", max_length=80)
    answered_on: date = Field(title="处理日期")
    note: str = Field(default="", title="说明", max_length=500, json_schema_extra=LONG)


class CloseSupervision(Entered):
    """What came of it in the end."""

    result: Key = Field(title="监督结果", json_schema_extra=CHOICE)
    number: str = Field(default="", title="裁判文书号", max_length=80)
    result_on: date = Field(title="结果日期")


class NotSupported(Entered):
    """Why nothing is submitted, or why it is withdrawn."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


__all__ = ["AnswerSupervision", "CloseSupervision", "NotSupported", "RegisterSupervision", "SubmitSupervision"]
