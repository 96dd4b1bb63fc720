"""What the acts of a reconsideration ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.enforcement.dated import Dated
from ecoduty.mechanisms.enforcement.reconsidering.states import Procedure

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
FILE: dict[str, JsonValue] = {"widget": "file"}
_PROCEDURES: dict[str, JsonValue] = {"labels": dict(Procedure.choices), "widget": "radio"}
Code = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Number = Annotated[str, StringConstraints(min_length=2, max_length=80)]


class RegisterReconsideration(ActData):
    """That the organ's notice to answer came, with the copy of the application."""

    title: str = Field(
        title="案件名称", min_length=4, max_length=120, description="不写个人姓名和证件号码，申请人另行登记"
    )
    organ: Code = Field(title="复议机关", json_schema_extra=CHOICE)
    procedure: Procedure = Field(title="程序", json_schema_extra=_PROCEDURES)
    contested: str = Field(title="被申请复议的行为", min_length=2, max_length=200, description="决定书名称、文号")
    docket_number: Number = Field(title="复议案号或者通知文号")
    accepted_on: date = Field(title="受理日期", description="复议决定的期限从这一天起算")
    received_on: date = Field(title="收到申请书副本之日", description="答复举证的期限从这一天起算")
    officers: tuple[int, ...] = Field(title="承办人员", min_length=1, max_length=8, json_schema_extra=CHOICE)
    about: str = Field(
        default="", title="有关案件编号", max_length=40, description="您看得到的案件；填了就和它互相链接"
    )
    notice: str = Field(title="答复通知书", min_length=1, json_schema_extra=FILE)


class AnswerReconsideration(Dated):
    """The department's written answer with its evidence."""

    met_by: ClassVar = {"reconsideration.answer": "on"}

    on: date = Field(title="提交日期")
    number: str = Field(default="", title="答复书文号", max_length=80)
    evidence: str = Field(title="证据、依据和有关材料", min_length=2, max_length=2000, json_schema_extra=LONG)


class LeaveUnanswered(ActData):
    """That nothing was answered, and why; the organ decides all the same."""

    reason: str = Field(title="理由", min_length=4, max_length=300)


class NoteLongerDecision(ActData):
    """That the organ takes longer, as it told the parties in writing."""

    until: date = Field(title="延长至")
    number: Number = Field(title="延期通知文号")
    scan: str = Field(title="延期通知书", min_length=1, json_schema_extra=FILE)


class RecordReconsidered(Dated):
    """What the organ decided."""

    met_by: ClassVar = {"reconsideration.decision": "decided_on"}

    outcome: Code = Field(title="复议决定", json_schema_extra=CHOICE)
    number: Number = Field(title="决定书文号")
    decided_on: date = Field(title="决定日期")
    scan: str = Field(title="决定书", min_length=1, json_schema_extra=FILE)


class ConcludeReconsideration(ActData):
    """How the decision was carried out."""

    on: date = Field(title="办结日期")
    note: str = Field(title="履行情况", min_length=2, max_length=1000, json_schema_extra=LONG)


class GoToCourt(ActData):
    """That the applicant goes to court: a suit of its own."""

    court: Code = Field(title="人民法院", json_schema_extra=CHOICE)
    submitted_on: date = Field(title="起诉日期")


class EndReconsideration(ActData):
    """That it was given up, or ended without a decision."""

    on: date = Field(title="终止日期")
    reason: str = Field(title="理由", min_length=2, max_length=500)
