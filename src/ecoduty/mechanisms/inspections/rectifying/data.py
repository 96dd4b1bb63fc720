"""What the acts of the full road ask for. Bodies are named by their keys."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, JsonValue

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.inspections.data import CHOICE, FILE, LONG
from ecoduty.mechanisms.inspections.rectifying.states import Kept, Passed, Policy

_PASSED: dict[str, JsonValue] = {"labels": dict(Passed.choices), "widget": "radio"}
_KEPT: dict[str, JsonValue] = {"labels": dict(Kept.choices), "widget": "radio"}
_FALSE: dict[str, JsonValue] = {
    "labels": {"": "不属于或还没有查清", "yes": "销号不实：当时就没有整改到位"}, "widget": "radio",
}  # fmt: skip
_UPHELD: dict[str, JsonValue] = {"labels": {"yes": "成立，退回整改", "no": "不成立，继续"}, "widget": "radio"}
_WAYS: dict[str, JsonValue] = {
    "labels": {way.value: way.label for way in Policy if way is not Policy.TASK}, "widget": "radio",
}  # fmt: skip
_NEEDS: dict[str, JsonValue] = {"choices_from": "problem_closing_needs", "widget": "radio"}
_OBJECTIONS: dict[str, JsonValue] = {"choices_from": "problem_open_objections", "widget": "choice"}


class SubmitPlan(ActData):
    """The five elements of a rectification plan."""

    implementer: str = Field(
        title="整改实施主体", min_length=2, max_length=200, description="谁来改：单位、处室、责任人"
    )
    goal: str = Field(title="整改目标", min_length=4, max_length=2000, json_schema_extra=LONG)
    limit_on: date = Field(title="整改时限", description="不晚于交办时定的期限")
    measures: str = Field(title="重点措施", min_length=4, max_length=4000, json_schema_extra=LONG)
    accepting: str = Field(
        title="验收单位", min_length=1, max_length=80, json_schema_extra=CHOICE, description="不能是责任单位和被检查单位自己：谁验收谁负责"
    )  # fmt: skip


class PlanRemark(ActData):
    """What goes with the approval."""

    note: str = Field(default="", title="批准意见", max_length=500, json_schema_extra=LONG)


class AddEvidence(ActData):
    """A file that shows something; of a photo the day it was taken."""

    file: str = Field(title="证据文件", min_length=1, json_schema_extra=FILE)
    title: str = Field(title="名称", min_length=2, max_length=200, description="写清是什么、在哪里、证明什么")
    taken_on: date | None = Field(default=None, title="拍摄日期", description="照片的；不填的取照片自带的日期")
    reason: str = Field(default="", title="日期不合的说明", max_length=300, description="早于发现日期或晚于今天的必填")


class RecordSpotCheck(ActData):
    """Who went there, on which day, and what was seen."""

    checked_on: date = Field(title="核查日期")
    checkers: str = Field(title="核查人员", min_length=2, max_length=300)
    result: Literal["passed", "failed"] = Field(title="核查结果", json_schema_extra=_PASSED)
    text: str = Field(title="现场情况", min_length=4, max_length=2000, json_schema_extra=LONG)
    file: str = Field(default="", title="核查记录或照片", json_schema_extra=FILE)


class AcceptRectification(ActData):
    """A named person of the accepting body signs for it, need by need."""

    covered: tuple[str, ...] = Field(default=(), title="已经达到的销号条件", max_length=12, json_schema_extra=_NEEDS)
    person: str = Field(title="验收人", min_length=2, max_length=60)
    post: str = Field(title="验收人职务", min_length=2, max_length=120, description="谁验收谁负责，职务必填")
    accepted_on: date = Field(title="验收日期")
    text: str = Field(title="验收意见", min_length=4, max_length=2000, json_schema_extra=LONG)
    file: str = Field(default="", title="签字的验收单", json_schema_extra=FILE)


class WithholdResult(ActData):
    """Why the public reads nothing of a result. What is secret is not to be told here either."""

    ground: str = Field(title="不公开的情形", min_length=1, max_length=40, json_schema_extra=CHOICE)
    reason: str = Field(
        title="不公开的理由", min_length=5, max_length=1000, json_schema_extra=LONG, description="说明属于哪一类，不写不宜公开的内容本身"
    )  # fmt: skip
    authority: str = Field(
        title="依据和批准", min_length=4, max_length=300, description="法规条款，以及保密审查或批准的机关、文号、日期"
    )


class RecordNoticeObjection(ActData):
    """What came in while the result was before the public."""

    received_on: date = Field(title="收到日期")
    whose: str = Field(default="", title="谁提出的", max_length=120, description="群众只写称呼或“匿名”，不写联系方式")
    text: str = Field(title="异议内容", min_length=4, max_length=2000, json_schema_extra=LONG)


class SettleNoticeObjection(ActData):
    """Whether it is right; then the problem goes back."""

    objection: int = Field(title="哪一条异议", json_schema_extra=_OBJECTIONS)
    upheld: Literal["yes", "no"] = Field(title="是否成立", json_schema_extra=_UPHELD)
    text: str = Field(title="核实情况", min_length=4, max_length=2000, json_schema_extra=LONG)


class CloseOut(ActData):
    """On which grounds it is struck off."""

    text: str = Field(title="销号意见", min_length=2, max_length=1000, json_schema_extra=LONG)


class ReopenProblem(ActData):
    """It is there again: what was seen, and until when it is put right."""

    looked_on: date = Field(title="查看日期")
    text: str = Field(title="查看情况", min_length=4, max_length=2000, json_schema_extra=LONG)
    limit_on: date = Field(title="新的整改期限")
    false_closing: Literal["", "yes"] = Field(default="", title="销号是否属实", json_schema_extra=_FALSE)
    file: str = Field(default="", title="照片或记录", json_schema_extra=FILE)


class RecordLookBack(ActData):
    """Some months later: whether it holds."""

    looked_on: date = Field(title="回头看日期")
    result: Literal["holds", "relapsed"] = Field(title="结果", json_schema_extra=_KEPT)
    text: str = Field(title="查看情况", min_length=4, max_length=2000, json_schema_extra=LONG)
    limit_on: date | None = Field(default=None, title="新的整改期限", description="复发的必填")
    false_closing: Literal["", "yes"] = Field(
        default="", title="销号是否属实", json_schema_extra=_FALSE, description="只在复发时选；查实不属实的才选"
    )
    file: str = Field(default="", title="照片或记录", json_schema_extra=FILE)


class SettlePolicy(ActData):
    """What becomes of the policy that let it happen (clause 9.2)."""

    way: Literal["drafted", "existing", "not_needed"] = Field(title="怎么完善", json_schema_extra=_WAYS)
    name: str = Field(
        default="",
        title="拟制定或修订的文件名称",
        max_length=200,
        description="起草的必填：登记到制度文件台账，互相链接",
    )
    sort: str = Field(default="", title="文件种类", max_length=40, json_schema_extra=CHOICE)
    document: str = Field(default="", title="已有制度文件的办件编号", max_length=40)
    reason: str = Field(
        title="说明", min_length=4, max_length=1000, json_schema_extra=LONG, description="补的是哪个漏洞；不需要改的，为什么"
    )  # fmt: skip


class NoteAltered(ActData):
    """Files that are no longer what was accepted; the platform's own."""

    acceptance: int = Field(title="验收", json_schema_extra={"widget": "hidden"})


__all__ = [
    "AcceptRectification", "AddEvidence", "CloseOut", "NoteAltered", "PlanRemark", "RecordLookBack",
    "RecordNoticeObjection", "RecordSpotCheck", "ReopenProblem", "SettleNoticeObjection", "SettlePolicy", "SubmitPlan",
    "WithholdResult",
]  # fmt: skip
