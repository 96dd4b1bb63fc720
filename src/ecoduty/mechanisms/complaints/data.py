"""What the acts of a complaint ask for. Bodies are named by their keys, rows of lists by theirs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from ecoduty.casework.publications import privacy
from ecoduty.kernel.flow import ActData
from ecoduty.kernel.ledger.chain import sm3

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
Word = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Need = Annotated[str, StringConstraints(min_length=2, max_length=200)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=80)]
_CHECKED = "文中的电话、证件号等不是反映人的个人信息，已核对"
TEXT_LIMIT = 10_000  # characters of what somebody reports by himself


def _without_words(facts: dict[str, Any], text: str) -> dict[str, Any]:
    """What people wrote may hold what must be erased one day: the entry keeps its digest only."""
    return {**_masked(facts), "text": {"sm3": sm3(text.encode()).hex()}}


def _masked(facts: dict[str, Any]) -> dict[str, Any]:
    """Numbers of persons are hidden in what an entry keeps for good and everybody reads who sees the complaint."""
    return {name: privacy.masked(value) if isinstance(value, str) else value for name, value in facts.items()}


class Said(ActData):
    """What somebody wrote about a complaint; in the entry without numbers of persons."""

    def facts(self) -> dict[str, Any]:
        """What an entry keeps of it."""
        return _masked(super().facts())


class _Part(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class External(_Part):
    """The complaint's name in the system that it came from."""

    system: str = Field(title="来源系统", min_length=1, max_length=40)
    number: str = Field(title="来源系统的编号", min_length=1, max_length=80)


class ReporterData(_Part):
    """Who complains, as far as he said so."""

    name: str = Field(default="", title="姓名", max_length=60)
    phone: str = Field(default="", title="电话", max_length=40)
    wants_sms: bool = Field(default=False, title="结果用短信告知")
    anonymous: bool = Field(default=False, title="匿名")


class TakeIn(ActData):
    """A complaint as it comes in from outside: from the public's own pages, from another system, over the counter."""

    secrets: ClassVar[frozenset[str]] = frozenset({"reporter"})

    text: str = Field(title="反映内容", min_length=1, max_length=TEXT_LIMIT, json_schema_extra=LONG)
    category: str = Field(default="", title="环境类别", max_length=40, json_schema_extra=CHOICE)
    nature: str = Field(default="complaint", title="诉求类型", max_length=40, json_schema_extra=CHOICE)
    district: str = Field(default="", title="所在区", max_length=80, json_schema_extra=CHOICE)
    place: str = Field(default="", title="地点", max_length=300)
    longitude: float | None = Field(default=None, title="经度", ge=-180, le=180)
    latitude: float | None = Field(default=None, title="纬度", ge=-90, le=90)
    channel: str = Field(title="渠道", min_length=1, max_length=40, json_schema_extra=CHOICE)
    received_at: datetime | None = Field(default=None, title="收到时间", description="不填为现在")
    reference: str = Field(default="", title="给反映人的编号", max_length=60)
    external: External | None = Field(default=None, title="来源")
    reporter: ReporterData | None = Field(default=None, title="反映人")

    def facts(self) -> dict[str, Any]:
        """Of the words their digest, of the reporter nothing here: the effect records a salted digest."""
        return _without_words(super().facts(), self.text)


class RegisterComplaint(ActData):
    """What was reported, registered by somebody who has spoken with the reporter or read his letter."""

    secrets: ClassVar[frozenset[str]] = frozenset({"reporter_name", "reporter_phone"})

    text: str = Field(
        title="反映内容", min_length=4, max_length=4000, description="写清什么事、在哪里、什么时候；不写反映人的姓名和电话",
        json_schema_extra=LONG,
    )  # fmt: skip
    district: str = Field(default="", title="所在区", max_length=80, json_schema_extra=CHOICE)
    place: str = Field(default="", title="地点", max_length=300, description="路名、小区、单位")
    channel: str = Field(title="渠道", min_length=1, max_length=40, json_schema_extra=CHOICE)
    nature: str = Field(default="complaint", title="诉求类型", max_length=40, json_schema_extra=CHOICE)
    category: str = Field(default="", title="环境类别", max_length=40, json_schema_extra=CHOICE)
    received_on: date = Field(title="收到日期")
    reporter_name: str = Field(default="", title="反映人姓名", max_length=60, description="加密保存，承办单位看不到")
    reporter_phone: str = Field(
        default="", title="反映人电话", max_length=40, description="加密保存，回访时说明理由打开"
    )
    wants_sms: bool = Field(default=False, title="办理结果用短信告知反映人")
    checked: bool = Field(default=False, title=_CHECKED, description="只在平台提示疑似个人信息时勾选")

    def facts(self) -> dict[str, Any]:
        """As for what comes from outside."""
        return _without_words(super().facts(), self.text)


class AcceptComplaint(Said):
    """What kind of concern it is, where that was not said or said wrongly."""

    nature: str = Field(default="", title="诉求类型", max_length=40, description="不选为不改", json_schema_extra=CHOICE)
    category: str = Field(
        default="", title="环境类别", max_length=40, description="不选为不改", json_schema_extra=CHOICE
    )
    note: str = Field(default="", title="意见", max_length=500, json_schema_extra=LONG)


class RefuseComplaint(Said):
    """Why it cannot be taken up, and where its reporter is helped instead."""

    ground: str = Field(title="法定情形", min_length=1, max_length=40, json_schema_extra=CHOICE)
    go_where: str = Field(
        title="告知去处", min_length=4, max_length=500, description="反映人会看到：应当向哪里提出，怎样联系", json_schema_extra=LONG
    )  # fmt: skip
    note: str = Field(default="", title="说明", max_length=500, json_schema_extra=LONG)


class DispatchComplaint(Said):
    """To whom it goes: by a row of a list in force, or to another with a reason."""

    responsibility: str = Field(
        default="", title="依据清单中的哪一条", max_length=80, description="选了事项，就派给它的牵头部门", json_schema_extra=CHOICE
    )  # fmt: skip
    body: str = Field(
        default="", title="派给别的单位", max_length=80, description="不按所选事项派的才选，须写理由", json_schema_extra=CHOICE
    )  # fmt: skip
    reason: str = Field(default="", title="理由", max_length=500, json_schema_extra=LONG)


class DecideConferral(DispatchComplaint):
    """To whom it goes for good: what the conferral found."""

    reason: str = Field(
        title="会商意见", min_length=5, max_length=500, description="谁参加、依据什么、由谁承办；承办单位不能再退", json_schema_extra=LONG
    )  # fmt: skip


class ReturnComplaint(Said):
    """Why it is not ours: the row by which it is another's, or that no row covers it."""

    responsibility: str = Field(
        default="", title="应由清单中的哪一条承接", max_length=80, description="须是现行清单中、由别的部门牵头的一条",
        json_schema_extra=CHOICE,
    )  # fmt: skip
    nobodys: bool = Field(default=False, title="查遍现行清单，没有哪一条涵盖此事")
    reason: str = Field(title="退单理由和依据", min_length=5, max_length=2000, json_schema_extra=LONG)


class DecisionReason(Said):
    """Why."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class ComplaintAnswer(Said):
    """What was done and found."""

    answer: str = Field(title="办理情况和答复", min_length=5, max_length=4000, json_schema_extra=LONG)


class ApproveAnswer(Said):
    """An opinion that may be left out."""

    note: str = Field(default="", title="意见", max_length=500, json_schema_extra=LONG)


class FollowUpResult(Said):
    """What the reporter said. Resolved and satisfied are two things: one can be without the other."""

    resolved: bool = Field(title="问题已经解决")
    satisfaction: Literal["satisfied", "neutral", "dissatisfied"] = Field(
        title="满意度", description="反映人对办理过程和态度的评价，与是否解决分开记", json_schema_extra=CHOICE
    )  # fmt: skip
    accepted: bool = Field(title="接受答复，可以办结", description="选“否”的，退回承办单位重办")
    note: str = Field(default="", title="回访情况", max_length=500, json_schema_extra=LONG)
    go_where: str = Field(
        default="", title="告知的下一步途径", max_length=500, description="不满意而办结的必填：还可以向哪里反映", json_schema_extra=LONG
    )  # fmt: skip

    @model_validator(mode="after")
    def _says_where_to_go(self) -> Self:
        if self.accepted and self.satisfaction == "dissatisfied" and not self.go_where:
            raise ValueError("反映人不满意而办结的，须写明告知的下一步途径")
        return self


class ProblemFromComplaint(Said):
    """A problem that the complaint brought to light, to be put right by the body that handles it."""

    title: str = Field(title="问题", min_length=4, max_length=200, description="一句话说清哪里、什么问题")
    text: str = Field(
        title="具体情况", min_length=4, max_length=4000, description="核实了什么；不写反映人", json_schema_extra=LONG
    )  # fmt: skip
    place: str = Field(default="", title="地点", max_length=300, description="问题在哪里；不写反映人的住处")
    limit_on: date = Field(title="整改期限", description="最后一天")
    requirements: str = Field(default="", title="整改要求", max_length=2000, json_schema_extra=LONG)
    closing_needs: tuple[Need, ...] = Field(
        title="销号条件", min_length=1, max_length=12, json_schema_extra=LONG, description="一行一条；销号时逐条勾齐"
    )


class TaskFromComplaint(Said):
    """What one answer does not settle."""

    name: str = Field(title="任务名称", min_length=2, max_length=200)
    limit_on: date = Field(title="完成时限", description="最后一天")
    requirements: str = Field(title="要求", min_length=2, max_length=2000, json_schema_extra=LONG)


class ClueFromComplaint(Said):
    """A breach that the complaint brought to light, for the body that has the power to act against it (clause 18.2)."""

    conduct: str = Field(title="行为种类", min_length=1, max_length=80, json_schema_extra={"widget": "choice"})
    text: str = Field(
        title="核实的情况", min_length=10, max_length=4000, description="谁在何时何地做了什么；不写反映人", json_schema_extra=LONG
    )  # fmt: skip
    place: str = Field(title="地点", min_length=2, max_length=200, description="不写反映人的住处")
    to: str = Field(
        default="", title="转送给", max_length=80, json_schema_extra={"widget": "choice"},
        description="不填的，按行为种类和所在区由平台推出",
    )  # fmt: skip
    reason: str = Field(default="", title="转给它的理由", max_length=500, description="与平台推出的不是一家时写明")


class ClosingReason(Said):
    """Why it is closed without the reporter's word."""

    note: str = Field(
        title="未回访办结的理由", min_length=2, max_length=500, description="例如：匿名无联系方式；三次未接通，分别是哪天几点",
        json_schema_extra=LONG,
    )  # fmt: skip


class MergeComplaint(Said):
    """The complaint that stays, and answers the reporters of both."""

    into: str = Field(title="并入哪一件", min_length=1, max_length=40, description="办件编号，须是在办的群众反映")
    note: str = Field(default="", title="理由", max_length=500, json_schema_extra=LONG)


class AbsorbComplaint(ActData):
    """The complaint that was merged into this one."""

    merged: str = Field(title="并入的办件", max_length=40)


class CorrectComplaint(ActData):
    """What it says from now on, and why. What is left out stays as it was."""

    text: str = Field(
        default="", title="反映内容", max_length=TEXT_LIMIT, description="不填为不改", json_schema_extra=LONG
    )
    place: str = Field(default="", title="地点", max_length=300, description="不填为不改")
    district: str = Field(default="", title="所在区", max_length=80, description="不选为不改", json_schema_extra=CHOICE)
    longitude: float | None = Field(default=None, title="经度", ge=-180, le=180, description="不填为不改")
    latitude: float | None = Field(default=None, title="纬度", ge=-90, le=90, description="不填为不改")
    reason: str = Field(title="为什么更正", min_length=2, max_length=500, json_schema_extra=LONG)

    def facts(self) -> dict[str, Any]:
        """As for what comes from outside."""
        found = super().facts()
        return _without_words(found, self.text) if self.text else _masked(found)


class OpenReporter(Said):
    """Why one has to know who complained."""

    reason: str = Field(
        title="查看理由", min_length=4, max_length=300, description="例如：约反映人到现场；回访。理由和查看人都留痕", json_schema_extra=LONG
    )  # fmt: skip


class EraseReporter(Said):
    """The request by which the reporter's data is erased."""

    reason: str = Field(
        title="删除的依据",
        min_length=4,
        max_length=300,
        description="谁提出、依据哪一条、何时收到",
        json_schema_extra=LONG,
    )


class NobodysComplaint(ActData):
    """What a lead determination needs to know (clause 5.2)."""

    item: str = Field(title="事项", min_length=4, max_length=200, description="一句话说清是哪一类事，不写个案")
    field: str = Field(default="", title="领域", max_length=40, json_schema_extra=CHOICE)
    impact: str = Field(title="影响说明", min_length=10, max_length=2000, json_schema_extra=LONG)
    words: tuple[Word, ...] = Field(
        default=(), title="群众常用的说法", max_length=12, description="一行一个，以后按这些说法也能找到牵头部门", json_schema_extra=LONG
    )  # fmt: skip
    concerned: tuple[Key, ...] = Field(
        default=(), title="有关部门", max_length=30, json_schema_extra={"widget": "radio"}
    )
    city_matter: bool = Field(default=False, title="须由市级明确", description="区里登记的、但跨区或属市级职责的勾选")
