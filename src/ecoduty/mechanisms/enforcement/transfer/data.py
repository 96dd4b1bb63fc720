"""What the acts of a transfer ask for up to the decision of the police, and what ends it on the administrative side.

The day and hour of what happened is the act's own legal time and asked nowhere a second time.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.casework.duties.board import Board, DeadlineData
from ecoduty.casework.duties.effect import met_at_once
from ecoduty.kernel.flow import ActData, Attempt
from ecoduty.mechanisms.enforcement.on_paper import OnPaper
from ecoduty.mechanisms.enforcement.transfer import queries
from ecoduty.mechanisms.enforcement.transfer.states import PoliceReconsidered

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
Number = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Words = Annotated[str, StringConstraints(min_length=4, max_length=2000)]
_RECONSIDERED: dict[str, JsonValue] = {"labels": dict(PoliceReconsidered.choices), "widget": "radio"}


class RegisterTransfer(ActData):
    """A case suspected of crime, and the special team that verifies it (at least two officers)."""

    title: str = Field(
        title="案件名称",
        min_length=4,
        max_length=200,
        description="写行为和地点，不写人名；身份证号码会被遮住",
    )
    group: str = Field(title="类别", min_length=1, max_length=40, json_schema_extra=CHOICE)
    officers: tuple[int, ...] = Field(
        title="专案组成员", min_length=1, max_length=20, json_schema_extra=CHOICE, description="两名以上执法人员"
    )
    about: str = Field(
        default="", title="行政案件编号", max_length=40, description="由行政案件转来的自动填写；没有的不填"
    )


class ReportTransfer(ActData):
    """The written report on which the head decides."""

    crime: str = Field(title="涉嫌罪名", min_length=1, max_length=60, json_schema_extra=CHOICE)
    facts_found: Words = Field(title="涉嫌犯罪的事实和证据", json_schema_extra=LONG)
    lawful: bool = Field(default=False, title="执法主体和程序合法")
    proved: bool = Field(default=False, title="有合法证据证明涉嫌犯罪的事实发生")


class RefuseTransfer(ActData):
    """Why a case is not transferred; the reason stays with the case."""

    reason: Annotated[str, StringConstraints(min_length=10, max_length=900)] = Field(
        title="不批准移送的理由", json_schema_extra=LONG, description="存档备查，检察机关可以监督"
    )


class SendTransfer(ActData):
    """To whom it goes: the police of the same level, with a copy of the letter to the procuratorate at the same time."""

    letter_number: Number = Field(title="移送书文号")
    police: Key = Field(title="受移送的公安机关", json_schema_extra=CHOICE)
    procuratorate: Key = Field(title="抄送的人民检察院", json_schema_extra=CHOICE)


class ReceiveTransfer(OnPaper):
    """The receipt of the police. It says for which letter it stands."""

    letter_number: Number = Field(title="回执所载移送书文号", description="与移送书文号不一致的回执不能登记")
    receipt_number: Number = Field(title="回执文号")
    received_by: str = Field(default="", title="接收人", max_length=80)


class ApproveTransfer(ActData):
    """The head in office decides; whoever presides in his place says on what ground."""

    presiding: str = Field(
        default="",
        title="主持工作的依据",
        max_length=200,
        description="正职批准的不填；副职主持工作的，填任命或授权文号",
    )


class ReturnReport(ActData):
    """What is to be verified once more before the head can decide."""

    reason: Words = Field(title="需要再核实的事项", json_schema_extra=LONG)


class AskForSupplement(OnPaper):
    """What is missing, in writing."""

    number: str = Field(default="", title="文号", max_length=80)
    wanted: Words = Field(title="需要补充的内容", json_schema_extra=LONG)


class _InTime(DeadlineData):
    """Base of what has to be said within hours of receiving, where it has to be said at all."""

    limit: ClassVar[str] = ""

    def change(self, board: Board, attempt: Attempt) -> None:
        """Whether it was said in time is kept for ever, counted from the moment of receiving."""
        received = attempt.subject.criminal_transfer.papers.filter(act="receive_transfer").latest("id")
        met_at_once(board, attempt, self.limit, received.at)


class AskMaterials(AskForSupplement, _InTime):
    """Which materials are missing; told within twenty-four hours."""

    limit: ClassVar[str] = queries.MATERIALS_NOTICE


class SupplyAnswer(ActData):
    """What was brought, and why what was not could not be."""

    answer: Words = Field(title="补充的材料和情况", json_schema_extra=LONG)
    cannot: str = Field(default="", title="不能补充的部分和原因", max_length=1000, json_schema_extra=LONG)


class PassToPolice(OnPaper, _InTime):
    """Another police body has it to decide; passed on within twenty-four hours."""

    limit: ClassVar[str] = queries.JURISDICTION

    police: str = Field(default="", title="转送的公安机关", max_length=80, json_schema_extra=CHOICE)
    elsewhere: str = Field(
        default="",
        title="或者外地、名录以外的公安机关",
        max_length=80,
        description="填全称；其后各步由本单位凭文书代为登记",
    )
    number: str = Field(default="", title="文号", max_length=80)
    reason: Words = Field(title="不属本机关管辖的理由", json_schema_extra=LONG)


class ReasonedPaper(OnPaper):
    """A paper of another office with its number and its reason."""

    number: Number = Field(title="文号")
    reason: Words = Field(title="理由", json_schema_extra=LONG)


class ReturnTransfer(ReasonedPaper, _InTime):
    """It is not for the police at all; returned within twenty-four hours."""

    limit: ClassVar[str] = queries.RETURN


class NumberedPaper(OnPaper):
    """A paper of another office with its number."""

    number: Number = Field(title="文号")


class LongerForClues(OnPaper):
    """The police need to look into clues first."""

    reason: Words = Field(title="需要查证的线索", json_schema_extra=LONG)


class LongerForWeight(OnPaper):
    """The case is grave, difficult or complex, and the head of the police agrees to thirty days."""

    reason: Words = Field(title="重大、疑难、复杂的情形", json_schema_extra=LONG)
    approved_by: str = Field(title="批准的负责人职务", min_length=2, max_length=80)
    number: str = Field(default="", title="批准文号", max_length=80)


class HandOverGoods(ActData):
    """Goods and materials handed over after filing."""

    list_number: Number = Field(title="移交清单编号")
    pieces: int = Field(title="物品和材料件数", ge=1, le=1000000)
    received_by: str = Field(title="公安机关接收人", min_length=1, max_length=80)


class ContestDecision(ActData):
    """What the enforcing body asks of the police or the procuratorate."""

    number: Number = Field(title="文号")
    grounds: Words = Field(title="事实和理由", json_schema_extra=LONG)


class DecidePoliceReconsideration(OnPaper):
    """What the police came to."""

    outcome: PoliceReconsidered = Field(title="复议决定", json_schema_extra=_RECONSIDERED)
    number: Number = Field(title="文号")
    reason: Words = Field(title="理由", json_schema_extra=LONG)


class HandBackCase(ActData):
    """What follows from the criminal side for the administrative case."""

    follows: Words = Field(
        title="对行政案件的处理意见", json_schema_extra=LONG, description="例如：依法给予行政处罚；罚款折抵罚金"
    )
    set_off: Decimal | None = Field(
        default=None,
        title="折抵罚金的罚款（元）",
        ge=Decimal(0),
        max_digits=14,
        decimal_places=2,
        description="判处罚金前已缴的行政罚款；没有的不填",
    )


__all__ = [
    "ApproveTransfer",
    "AskForSupplement",
    "AskMaterials",
    "ContestDecision",
    "DecidePoliceReconsideration",
    "HandBackCase",
    "HandOverGoods",
    "LongerForClues",
    "LongerForWeight",
    "NumberedPaper",
    "PassToPolice",
    "ReasonedPaper",
    "ReceiveTransfer",
    "RefuseTransfer",
    "RegisterTransfer",
    "ReportTransfer",
    "ReturnReport",
    "ReturnTransfer",
    "SendTransfer",
    "SupplyAnswer",
]  # fmt: skip
