"""What the acts of a review ask for."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import Field, HttpUrl

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.legal_review.reviewing.states import Answer, Conclusion, Verdict

LONG: dict[str, Any] = {"widget": "long_text"}
CHOICE: dict[str, Any] = {"widget": "choice"}
FILE: dict[str, Any] = {"widget": "file"}
_LONGEST = 200_000
_ECOLOGY: dict[str, Any] = {"labels": {"yes": "涉及", "no": "不涉及"}, "widget": "radio"}
_LEAD: dict[str, Any] = {
    "labels": {"named": "已明确责任与牵头部门", "not_needed": "无需明确（写理由）"},
    "widget": "radio",
}


class PrepareDraft(ActData):
    """A draft for review: what it is, and what it says about the lead (clause 5.8)."""

    name: str = Field(title="名称", min_length=4, max_length=200, description="全称，不加书名号")
    sort: str = Field(title="种类", min_length=1, max_length=40, json_schema_extra=CHOICE)
    grounds: str = Field(default="", title="起草说明", max_length=4000, json_schema_extra=LONG)
    text: str = Field(title="草案全文", min_length=10, max_length=_LONGEST, json_schema_extra=LONG)
    ecology: Literal["yes", "no"] = Field(title="是否涉及生态环境保护", json_schema_extra=_ECOLOGY)
    ecology_note: str = Field(default="", title="不涉及的说明", max_length=300)
    lead_said: Literal["named", "not_needed"] | None = Field(
        default=None, title="责任与牵头部门", json_schema_extra=_LEAD, description="涉及生态环境保护的必选一项"
    )
    lead: str = Field(default="", title="牵头部门", max_length=80, json_schema_extra=CHOICE)
    duties: str = Field(default="", title="责任条款，或无需明确的理由", max_length=2000, json_schema_extra=LONG)


class ChangeDraft(PrepareDraft):
    """The draft written anew."""


class AddDraftPaper(ActData):
    """A paper that goes with the submission."""

    paper: str = Field(title="材料种类", min_length=1, max_length=60, json_schema_extra=CHOICE)
    file: str = Field(title="文件", min_length=1, json_schema_extra=FILE)
    title: str = Field(default="", title="材料名称", max_length=200)


class TakeOutDraftPaper(ActData):
    """One that does not belong here."""

    paper: int = Field(title="材料", json_schema_extra=CHOICE)


class SubmitDraft(ActData):
    """How long it was open for comments, where that is asked for."""

    comment_from: date | None = Field(default=None, title="公开征求意见自")
    comment_to: date | None = Field(default=None, title="公开征求意见至", description="最后一天")
    comment_note: str = Field(default="", title="缩短或者没有公开征求意见的理由", max_length=300)


class WithdrawDraft(ActData):
    """Why."""

    reason: str = Field(title="理由", min_length=4, max_length=1000, json_schema_extra=LONG)


class AskDraftCompletion(ActData):
    """What is missing."""

    missing: str = Field(title="要补什么", min_length=4, max_length=1000, json_schema_extra=LONG)


class AddReviewOpinion(ActData):
    """One opinion on one place. Until it is sent the drafting body does not read it, in the ledger neither."""

    secrets: ClassVar[frozenset[str]] = frozenset({"place", "text", "basis"})

    place: str = Field(title="条款", min_length=1, max_length=100, description="如“第五条第二款”")
    text: str = Field(title="审查意见", min_length=4, max_length=4000, json_schema_extra=LONG)
    basis: str = Field(default="", title="依据", max_length=300)


class TakeOutReviewOpinion(ActData):
    """One that is not sent after all."""

    opinion: int = Field(title="意见", json_schema_extra=CHOICE)


class AnswerReviewOpinion(ActData):
    """Adopted or not, and why not."""

    opinion: int = Field(title="意见", json_schema_extra=CHOICE)
    answer: Answer = Field(title="采纳情况", json_schema_extra={"widget": "radio", "labels": dict(Answer.choices)})
    why: str = Field(default="", title="怎么改的，或不采纳的理由", max_length=2000, json_schema_extra=LONG)


class SendReviewAnswers(ActData):
    """The draft as it stands after the answers."""

    text: str = Field(title="修改后的全文", min_length=10, max_length=_LONGEST, json_schema_extra=LONG)


class JudgeSentence(ActData):
    """What a person says of a marked sentence."""

    sentence: int = Field(title="语句", json_schema_extra=CHOICE)
    verdict: Verdict = Field(title="判断", json_schema_extra={"widget": "radio", "labels": dict(Verdict.choices)})
    note: str = Field(default="", title="说明", max_length=300)


class ConcludeReview(ActData):
    """What the review came to."""

    conclusion: Conclusion = Field(
        title="审查结论", json_schema_extra={"widget": "radio", "labels": dict(Conclusion.choices)}
    )
    number: str = Field(title="审查意见书文号", min_length=2, max_length=80)
    note: str = Field(default="", title="说明", max_length=2000, json_schema_extra=LONG)


class RecordDraftDecision(ActData):
    """The collective decision."""

    decided_on: date = Field(title="审议日期")
    meeting: str = Field(title="什么会议", min_length=4, max_length=200, description="如“市政府第12次常务会议”")


class IssueDraft(ActData):
    """It comes out."""

    number: str = Field(title="文号", min_length=2, max_length=80)
    registration: str = Field(default="", title="统一登记编号", max_length=80, description="行政规范性文件必填")
    issued_on: date = Field(title="公布日期")
    valid_from: date = Field(title="施行日期")
    valid_until: date | None = Field(default=None, title="有效期至", description="最后一天；没有写有效期的不填")
    address: HttpUrl | None = Field(default=None, title="公布网址")
    early_note: str = Field(default="", title="提前施行的理由", max_length=300)
