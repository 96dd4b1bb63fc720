"""What the acts of a request for cooperation ask for. Bodies are named by their keys."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.coordination.states import Form, Outcome

LONG: dict[str, JsonValue] = {"widget": "long_text"}
FILE: dict[str, JsonValue] = {"widget": "file"}
_PARTNERS: dict[str, JsonValue] = {"widget": "radio"}  # boxes, where several
_POINTS: dict[str, JsonValue] = {"choices_from": "cooperation_points", "widget": "radio"}  # boxes, where several
_LETTERS: dict[str, JsonValue] = {"choices_from": "cooperation_letters", "widget": "choice"}
_RECIPIENTS: dict[str, JsonValue] = {"choices_from": "cooperation_recipients", "widget": "choice"}
_FORMS: dict[str, JsonValue] = {"labels": dict(Form.choices), "widget": "choice"}
_OUTCOMES: dict[str, JsonValue] = {"labels": dict(Outcome.choices), "widget": "choice"}
Line = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Point = Annotated[str, StringConstraints(min_length=2, max_length=200)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class AskCooperation(ActData):
    """What the lead of an item asks of each supporter: a request for each, answered and timed by itself (clause 7.2)."""

    partners: tuple[Key, ...] = Field(
        title="配合单位", min_length=1, max_length=30, json_schema_extra=_PARTNERS,
        description="可选几个：各成一件，各自答复、各自计时",
    )  # fmt: skip
    item: str = Field(title="事项", min_length=4, max_length=200, description="一句话说清要配合办什么")
    reason: str = Field(
        title="缘由和依据", min_length=10, max_length=2000, json_schema_extra=LONG,
        description="牵头的是哪项责任或任务，为何需要这个单位配合",
    )  # fmt: skip
    points: tuple[Point, ...] = Field(
        title="要求", min_length=1, max_length=12, json_schema_extra=LONG, description="一行一条；答复时逐条回应，核内容时逐条勾"
    )  # fmt: skip
    reply_by: date | None = Field(
        default=None, title="答复期限", description="急的可以提前，不能晚于规则书的期限；不填按规则书"
    )
    about: str = Field(
        default="",
        title="有关办件",
        max_length=40,
        description="因哪件任务、哪个办件请求配合，填它的办件编号；没有的不填",
    )
    origin_note: str = Field(default="", title="来源", max_length=200, json_schema_extra={"widget": "hidden"})


class AnswerCooperation(ActData):
    """What the supporter did about each point."""

    text: str = Field(title="配合情况", min_length=10, max_length=4000, json_schema_extra=LONG)
    file: str = Field(default="", title="附件", json_schema_extra=FILE)


class ObjectCooperation(ActData):
    """Why the supporter holds that this is not its to do."""

    text: str = Field(title="异议和依据", min_length=10, max_length=2000, json_schema_extra=LONG)
    file: str = Field(default="", title="附件", json_schema_extra=FILE)


class CheckAnswer(ActData):
    """Which points the answer covers: all of them, or it goes back."""

    covered: tuple[str, ...] = Field(default=(), title="已经落实的要求", max_length=12, json_schema_extra=_POINTS)
    note: str = Field(default="", title="核查意见", max_length=500, json_schema_extra=LONG)


class CooperationReason(ActData):
    """Why something goes back, stays or ends."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class RecordExchange(ActData):
    """A talk or a meeting (clause 7.3)."""

    form: Literal["talk", "meeting"] = Field(title="方式", json_schema_extra=_FORMS)
    held_on: date = Field(title="日期")
    attendees: str = Field(title="参加单位和人员", min_length=2, max_length=600, json_schema_extra=LONG)
    result: str = Field(title="结果", min_length=2, max_length=4000, json_schema_extra=LONG)
    file: str = Field(default="", title="记录扫描件", json_schema_extra=FILE)


class CooperationConferral(ActData):
    """Bodies conferred: what each held, and what it came to (clause 7.2)."""

    held_on: date = Field(title="会商日期")
    attendees: str = Field(title="参加单位和人员", min_length=2, max_length=600, json_schema_extra=LONG)
    positions: tuple[Line, ...] = Field(
        title="各方意见", min_length=2, max_length=30, json_schema_extra=LONG,
        description="一行一个：单位｜意见；双方的意见都要写",
    )  # fmt: skip
    outcome: Literal["agreed", "partly", "open"] = Field(title="会商结果", json_schema_extra=_OUTCOMES)
    result: str = Field(
        title="议定事项或分歧", min_length=2, max_length=4000, json_schema_extra=LONG, description="达成一致的写议定什么、谁办、何时；没有的写分歧在哪里"
    )  # fmt: skip
    file: str = Field(default="", title="会议纪要扫描件", json_schema_extra=FILE)


class NumberLetter(ActData):
    """The number that the lead's own office system gave to a paper of the ladder."""

    letter: int = Field(title="公文", json_schema_extra=_LETTERS)
    number: str = Field(
        title="发文字号", max_length=60, pattern=r"^[^\s〔〕]{1,20}〔\d{4}〕[1-9]\d{0,5}号$",
        description="照录本单位办公系统的字号，如“×环〔2026〕12号”",
    )  # fmt: skip


class LetterReceipt(ActData):
    """A receipt of a paper of the ladder, recorded for who does not work on this platform."""

    recipient: int = Field(title="收文单位", json_schema_extra=_RECIPIENTS)
    received_on: date = Field(title="签收日期")
    evidence: str = Field(title="凭证", min_length=2, max_length=300, description="如“公文交换站回执第35号”")
    scan: str = Field(default="", title="签收单", json_schema_extra=FILE)
