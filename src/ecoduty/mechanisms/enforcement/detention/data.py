"""What the acts of a transfer for detention ask for. Bodies are named by their keys, persons by their numbers in the directory."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.enforcement.detention.states import Afterwards
from ecoduty.mechanisms.enforcement.on_paper import OnPaper

CHOICE: dict[str, JsonValue] = {"widget": "choice"}
LONG: dict[str, JsonValue] = {"widget": "long_text"}
_AFTERWARDS: dict[str, JsonValue] = {"labels": dict(Afterwards.choices), "widget": "radio"}
Reason = Annotated[str, StringConstraints(min_length=4, max_length=500)]
Number = Annotated[str, StringConstraints(min_length=2, max_length=80)]


class ProposeDetention(ActData):
    """That a case shall go to the police for administrative detention."""

    case: str = Field(
        default="", title="行政案件", max_length=40, json_schema_extra=CHOICE, description="由哪个案件而来"
    )
    title: str = Field(
        default="", title="案件名称", max_length=200, description="不写当事人姓名和身份证号码；选了上面的案件可以不填"
    )
    ground: str = Field(title="适用情形", min_length=1, max_length=40, json_schema_extra=CHOICE)
    officers: tuple[int, ...] = Field(
        title="办案人员", min_length=1, max_length=20, json_schema_extra={"widget": "radio"}, description="不少于两名"
    )
    police: str = Field(title="移送哪个公安机关", min_length=1, max_length=80, json_schema_extra=CHOICE)


class DeclineDetention(ActData):
    """Why it does not go."""

    reason: Reason = Field(title="不移送的理由", json_schema_extra=LONG)


class SendDetentionFile(ActData):
    """The letter with which the file goes."""

    letter_number: Number = Field(title="移送书文号")
    copied: bool = Field(default=False, title="原件随案移送，复印件已留存")


class TakeInDetention(OnPaper):
    """That the police have the file."""

    receipt_number: Number = Field(title="受案回执编号")


class AskDetentionSupplement(OnPaper):
    """What is still needed."""

    wanted: tuple[Annotated[str, StringConstraints(min_length=2, max_length=200)], ...] = Field(
        title="需补充的材料", min_length=1, max_length=20, json_schema_extra=LONG, description="一行一件"
    )


class SupplementDetention(ActData):
    """What was brought after all, or why it cannot be."""

    note: Reason = Field(title="补充了什么，补不了的写明原因", json_schema_extra=LONG)


class GoOnWithDetention(OnPaper):
    """That the conditions for detention are there; no more is asked."""


class DecideDetention(OnPaper):
    """The decision on detention."""

    decision_number: Number = Field(title="行政处罚决定书文号")
    persons: int = Field(title="拘留人数", ge=1, le=100)
    days: int = Field(title="最长拘留日数", ge=1, le=20)


class CopyDetentionDecision(OnPaper):
    """That whoever transferred the case has the decision."""

    copy_number: str = Field(default="", title="抄送文号", max_length=80, description="没有另行编号的不填")


class ReturnDetentionFile(OnPaper):
    """Why the file comes back."""

    reason: Reason = Field(title="退卷理由", json_schema_extra=LONG)


class TakeBackDetentionFile(ActData):
    """That the file is back, and what becomes of the case."""

    afterwards: Afterwards = Field(title="案件怎么办", json_schema_extra=_AFTERWARDS)
    note: str = Field(default="", title="说明", max_length=500)
