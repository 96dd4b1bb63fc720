"""What the acts of a referral ask for. Bodies are named by their keys, persons by their numbers in the directory."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.casework.duties.deciding import ExtendDeadline
from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.accountability.states import PARTS, Exemption

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
FILE: dict[str, JsonValue] = {"widget": "file"}
DIGEST: dict[str, JsonValue] = {"widget": "file_digest"}
_EXEMPTIONS: dict[str, JsonValue] = {"labels": dict(Exemption.choices), "widget": "radio"}
_PARTS: dict[str, JsonValue] = {
    "choices": [[part, PARTS[part]] for part in ("handler", "reviewer", "reader")],
    "widget": "choice",
}
Short = Annotated[str, StringConstraints(max_length=200)]


class RegisterReferral(ActData):
    """That duty was failed, seen by whom on which day; nothing of what happened (clause 15.1)."""

    established_on: date = Field(title="认定日期", description="从这一天起算移交时限")
    source: str = Field(title="发现途径", min_length=1, max_length=40, json_schema_extra=CHOICE)
    about: str = Field(
        default="", title="有关办件编号", max_length=40, description="只记编号，那个办件上不留任何痕迹；没有的不填"
    )
    reviewer: int = Field(
        title="复核人", json_schema_extra=CHOICE, description="本单位负责人，不能是登记人自己；登记后即可看到此件"
    )


class AddRow(ActData):
    """One line of fact, duty and consequence; what is missing is added before it is compared."""

    situation: str = Field(default="", title="事实：属于哪种情形", max_length=60, json_schema_extra=CHOICE)
    duty: Short = Field(
        default="", title="职责：应履行而未履行的", description="清单事项或法条，只写名称和条号，不写经过"
    )
    consequence: str = Field(default="", title="后果：损害或不良影响", max_length=60, json_schema_extra=CHOICE)


class TakeOutRow(ActData):
    """A line that was wrong."""

    row: int = Field(title="哪一行", json_schema_extra=CHOICE)


class AddConcerned(ActData):
    """A person whom it concerns: without a post nobody is named. The name leaves no trace in the ledger but a salted digest."""

    secrets: ClassVar[frozenset[str]] = frozenset({"name"})

    post: str = Field(title="职务", min_length=2, max_length=100, description="没有职务的不能登记：责任跟着职务走")
    body: str = Field(title="所在单位", min_length=1, max_length=80, json_schema_extra=CHOICE)
    rank: str = Field(
        title="职级", min_length=1, max_length=40, json_schema_extra=CHOICE, description="据此推出干部管理权限"
    )
    name: str = Field(default="", title="姓名", max_length=40, description="加密保存，页面上遮盖；可以不填")


class TakeOutConcerned(ActData):
    """A person whom it does not concern after all."""

    person: int = Field(title="哪一人", json_schema_extra=CHOICE)


class OpenNames(ActData):
    """Why one has to read the names."""

    reason: str = Field(title="查看理由", min_length=4, max_length=200, description="理由和查看人都留痕；十分钟内有效")


class AddItem(ActData):
    """A piece that goes with it: its name, its digest and its pages. A file is measured when it arrives and not kept."""

    name: str = Field(title="材料名称", min_length=2, max_length=200, description="名称里不写案情和人名")
    pages: int = Field(title="页数", ge=1, le=100000)
    measured: str = Field(
        default="", title="由文件计算摘要", max_length=100, pattern="^([0-9a-f]{64}:[0-9]{1,15})?$", json_schema_extra=DIGEST,
        description="只在收到时算一遍 SM3，文件不保存",
    )  # fmt: skip
    sm3: str = Field(
        default="", title="或填写 SM3 摘要", pattern="^([0-9a-fA-F]{64})?$", max_length=64, description="64位十六进制；在离线机器上算好的填这里"
    )  # fmt: skip


class TakeOutItem(ActData):
    """A piece that does not go with it."""

    item: int = Field(title="哪一件", json_schema_extra=CHOICE)


class SetDestination(ActData):
    """To whom it goes, by who manages the cadre (clause 15.2)."""

    destination: str = Field(title="移交对象", min_length=1, max_length=80, json_schema_extra=CHOICE)
    reason: Short = Field(default="", title="理由", description="与按干部管理权限推出的不一致时须写明")


class WeighExemption(ActData):
    """Whether due diligence exempts, looked at before anybody is referred (clause 17.2)."""

    finding: Exemption = Field(title="尽职免责", json_schema_extra=_EXEMPTIONS)
    basis: Short = Field(default="", title="认定依据", description="认定文书的文号、日期；没有情形的不填")


class ReviewReferral(ActData):
    """A second person has held the rows, the exemption and the destination against each other (clause 15.5)."""

    corresponds: bool = Field(default=False, title="事实、职责、后果逐一对应，没有单独成立的")
    weighed: bool = Field(default=False, title="已核对尽职免责的结论")
    destination_right: bool = Field(default=False, title="移交对象符合干部管理权限")


class Returned(ActData):
    """What is to be put right, in a line; no facts of the case."""

    note: str = Field(title="退回原因", min_length=2, max_length=200, description="指出哪一项不符，不写案情")


class Refer(ActData):
    """The letter by which it goes, with the inventory and its digests."""

    letter_number: str = Field(title="移交函文号", min_length=2, max_length=80, description="本单位保密渠道的文号")
    checked: bool = Field(default=False, title="清单所列材料已逐件核对摘要")


class RecordReceipt(ActData):
    """That the destination has it: recorded on its behalf, for it does not log in here."""

    received_on: date = Field(title="签收日期")
    received_by: str = Field(title="签收单位和岗位", min_length=2, max_length=100)
    receipt_number: str = Field(title="回执编号", min_length=2, max_length=80)


class RecordOutcome(ActData):
    """What became of it, as little as needed: a code, a day, a number."""

    outcome: str = Field(title="结果", min_length=1, max_length=40, json_schema_extra=CHOICE)
    outcome_on: date = Field(title="告知日期")
    outcome_number: str = Field(default="", title="告知文号", max_length=80)


class DecideNot(ActData):
    """That it is not referred, and for which reason: recorded like a referral (clause 15.3)."""

    reason: str = Field(title="不移交的理由", min_length=1, max_length=40, json_schema_extra=CHOICE)
    basis: str = Field(title="依据", min_length=2, max_length=200, description="文号、条款或会议纪要；不写案情")


class LetIn(ActData):
    """Another person who may know of it."""

    person: int = Field(title="人员", json_schema_extra=CHOICE)
    part: str = Field(title="身份", pattern="^(handler|reviewer|reader)$", json_schema_extra=_PARTS)
    reason: str = Field(title="理由", min_length=2, max_length=200)


class LetOut(ActData):
    """A person who need not know of it any more."""

    person: int = Field(title="人员", json_schema_extra=CHOICE)
    reason: str = Field(title="理由", min_length=2, max_length=200)


class AskAssistance(ActData):
    """What a body is asked for (clause 15.4): pieces by name, not why."""

    body: str = Field(title="被协查单位", min_length=1, max_length=80, json_schema_extra=CHOICE)
    posts: tuple[str, ...] = Field(
        title="送达",
        min_length=1,
        max_length=4,
        json_schema_extra={"widget": "radio"},
        description="只有在这些岗位上的人看得到",
    )
    wanted: tuple[Annotated[str, StringConstraints(min_length=2, max_length=200)], ...] = Field(
        title="需提供的材料",
        min_length=1,
        max_length=20,
        json_schema_extra=LONG,
        description="一行一件；不写案由，不写涉及何人",
    )
    reply_by: date | None = Field(
        default=None, title="答复期限", description="可以早于规则书的期限，不能更晚；不填按规则书"
    )


class WriteNarrative(ActData):
    """The account of it, where this installation keeps more than a register. It leaves only a digest in the ledger."""

    secrets: ClassVar[frozenset[str]] = frozenset({"text"})

    text: str = Field(title="情况", min_length=4, max_length=8000, json_schema_extra=LONG)


class AttachPiece(ActData):
    """A piece itself, where this installation keeps more than a register."""

    file: str = Field(title="附件", min_length=1, json_schema_extra=FILE)
    pages: int = Field(title="页数", ge=1, le=100000)


class ExtendReferral(ExtendDeadline):
    """A later last day, decided by the second person."""
