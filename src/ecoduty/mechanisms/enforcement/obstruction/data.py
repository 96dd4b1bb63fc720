"""What the acts of a request for support and of a report of obstruction ask for. What the police do may come on paper."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, JsonValue, StringConstraints

from ecoduty.casework.duties.deciding import ExtendDeadline
from ecoduty.kernel.clock import SHANGHAI, as_local
from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.enforcement.obstruction.states import Decision
from ecoduty.mechanisms.enforcement.on_paper import OnPaper

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
BOXES: dict[str, JsonValue] = {"widget": "radio"}
_AGREED: dict[str, JsonValue] = {"choices": [["yes", "到场"], ["no", "不能到场"]], "widget": "radio"}
_DECISIONS: dict[str, JsonValue] = {"labels": dict(Decision.choices), "widget": "radio"}
Key = Annotated[str, StringConstraints(max_length=80)]


def _here(moment: datetime) -> datetime:
    """What a form says without a time zone is meant as it is read off the clock here."""
    return as_local(moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI))


Moment = Annotated[datetime, AfterValidator(_here)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class RequestSupport(ActData):
    """Police are to come along or to come at once (clause 19.1)."""

    purpose: Code = Field(title="请求事项", json_schema_extra=CHOICE)
    urgent: bool = Field(
        default=False, title="现场紧急，已拨打110", description="人已到场的也登记，公安的处置和反馈由此留痕"
    )
    wanted_at: Moment = Field(title="需要公安到场的时间")
    place: str = Field(title="地点", min_length=2, max_length=200)
    text: str = Field(
        title="情况和需要", min_length=10, max_length=2000, json_schema_extra=LONG,
        description="去查什么、有什么风险、需要公安做什么；不写个人的证件号",
    )  # fmt: skip
    officers: tuple[int, ...] = Field(title="执法人员", min_length=1, max_length=20, json_schema_extra=BOXES)
    contact: str = Field(default="", title="现场联系岗位和电话", max_length=120, description="单位的值班电话")
    about: str = Field(default="", title="有关案件", max_length=40, description="案件的办件编号；没有的不填")
    police: Key = Field(default="", title="公安机关", json_schema_extra=CHOICE, description="不填的为本级公安机关")


class AnswerSupport(OnPaper):
    """Whether the police come."""

    agreed: Literal["yes", "no"] = Field(title="能否到场", json_schema_extra=_AGREED)
    text: str = Field(
        title="安排或者理由", min_length=4, max_length=2000, json_schema_extra=LONG,
        description="到场的写哪个单位、几人、带队岗位；不能到场的写理由和怎么办",
    )  # fmt: skip
    agreed_for: Moment | None = Field(
        default=None, title="约定到场时间", description="不填的按请求的时间；已经到场的填到场时间"
    )


class HandleSupport(OnPaper):
    """What the police did."""

    handled_at: Moment = Field(title="处置时间")
    measures: tuple[Code, ...] = Field(default=(), title="采取的措施", max_length=10, json_schema_extra=BOXES)
    text: str = Field(title="处置情况", min_length=4, max_length=4000, json_schema_extra=LONG)


class CloseSupport(ActData):
    """What came of it, by who asked."""

    text: str = Field(title="执法结果", min_length=2, max_length=2000, json_schema_extra=LONG)


class ObstructionReason(ActData):
    """Why it ends."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class PrepareObstruction(ActData):
    """Officers were hindered: when, where, how, which officers (clause 19.2)."""

    happened_at: Moment = Field(title="发生时间")
    place: str = Field(title="发生地点", min_length=2, max_length=200)
    manner: Code = Field(title="阻碍方式", json_schema_extra=CHOICE)
    text: str = Field(
        title="经过", min_length=10, max_length=4000, json_schema_extra=LONG,
        description="执法人员在做什么、对方怎样阻碍；当事人登记后另填，不写在这里",
    )  # fmt: skip
    officers: tuple[int, ...] = Field(
        title="被阻碍的执法人员", min_length=1, max_length=20, json_schema_extra=BOXES, description="只留岗位，不写姓名"
    )
    injured: bool = Field(default=False, title="有人受伤")
    called_at: Moment | None = Field(default=None, title="拨打110的时间", description="没有拨打的不填")
    about: str = Field(default="", title="有关案件", max_length=40, description="案件的办件编号；没有的不填")
    police: Key = Field(default="", title="公安机关", json_schema_extra=CHOICE, description="不填的为本级公安机关")


class ReceiveObstruction(OnPaper):
    """That the police have registered it."""

    receipt_number: str = Field(title="受案回执编号", min_length=2, max_length=80)


class DecideObstruction(OnPaper):
    """What the police decided: punished under public-order law, a criminal case, or neither and why."""

    decision: Decision = Field(title="决定", json_schema_extra=_DECISIONS)
    decided_on: date = Field(title="决定日期")
    number: str = Field(default="", title="决定书文号", max_length=80, description="处罚、立案的必填")
    text: str = Field(
        default="", title="内容或者理由", max_length=2000, json_schema_extra=LONG,
        description="处罚种类和幅度、涉嫌罪名；不成立的必须写明理由",
    )  # fmt: skip


class TellObstruction(OnPaper):
    """What the reporting body is told, with the decision's number."""

    text: str = Field(title="反馈内容", min_length=4, max_length=2000, json_schema_extra=LONG)


class ExtendObstruction(OnPaper, ExtendDeadline):
    """A later last day for the decision, where the rule provides one."""
