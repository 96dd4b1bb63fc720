"""What the acts of campaigns and of collections of opinions ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field, JsonValue, StringConstraints, model_validator

from ecoduty.casework.duties.board import Board, DeadlineData
from ecoduty.casework.duties.effect import start_on
from ecoduty.casework.publications.models import PublishedOpinion
from ecoduty.kernel.flow import ActData, Attempt

RESULT = "opinion.result"
LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
Number = Annotated[str, StringConstraints(pattern="^[0-9]{1,12}$")]


class CampaignFacts(ActData):
    """What a campaign is about, when and for whom."""

    title: str = Field(title="活动主题", min_length=2, max_length=200)
    form: str = Field(title="形式", min_length=1, max_length=40, json_schema_extra=CHOICE)
    starts_on: date = Field(title="开始日期")
    ends_on: date = Field(title="结束日期")
    place: str = Field(default="", title="地点或媒体", max_length=200)
    audience: str = Field(default="", title="面向谁", max_length=200)
    about: str = Field(default="", title="内容", max_length=2000, json_schema_extra=LONG)
    phone: str = Field(default="", title="咨询电话", max_length=60, description="向公众公布的单位电话")

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError("结束日期不能早于开始日期")
        return self


class CampaignRecord(ActData):
    """How it went, as numbers."""

    took_part: int = Field(title="现场参加人数", ge=0, le=10_000_000)
    reached: int = Field(default=0, title="媒体覆盖人次", ge=0, le=2_000_000_000)
    summary: str = Field(
        title="开展情况", min_length=4, max_length=2000, description="不写参加者姓名", json_schema_extra=LONG
    )
    checked: bool = Field(default=False, title="文中没有参加者的个人信息，已核对", description="只在平台提示时勾选")


class PublicReason(ActData):
    """Why; the public reads it."""

    reason: str = Field(title="原因", min_length=2, max_length=300, description="向公众公布", json_schema_extra=LONG)


class OpinionText(ActData):
    """What opinions are asked on."""

    title: str = Field(title="标题", min_length=4, max_length=200, description="例如：关于《……》公开征求意见")
    background: str = Field(default="", title="背景和说明", max_length=4000, json_schema_extra=LONG)
    text: str = Field(title="征求意见的内容", min_length=10, max_length=50_000, json_schema_extra=LONG)


class OpenCollection(ActData):
    """From today to a last day."""

    closes_on: date = Field(title="截止日期", description="到这一天为止，当天也收")
    short_reason: str = Field(default="", title="缩短的理由", max_length=300, description="不足规定天数的必填，向公众公布", json_schema_extra=LONG)  # fmt: skip


class ProlongCollection(ActData):
    """A later last day."""

    closes_on: date = Field(title="延长至")


class CloseCollection(DeadlineData):
    """The last day is over: how opinions were taken up is owed from then on (clause 24.5)."""

    def change(self, board: Board, attempt: Attempt) -> None:
        """The time runs from the last day, not from when somebody looked."""
        opinion = attempt.subject.opinion
        deadline = start_on(board, attempt, RESULT, opinion.closes_on)
        PublishedOpinion.objects.filter(pk=opinion.public_id).update(result_due_on=deadline.due_on)


class TakeComment(ActData):
    """An opinion from the portal. Its words may name somebody, against all requests: they stay out of the ledger."""

    secrets: ClassVar[frozenset[str]] = frozenset({"text"})

    reference: str = Field(title="编号", pattern=r"^\d{6}-\d{4}-\d{4}$")
    text: str = Field(title="意见", min_length=1, max_length=10_000)
    organisation: str = Field(default="", title="单位或团体", max_length=80)


class SortComments(ActData):
    """Opinions that say the same."""

    comments: tuple[Number, ...] = Field(
        title="哪几条意见", min_length=1, max_length=500, json_schema_extra={"widget": "radio"}
    )
    group: str = Field(title="归入哪一组", min_length=2, max_length=120, description="一句话概括，例如：建议增加夜间监测；写已有的组名即并入")  # fmt: skip


class SetCommentsAside(ActData):
    """What is no opinion on this text."""

    comments: tuple[Number, ...] = Field(
        title="哪几条", min_length=1, max_length=500, json_schema_extra={"widget": "radio"}
    )
    reason: str = Field(title="不作为意见的理由", min_length=2, max_length=200, description="如与本件无关、重复提交、辱骂，凭码可见")  # fmt: skip


class AnswerGroup(ActData):
    """How a group was taken up."""

    group: Number = Field(title="哪一组", json_schema_extra=CHOICE)
    verdict: str = Field(title="采纳情况", pattern="^(adopted|partly|not|noted)$", json_schema_extra=CHOICE)
    answer: str = Field(title="说明", min_length=2, max_length=2000, description="采纳的写改在哪里，未采纳的写理由", json_schema_extra=LONG)  # fmt: skip


class PublishResult(ActData):
    """The whole in a few sentences."""

    result: str = Field(title="总的情况", min_length=4, max_length=4000, json_schema_extra=LONG)
