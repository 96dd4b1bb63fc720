"""What the acts of a clue ask for. Bodies are named by their keys, conduct by its key in the rulebook's `powers`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.casework.duties.deciding import ExtendDeadline
from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.enforcement.clues.states import Outcome

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
FILE: dict[str, JsonValue] = {"widget": "file"}
_OUTCOMES: dict[str, JsonValue] = {"labels": dict(Outcome.choices), "widget": "radio"}
_AGAIN: dict[str, JsonValue] = {
    "choices": [["no", "维持原来的结论"], ["yes", "重新核查"]], "widget": "radio",
}  # fmt: skip
Key = Annotated[str, StringConstraints(max_length=80)]


class _Seen(ActData):
    """What was seen, the same whoever it goes to."""

    conduct: str = Field(title="行为种类", min_length=1, max_length=80, json_schema_extra=CHOICE)
    text: str = Field(
        title="发现的情况", min_length=10, max_length=4000, json_schema_extra=LONG,
        description="谁在何时何地做了什么、怎样发现的；不写个人的证件号、电话",
    )  # fmt: skip
    place: str = Field(title="地点", min_length=2, max_length=200)
    district: Key = Field(default="", title="所在区", json_schema_extra=CHOICE)
    seen_on: date = Field(title="发现日期")
    suspect: str = Field(
        default="", title="涉嫌单位", max_length=200, description="企业写名称；是个人的只写“某人”。不清楚的不填"
    )
    about: str = Field(
        default="", title="有关办件", max_length=40, description="在哪个办件里发现的，填它的编号；没有的不填"
    )
    file: str = Field(default="", title="证据", json_schema_extra=FILE, description="照片、记录；还有的转送后再加")


class ReferClue(_Seen):
    """A clue for the body that has the power to act (clause 18.2)."""

    to: Key = Field(
        default="", title="转送给", json_schema_extra=CHOICE, description="不填的，按行为种类和所在区由平台推出"
    )
    reason: str = Field(default="", title="转给它的理由", max_length=500, description="与平台推出的不是一家时写明")


class ReferClueByLetter(_Seen):
    """The same by letter, to a body whose line of command is outside the city."""

    addressee: str = Field(
        default="", title="函告对象", max_length=120, description="如某海事局；不填的写规则书所列的机构"
    )
    letter_number: str = Field(title="函件文号", min_length=2, max_length=80)
    letter_on: date = Field(title="发函日期")


class ClueReason(ActData):
    """Why, in a few lines."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class AddClueEvidence(ActData):
    """One more piece."""

    name: str = Field(title="名称", min_length=2, max_length=200, description="如“11月20日现场照片”")
    file: str = Field(title="文件", min_length=1, json_schema_extra=FILE)


class ReturnClue(ActData):
    """Not this body's: why, and whose it is."""

    reason: str = Field(title="退回理由", min_length=4, max_length=500, json_schema_extra=LONG)
    belongs_to: Key = Field(default="", title="应当由哪个单位办", json_schema_extra=CHOICE)
    belongs_elsewhere: str = Field(
        default="", title="不在所列单位之中的", max_length=120, description="写明是哪个机关，如海事管理机构"
    )


class ResendClue(ActData):
    """To another body."""

    to: str = Field(title="改送给", min_length=1, max_length=80, json_schema_extra=CHOICE)
    note: str = Field(default="", title="说明", max_length=500, json_schema_extra=LONG)


class ConcludeClue(ActData):
    """What checking it came to. Where it goes elsewhere, one of the two bodies is named."""

    outcome: Outcome = Field(title="核查结论", json_schema_extra=_OUTCOMES)
    reason: str = Field(
        title="核查情况和理由", min_length=4, max_length=4000, json_schema_extra=LONG, description="转送单位看得到"
    )
    to: Key = Field(
        default="", title="移送给", json_schema_extra=CHOICE, description="移送其他单位的填；平台随即转过去"
    )
    elsewhere: str = Field(default="", title="不在所列单位之中的", max_length=120, description="已函告哪个机关、文号")


class ReportBack(ActData):
    """What the sender is told."""

    text: str = Field(title="回告内容", min_length=4, max_length=4000, json_schema_extra=LONG)
    file: str = Field(default="", title="附件", json_schema_extra=FILE)


class ObjectToReport(ActData):
    """Why the sender holds that the outcome is not right."""

    text: str = Field(title="不同意见和依据", min_length=10, max_length=2000, json_schema_extra=LONG)
    file: str = Field(default="", title="附件", json_schema_extra=FILE)


class AnswerClueObjection(ActData):
    """Whether it is checked anew."""

    again: Literal["yes", "no"] = Field(title="决定", json_schema_extra=_AGAIN)
    text: str = Field(title="答复", min_length=4, max_length=2000, json_schema_extra=LONG)


class LetterReply(ActData):
    """What the body outside answered."""

    replied_on: date = Field(title="收到回复的日期")
    text: str = Field(title="对方的答复", min_length=2, max_length=2000, json_schema_extra=LONG)
    file: str = Field(default="", title="复函扫描件", json_schema_extra=FILE)


class ExtendClueFiling(ExtendDeadline):
    """A later last day for the decision whether to file, where the rule provides one."""


class PassOnClue(_Seen):
    """What a clue's conclusion hands to another body; `former` is the clue that was checked."""

    former: int = Field(title="原线索", json_schema_extra={"widget": "hidden"})
    to: str = Field(title="移送给", min_length=1, max_length=80)
    reason: str = Field(title="移送理由", min_length=4, max_length=500)
