"""What the acts of procuratorate and court ask for: arrest, prosecution, judgment."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field, JsonValue

from ecoduty.mechanisms.enforcement.on_paper import OnPaper
from ecoduty.mechanisms.enforcement.transfer.data import CHOICE, LONG, Key, Number, Words
from ecoduty.mechanisms.enforcement.transfer.states import ArrestDecision, CriminalJudgment, NonProsecutionGround

_ARREST: dict[str, JsonValue] = {"labels": dict(ArrestDecision.choices), "widget": "radio"}
_JUDGED: dict[str, JsonValue] = {"labels": dict(CriminalJudgment.choices), "widget": "radio"}
_NOT: dict[str, JsonValue] = {"labels": dict(NonProsecutionGround.choices), "widget": "radio"}


class DecideArrest(OnPaper):
    """Whether arrest is approved."""

    outcome: ArrestDecision = Field(title="审查逮捕结果", json_schema_extra=_ARREST)
    number: Number = Field(title="文号")
    reason: str = Field(default="", title="理由", max_length=2000, json_schema_extra=LONG, description="不批准的须写明")


class ReturnForInvestigation(OnPaper):
    """What is to be investigated further."""

    number: Number = Field(title="文号")
    wanted: Words = Field(title="需要补充侦查的事项", json_schema_extra=LONG)


class FinishReinvestigation(OnPaper):
    """What the supplementary investigation brought."""

    number: Number = Field(title="文号")
    answer: Words = Field(title="补充侦查结果", json_schema_extra=LONG)


class ProsecuteCase(OnPaper):
    """The indictment and the court it goes to."""

    number: Number = Field(title="起诉书文号")
    court: Key = Field(title="受理的人民法院", json_schema_extra=CHOICE)


class DecideNonProsecution(OnPaper):
    """Why it is not prosecuted."""

    number: Number = Field(title="不起诉决定书文号")
    ground: NonProsecutionGround = Field(title="不起诉的种类", json_schema_extra=_NOT)
    reason: Words = Field(title="理由", json_schema_extra=LONG)


class RecordJudgment(OnPaper):
    """The judgment, as far as the administrative case needs it."""

    number: Number = Field(title="裁判文书案号")
    outcome: CriminalJudgment = Field(title="裁判结果", json_schema_extra=_JUDGED)
    fine: Decimal | None = Field(default=None, title="罚金（元）", ge=Decimal(0), max_digits=14, decimal_places=2)


__all__ = [
    "DecideArrest",
    "DecideNonProsecution",
    "FinishReinvestigation",
    "ProsecuteCase",
    "RecordJudgment",
    "ReturnForInvestigation",
]  # fmt: skip
