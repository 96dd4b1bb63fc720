"""What the acts of eco-damage compensation ask for. Money in yuan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.casework.duties.deciding import ExtendDeadline
from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.enforcement.damage.keys import (
    CHECK,
    CLAIM,
    CONFIRMATION,
    EVALUATION,
    LIMITATION,
    NEGOTIATION,
    RESTORATION,
    SUING,
)
from ecoduty.mechanisms.enforcement.damage.states import Finding, Judged, Reached, Way
from ecoduty.mechanisms.enforcement.dated import Dated
from ecoduty.mechanisms.enforcement.on_paper import OnPaper

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
FILE: dict[str, JsonValue] = {"widget": "file"}
Yuan = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Number = Annotated[str, StringConstraints(min_length=2, max_length=80)]


def _labelled(choices: list[tuple[str, str]]) -> dict[str, JsonValue]:
    return {"labels": dict(choices), "widget": "radio"}


class RegisterDamage(ActData):
    """A clue that the environment was damaged, and from where it came."""

    title: str = Field(
        title="案件名称", min_length=4, max_length=120, description="写地点和事情，不写个人姓名和证件号码"
    )
    source: Code = Field(title="线索来源", json_schema_extra=CHOICE)
    source_note: str = Field(default="", title="来源说明", max_length=200, description="文号、办件编号；没有的不填")
    about: str = Field(
        default="", title="有关办件编号", max_length=40, description="您看得到的案件、问题、反映；填了就和它互相链接"
    )
    received_on: date = Field(title="收到线索之日", description="初步核查的期限从这一天起算")
    known_on: date | None = Field(
        default=None, title="知道损害和义务人之日", description="诉讼时效从这一天起算；不填按收到线索之日"
    )
    place: str = Field(title="地点", min_length=2, max_length=200)
    what: str = Field(title="损害情况", min_length=4, max_length=4000, json_schema_extra=LONG)
    officers: tuple[int, ...] = Field(
        title="办案人员", min_length=1, max_length=8, json_schema_extra=CHOICE, description="至少两人"
    )


class ReportCheck(Dated):
    """What the preliminary check found."""

    met_by: ClassVar = {CHECK: "checked_on"}

    checked_on: date = Field(title="核查完成之日")
    finding: Finding = Field(title="核查结论", json_schema_extra=_labelled(Finding.choices))
    ground: str = Field(
        default="", title="不启动的情形", max_length=40, json_schema_extra=CHOICE, description="建议不启动的必选"
    )
    estimate: Yuan | None = Field(default=None, title="初步估计的损害数额（元）")
    text: str = Field(title="核查情况", min_length=4, max_length=4000, json_schema_extra=LONG)


class FileDamage(ActData):
    """That compensation is claimed: decided by a head."""

    number: Number = Field(title="立案文号")


class DoNotStart(ActData):
    """That no compensation is claimed, and why."""

    ground: Code = Field(title="不启动的情形", json_schema_extra=CHOICE)
    reason: str = Field(
        title="理由", min_length=4, max_length=500, json_schema_extra=LONG, description="检察机关看得到"
    )


class DamageReason(ActData):
    """Why."""

    reason: str = Field(title="理由", min_length=2, max_length=500)


class MarkMajor(ActData):
    """Which kind of major case it is."""

    kind: Code = Field(title="重大案件的情形", json_schema_extra=CHOICE)


class ReportMajor(ActData):
    """The report on a major case to who is above."""

    to: str = Field(title="报给谁", min_length=2, max_length=100)
    number: Number = Field(title="报告文号")
    reported_on: date = Field(title="报告日期")


class Commission(ActData):
    """How the damage is assessed, and by whom. A simple assessment has three conditions."""

    way: Way = Field(title="评估方式", json_schema_extra=_labelled(Way.choices))
    institution: str = Field(title="评估机构或者专家", min_length=2, max_length=120)
    commissioned_on: date = Field(title="委托日期")
    plain: bool = Field(default=False, title="损害事实简单（简易评估须勾选）")
    undisputed: bool = Field(default=False, title="责任认定没有争议（简易评估须勾选）")


class RecordAssessment(ActData):
    """What the assessment came to."""

    amount: Yuan = Field(title="损害数额（元）")
    number: Number = Field(title="报告或者意见编号")
    assessed_on: date = Field(title="出具日期")
    file: str = Field(default="", title="评估报告", json_schema_extra=FILE)


class InviteNegotiation(Dated):
    """The notice by which the negotiation begins."""

    met_by: ClassVar = {CLAIM: "sent_on"}

    number: Number = Field(title="磋商告知书文号")
    sent_on: date = Field(title="送达日期", description="磋商的期限从这一天起算")


class RecordMeeting(ActData):
    """One meeting of the negotiation."""

    held_on: date = Field(title="会议日期")
    attended: str = Field(title="参加单位", min_length=2, max_length=300, description="单位、岗位，不写个人姓名")
    result: str = Field(title="会议结果", min_length=2, max_length=2000, json_schema_extra=LONG)
    extra_reason: str = Field(
        default="", title="超出次数的理由", max_length=300, description="原则上不超过三次，第四次起必填"
    )
    file: str = Field(default="", title="会议记录", json_schema_extra=FILE)


class SignAgreement(Dated):
    """The agreement on compensation."""

    met_by: ClassVar = {NEGOTIATION: "signed_on", LIMITATION: "signed_on"}

    number: Number = Field(title="协议编号")
    signed_on: date = Field(title="签订日期")
    effective_on: date | None = Field(
        default=None, title="生效日期", description="不填为签订日期；申请司法确认的期限从生效起算"
    )
    way: Code = Field(title="承担方式", json_schema_extra=CHOICE)
    amount: Yuan | None = Field(default=None, title="赔偿或者修复费用（元）")
    restore_by: date = Field(title="履行和修复期限", description="协议写明的最后一天")
    file: str = Field(default="", title="协议扫描件", json_schema_extra=FILE)


class FailNegotiation(Dated):
    """That no agreement came of it."""

    met_by: ClassVar = {NEGOTIATION: "failed_on"}

    ground: Code = Field(title="磋商不成的情形", json_schema_extra=CHOICE)
    failed_on: date = Field(title="认定日期")
    reason: str = Field(title="说明", min_length=2, max_length=500, json_schema_extra=LONG)


class ApplyConfirmation(Dated):
    """The joint application to the court that confirms the agreement."""

    met_by: ClassVar = {CONFIRMATION: "applied_on"}

    court: Code = Field(title="人民法院", json_schema_extra=CHOICE)
    applied_on: date = Field(title="申请日期")


class AnnounceConfirmation(OnPaper):
    """The court's public notice of the agreement."""

    announced_on: date = Field(title="公告日期", description="公告期满才能裁定")


class ConfirmAgreement(OnPaper):
    """The court's ruling that confirms."""

    number: Number = Field(title="裁定书文号")
    confirmed_on: date = Field(title="裁定日期")


class RefuseConfirmation(OnPaper):
    """The court's ruling that does not."""

    number: Number = Field(title="裁定书文号")
    refused_on: date = Field(title="裁定日期")
    reason: str = Field(title="理由", min_length=2, max_length=500)


class Sue(Dated):
    """The suit. It becomes a case of its own with the court's milestones."""

    met_by: ClassVar = {SUING: "sued_on", CLAIM: "sued_on", LIMITATION: "sued_on"}

    court: Code = Field(title="人民法院", json_schema_extra=CHOICE)
    sued_on: date = Field(title="起诉日期")
    claimed: Yuan = Field(title="诉讼请求数额（元）")


class RecordDamageJudgment(ActData):
    """What the suit came to for the claim; the court's own record stands in the suit."""

    result: Judged = Field(title="裁判结果", json_schema_extra=_labelled(Judged.choices))
    number: Number = Field(title="裁判文书文号")
    effective_on: date = Field(title="生效日期")
    amount: Yuan | None = Field(default=None, title="裁判数额（元）")
    restore_by: date | None = Field(
        default=None, title="履行和修复期限", description="支持赔偿的必填：裁判写明的最后一天"
    )


class RecordPerformance(ActData):
    """What was paid or restored."""

    on: date = Field(title="日期")
    paid: Yuan | None = Field(default=None, title="支付（元）")
    text: str = Field(title="履行和修复情况", min_length=2, max_length=2000, json_schema_extra=LONG)
    file: str = Field(default="", title="凭证", json_schema_extra=FILE)


class ReportRestored(Dated):
    """That everything owed was done."""

    met_by: ClassVar = {RESTORATION: "restored_on"}

    restored_on: date = Field(title="修复和履行完成之日")
    text: str = Field(title="完成情况", min_length=2, max_length=2000, json_schema_extra=LONG)
    file: str = Field(default="", title="完成材料", json_schema_extra=FILE)


class RecordEvaluation(Dated):
    """Whether the restoration reached its aim."""

    met_by: ClassVar = {EVALUATION: "evaluated_on"}

    reached: Reached = Field(title="评估结论", json_schema_extra=_labelled(Reached.choices))
    by: str = Field(title="评估机构", min_length=2, max_length=120)
    evaluated_on: date = Field(title="评估日期")
    text: str = Field(title="评估意见", min_length=2, max_length=2000, json_schema_extra=LONG)
    restore_by: date | None = Field(default=None, title="继续修复的期限", description="没有达到的必填")
    file: str = Field(default="", title="评估报告", json_schema_extra=FILE)


class WaiveEvaluation(ActData):
    """Why the effect need not be evaluated."""

    ground: Code = Field(title="不评估的情形", json_schema_extra=CHOICE)
    reason: str = Field(title="说明", min_length=4, max_length=500, json_schema_extra=LONG)


class CloseDamage(ActData):
    """The note with which it is closed."""

    note: str = Field(title="结案说明", min_length=4, max_length=1000, json_schema_extra=LONG)


class ExtendDamage(ExtendDeadline):
    """A later last day, decided by a head: of the negotiation, of the restoration."""


class ShowProcuratorate(ActData):
    """Why the procuratorate is let in: the label of the limit that passed."""

    because: str = Field(title="为何", min_length=1, max_length=40)


class Intervene(OnPaper):
    """What the procuratorate makes of it."""

    sort: Code = Field(title="处理", json_schema_extra=CHOICE)
    on: date = Field(title="日期")
    number: str = Field(default="", title="文号", max_length=80)
    text: str = Field(default="", title="意见", max_length=2000, json_schema_extra=LONG)
