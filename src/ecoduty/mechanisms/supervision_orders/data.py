"""What the acts of supervision orders ask for. Bodies are named by their keys or their names."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.casework.documents.numbers import SignData
from ecoduty.kernel.flow import ActData

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
FILE: dict[str, JsonValue] = {"widget": "file"}
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class PrepareOrder(ActData):
    """What is to be supervised, on whose word, and what is asked of whom by when (clause 12.1)."""

    subject: str = Field(title="督办事项", min_length=4, max_length=200, description="一句话说清督办什么")
    grounds: str = Field(
        title="立项依据", min_length=4, max_length=2000, description="哪次会议、哪份文件、哪条批示", json_schema_extra=LONG
    )  # fmt: skip
    approved_by: str = Field(title="谁批准立项", min_length=2, max_length=200, description="职务姓名和日期")
    requirements: str = Field(title="办理要求", min_length=4, max_length=4000, json_schema_extra=LONG)
    limit_on: date = Field(title="办结期限", description="最后一天")
    rhythm: str = Field(title="反馈要求", min_length=1, max_length=40, json_schema_extra=CHOICE)
    receivers: tuple[Name, ...] = Field(
        title="承办单位", min_length=1, max_length=60, description="勾选，或一行一个写名称、简称；各自签收、反馈、核查", json_schema_extra=LONG
    )  # fmt: skip


class IssueOrder(SignData):
    """The order goes out as an official document: its number and its sealed original."""


class AddReceivers(ActData):
    """Further bodies are ordered, on the same terms."""

    receivers: tuple[Name, ...] = Field(
        title="增加的承办单位",
        min_length=1,
        max_length=60,
        description="勾选，或一行一个写名称、简称",
        json_schema_extra=LONG,
    )
    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class SupervisionReason(ActData):
    """Why."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class CloseOrder(ActData):
    """What came of it as a whole."""

    conclusion: str = Field(title="督办结论", min_length=4, max_length=4000, json_schema_extra=LONG)


class SignForWork(ActData):
    """Who in the body does it."""

    unit: str = Field(title="承办处室", min_length=2, max_length=60)
    person: str = Field(title="责任人", min_length=2, max_length=60)


class PaperReceipt(ActData):
    """The receipt of a body that does not work on this platform."""

    received_on: date = Field(title="签收日期")
    evidence: str = Field(title="凭证", min_length=2, max_length=300, description="如“公文交换站回执第35号”")


class GiveFeedback(ActData):
    """How far it is."""

    text: str = Field(title="办理进展", min_length=4, max_length=4000, json_schema_extra=LONG)
    difficulties: str = Field(
        default="", title="困难和需要协调的", max_length=2000, description="没有的不填", json_schema_extra=LONG
    )
    file: str = Field(default="", title="附件", json_schema_extra=FILE)


class ReportResult(ActData):
    """It is held to be done."""

    text: str = Field(title="办理结果", min_length=10, max_length=4000, json_schema_extra=LONG)
    file: str = Field(default="", title="附件", json_schema_extra=FILE)


class EnterFeedback(GiveFeedback):
    """What a body that does not work on this platform reported on paper."""

    evidence: str = Field(title="来文凭证", min_length=2, max_length=300, description="来文字号，或回执编号")


class EnterResult(ReportResult):
    """The same of a result."""

    evidence: str = Field(title="来文凭证", min_length=2, max_length=300, description="来文字号，或回执编号")


class CheckResult(ActData):
    """How it was checked, and what was found."""

    way: str = Field(title="核查方式", min_length=1, max_length=40, json_schema_extra=CHOICE)
    finding: str = Field(title="核查情况", min_length=4, max_length=2000, json_schema_extra=LONG)


class LinkTask(ActData):
    """A task that this belongs with."""

    task: str = Field(title="任务的办件编号", min_length=4, max_length=40, description="如 2026-0000123")


class HandOver(ActData):
    """A task of the body's own year, made of this."""

    goal: str = Field(default="", title="目标", max_length=2000, description="不填的，以后在任务草稿里补", json_schema_extra=LONG)  # fmt: skip


class Entrust(ActData):
    """Which order, which body: for the platform itself."""

    order: int = Field(title="督办单")
    body: int = Field(title="承办单位")
