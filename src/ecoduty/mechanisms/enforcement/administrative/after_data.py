"""What the acts after the decision ask for, and those about elements of a crime. Money is in yuan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, JsonValue

from ecoduty.casework.duties.board import Board, DeadlineData
from ecoduty.casework.duties.effect import start_on
from ecoduty.casework.publications.data import Registration
from ecoduty.kernel.clock import local_date, start_of_day
from ecoduty.kernel.flow import ActData, Attempt
from ecoduty.mechanisms.enforcement.administrative import queries
from ecoduty.mechanisms.enforcement.administrative.data import CHOICE, LONG, Money, Number, Short
from ecoduty.mechanisms.enforcement.administrative.states import Annulment, Correction, Way
from ecoduty.mechanisms.enforcement.applying import APPLICATION, DEFERRED, undisputed

_WAYS: dict[str, JsonValue] = {"widget": "choice", "labels": dict(Way.choices)}
_ANNULMENTS: dict[str, JsonValue] = {"widget": "choice", "labels": dict(Annulment.choices)}
_FOUND: dict[str, JsonValue] = {"widget": "radio", "labels": dict(Correction.choices)}
DIGEST: dict[str, JsonValue] = {"widget": "file_digest"}
Measure = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=3)]


class ServeDecision(ActData):
    """How the decision reached the party."""

    served_by: Way = Field(title="送达方式", json_schema_extra=_WAYS)
    note: Short = Field(default="", title="送达回证", description="签收人身份或者邮件编号，不写姓名")


class RegisterPage(Registration):
    """Where the decision stands before the public: address, day, and the digest of the page as it was saved."""

    measured: str = Field(
        default="", title="保存的网页文件", max_length=100, pattern="^([0-9a-f]{64}:[0-9]{1,15})?$", json_schema_extra=DIGEST,
        description="只算一遍 SM3 摘要，文件不保存；以后可以核对网页有没有被改动",
    )  # fmt: skip
    checked: bool = Field(default=False, title="已隐去不应公开的内容（个人信息、商业秘密等）")


class WithholdPage(ActData):
    """Why it is not shown."""

    reason: str = Field(title="不公开的理由和依据", min_length=4, max_length=300, json_schema_extra=LONG)


class RecordAnnulment(DeadlineData):
    """What became of it on review or in court."""

    annulment: Annulment = Field(title="结果", json_schema_extra=_ANNULMENTS)
    number: Number = Field(title="复议决定书或者判决书文号")

    def change(self, board: Board, attempt: Attempt) -> None:
        """Nothing is enforced of a decision that is gone; one that was changed or found unlawful may still be."""
        row = board.find(attempt.subject.pk, APPLICATION)
        if row is not None and self.annulment in {Annulment.REVOKED, Annulment.VOID}:
            board.cancel(row, attempt)


class WithdrawPage(ActData):
    """It was taken down and the reason said in public."""

    withdrawn_on: date = Field(title="撤回日期")


class RecordPayment(DeadlineData):
    """Money that came in."""

    amount: Money = Field(title="金额（元）")
    paid_on: date = Field(title="缴款日期")
    voucher: str = Field(title="缴款凭证号", min_length=2, max_length=100)
    extra: bool = Field(default=False, title="属于加处罚款")

    def change(self, board: Board, attempt: Attempt) -> None:
        """Paid in full, and nothing else is to be enforced: on the day of the payment, whenever it was entered."""
        own = attempt.subject.administrative_case
        found = queries.decision(own)
        row = board.find(attempt.subject.pk, APPLICATION)
        if row is not None and found is not None and not queries.unperformed(own, found):
            same = self.paid_on == local_date(attempt.occurred_at)
            board.meet(row, attempt, at=attempt.occurred_at if same else start_of_day(self.paid_on))


class DeferPayment(DeadlineData):
    """A later day, or instalments."""

    pay_by: date = Field(title="最后缴款日期")
    plan: str = Field(title="分期安排和理由", min_length=4, max_length=300, json_schema_extra=LONG)

    def change(self, board: Board, attempt: Attempt) -> None:
        """The time for applying counts from the end of the deferral, where that comes after the party's own time is over. What
        was lost already does not come back by a deferral.
        """
        found = queries.decision(attempt.subject.administrative_case)
        row = board.find(attempt.subject.pk, APPLICATION)
        if row is None or found is None or found.served_at is None or row.is_late(attempt.occurred_at):
            return
        if self.pay_by > undisputed(local_date(found.served_at)).last:
            board.cancel(row, attempt)
            start_on(board, attempt, DEFERRED, self.pay_by, key=APPLICATION)


class OrderCorrection(ActData):
    """What has to be put right at once."""

    number: Number = Field(title="责令改正决定书文号")
    demand: str = Field(title="改正要求", min_length=4, max_length=500, json_schema_extra=LONG)
    daily: bool = Field(default=False, title="属于可以按日处罚的情形", description="勾选后须在期限内暗查复查")


class ReviewCorrection(ActData):
    """What the covert review found."""

    reviewed_on: date = Field(title="复查日期")
    found: Correction = Field(title="复查结果", json_schema_extra=_FOUND)
    text: str = Field(title="复查情况", min_length=4, max_length=500, json_schema_extra=LONG)


class ProposeClosing(ActData):
    """How it ended, put before the head."""

    ended_for: str = Field(title="结案方式", min_length=1, max_length=40, json_schema_extra=CHOICE)
    text: str = Field(title="履行、改正情况", min_length=4, max_length=500, json_schema_extra=LONG)


class CloseCase(ActData):
    """The head's word."""

    note: Short = Field(default="", title="备注")


class SendBackClosing(ActData):
    """What is missing before it can be closed."""

    reason: str = Field(title="退回的理由", min_length=4, max_length=300)


class PassToCourt(ActData):
    """The application that is prepared from now on. `application` is its number."""

    application: Number = Field(title="申请执行件编号")


class MeasureFacts(ActData):
    """Measured facts, held against the elements of a crime. What was not measured stays empty."""

    hazardous_waste_tons: Measure | None = Field(default=None, title="危险废物（吨）")
    pollutant: str = Field(default="", title="超标的污染物", max_length=40, json_schema_extra=CHOICE)
    times_over: Measure | None = Field(default=None, title="超标倍数", description="按监测报告所写的超标倍数")
    hidden_outlet: bool = Field(default=False, title="暗管、渗井、渗坑等逃避监管的方式")
    toxic_substance: bool = Field(default=False, title="排放的是有毒物质、放射性废物或者含病原体的废物")
    penalties_in_two_years: int | None = Field(default=None, title="二年内因同类行为受处罚次数", ge=0, le=1000)
    monitoring_falsified: bool = Field(default=False, title="重点排污单位篡改、伪造自动监测数据或者干扰监测设施")
    loss_yuan: Money | None = Field(default=None, title="公私财产损失（元）")
    illegal_gains_yuan: Money | None = Field(default=None, title="违法所得（元）")
    intake_stopped_hours: Measure | None = Field(default=None, title="水源取水中断（小时）")
    otherwise: str = Field(
        default="", title="另有入罪情形", max_length=300, description="规则书没有列的，写明条文和事实；没有的不填"
    )  # fmt: skip
    evidence: Short = Field(default="", title="证据", description="监测报告编号、称重单、评估报告等")


class KeepHere(ActData):
    """Why what meets an element is not transferred; the head answers for it."""

    reason: str = Field(
        title="不移送的理由",
        min_length=10,
        max_length=1000,
        json_schema_extra=LONG,
        description="逐项说明为什么不构成或者不需要移送，写明依据",
    )


class ProposeTransfer(ActData):
    """Why it is suspected to be a crime; which one, the transfer's own report says."""

    reason: str = Field(title="移送的理由", min_length=4, max_length=1000, json_schema_extra=LONG)


__all__ = [
    "CloseCase", "DeferPayment", "KeepHere", "MeasureFacts", "OrderCorrection", "PassToCourt", "ProposeClosing", "ProposeTransfer", "RecordAnnulment",
    "RecordPayment", "RegisterPage", "ReviewCorrection", "SendBackClosing", "ServeDecision", "WithdrawPage", "WithholdPage",
]  # fmt: skip
