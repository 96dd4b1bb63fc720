"""What the acts up to the decision ask for. Persons are named by their numbers in the directory."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.enforcement.administrative.states import Handling, Heard, Way

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
Short = Annotated[str, StringConstraints(max_length=200)]
Number = Annotated[str, StringConstraints(min_length=2, max_length=80)]
Money = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
_WAYS: dict[str, JsonValue] = {"widget": "choice", "labels": dict(Way.choices)}
_HEARD: dict[str, JsonValue] = {"widget": "radio", "labels": dict(Heard.choices)}
_HANDLINGS: dict[str, JsonValue] = {
    "widget": "choice", "choices": [[one.value, one.label] for one in Handling if one is not Handling.LAPSED],
}  # fmt: skip


class RegisterCase(ActData):
    """An unlawful act that was discovered (clause 18.1)."""

    title: str = Field(
        title="案由", min_length=4, max_length=200, description="如“某企业涉嫌超标排放废水案”；不写身份证号码"
    )
    group: str = Field(title="类别", min_length=1, max_length=40, json_schema_extra=CHOICE)
    source: str = Field(title="案件来源", min_length=1, max_length=40, json_schema_extra=CHOICE)
    found_on: date = Field(title="发现或者接到线索的日期", description="从次日起算立案审查时限")
    about: str = Field(default="", title="线索编号", max_length=40, description="由线索转来的自动带入")
    place: Short = Field(default="", title="地点")
    summary: str = Field(default="", title="简要情况", max_length=2000, json_schema_extra=LONG)
    officers: list[int] = Field(
        title="办案人员", min_length=1, description="立案前可以一人，调查取证须两人以上", json_schema_extra=CHOICE
    )


class OpenFromClue(RegisterCase):
    """The same, where a clue became a case: the platform opens it for the body that takes the clue in."""

    holder: str = Field(title="办案单位", min_length=1, max_length=80)


class FileCase(ActData):
    """The four conditions of filing, checked one by one by the head who approves."""

    case_number: Number = Field(title="立案号")
    cause: str = Field(title="违反的规定", min_length=2, max_length=200, description="法律名称和条号")
    evidence: bool = Field(default=False, title="有初步证据证明有违法行为")
    punishable: bool = Field(default=False, title="依法应当或者可以给予处罚")
    ours: bool = Field(default=False, title="属于本机关管辖")
    in_time: bool = Field(default=False, title="没有超过追究时效")


class DeclineFiling(ActData):
    """Which condition is missing."""

    reason: str = Field(title="不予立案的理由", min_length=1, max_length=40, json_schema_extra=CHOICE)
    text: str = Field(title="说明", min_length=4, max_length=500, json_schema_extra=LONG)


class RevokeFiling(DeclineFiling):
    """A condition that was thought met and is not."""

    reason: str = Field(title="不符合的立案条件", min_length=1, max_length=40, json_schema_extra=CHOICE)


class PreserveEvidence(ActData):
    """Evidence that might be lost, registered and kept."""

    what: str = Field(title="物品、资料", min_length=2, max_length=500, json_schema_extra=LONG)
    place: str = Field(title="保存地点", min_length=2, max_length=200)
    approved: bool = Field(
        default=False, title="实施前已经负责人书面批准", description="紧急时先请示后补办的不勾，期限内补办批准"
    )


class ApproveMeasure(ActData):
    """The head's approval of what was done in urgency."""

    number: Number = Field(title="审批表编号")


class HandleMeasure(ActData):
    """What becomes of what was preserved."""

    handling: Handling = Field(title="处理", json_schema_extra=_HANDLINGS)
    text: Short = Field(default="", title="说明")


class OrderSeizure(ActData):
    """Goods or places seized for at most so many days."""

    what: str = Field(title="查封、扣押的场所、设施、财物", min_length=2, max_length=500, json_schema_extra=LONG)
    place: str = Field(title="地点", min_length=2, max_length=200)
    number: Number = Field(title="决定书文号")


class NotifyParty(ActData):
    """Facts, reasons, basis and the intended decision, told to the party before anything is decided."""

    number: Number = Field(title="告知书文号")
    served_by: Way = Field(title="送达方式", json_schema_extra=_WAYS)
    proposal: str = Field(title="拟作出的决定", min_length=4, max_length=1000, json_schema_extra=LONG)


class RecordPartyStatement(ActData):
    """What the party did with its right to be heard."""

    heard: Heard = Field(title="当事人", json_schema_extra=_HEARD)
    text: str = Field(title="主要意见和复核情况", min_length=2, max_length=1000, json_schema_extra=LONG)


class SetCaseHearing(ActData):
    """When and where; the party is told seven working days before."""

    hearing_on: date = Field(title="听证日期")
    place: str = Field(title="地点", min_length=2, max_length=200)


class SubmitCaseReview(ActData):
    """What is put before legal review."""

    ground: str = Field(title="法制审核的情形", min_length=1, max_length=40, json_schema_extra=CHOICE)
    proposal: str = Field(title="处理建议", min_length=4, max_length=1000, json_schema_extra=LONG)


class PassCaseReview(ActData):
    """What legal review found in order."""

    opinion: str = Field(title="审核意见", min_length=2, max_length=1000, json_schema_extra=LONG)
    authority: bool = Field(default=False, title="主体、权限合法")
    evidence: bool = Field(default=False, title="事实清楚、证据充分")
    law: bool = Field(default=False, title="适用法律准确、裁量适当")
    procedure: bool = Field(default=False, title="程序合法，文书完备")
    crime: bool = Field(default=False, title="已核对是否涉嫌犯罪须移送")


class ReturnCaseReview(ActData):
    """What legal review found wanting."""

    opinion: str = Field(title="审核意见", min_length=4, max_length=1000, json_schema_extra=LONG)
    investigate: bool = Field(default=False, title="须补充调查", description="补充调查后事实有变的，重新告知当事人")


class DiscussCase(ActData):
    """The heads together, on a grave or complex case."""

    discussed_on: date = Field(title="集体讨论日期")
    minutes: str = Field(title="讨论记录编号和结论", min_length=4, max_length=200)


class DecideCase(ActData):
    """The decision: a penalty, or none."""

    number: Number = Field(title="决定书文号")
    kinds: list[str] = Field(
        default_factory=list, title="处罚种类", description="不予处罚的一项也不选", json_schema_extra=CHOICE
    )
    fine: Money | None = Field(default=None, title="罚款（元）")
    confiscated: Money | None = Field(default=None, title="没收（元）")
    text: str = Field(title="决定的主要内容", min_length=4, max_length=1000, json_schema_extra=LONG)
    grave: bool = Field(default=False, title="情节复杂或者重大违法，须经集体讨论")


__all__ = [
    "CHOICE", "LONG", "ApproveMeasure", "DecideCase", "DeclineFiling", "DiscussCase", "FileCase", "HandleMeasure",
    "Money", "NotifyParty", "Number", "OpenFromClue", "OrderSeizure", "PassCaseReview", "PreserveEvidence", "RecordPartyStatement",
    "RegisterCase", "ReturnCaseReview", "RevokeFiling", "SetCaseHearing", "Short", "SubmitCaseReview",
]  # fmt: skip
