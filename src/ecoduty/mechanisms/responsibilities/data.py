"""What the acts of a list ask for, and the days and limits that what was entered starts and meets."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from ecoduty.casework.duties import effect as deadlines
from ecoduty.casework.duties.board import Board, DeadlineData
from ecoduty.casework.duties.states import OPEN
from ecoduty.casework.publications.data import Registration
from ecoduty.kernel.flow import ActData, Attempt
from ecoduty.mechanisms.responsibilities.words import (
    Enforcing,
    Openness,
    OpenReason,
    Role,
    RowLevel,
)

PUBLICATION = "responsibility-list.publication"
FILING = "responsibility-list.filing"
CONSULTATION = "responsibility-list.consultation"

LONG: dict[str, JsonValue] = {"widget": "long_text"}
HIDDEN: dict[str, JsonValue] = {"widget": "hidden"}
Line = Annotated[str, StringConstraints(max_length=120)]


def _labels(words: type) -> dict[str, JsonValue]:
    return {"labels": {str(value): str(label) for value, label in words.choices}}  # type: ignore[attr-defined]


class Entry(BaseModel):
    """A row as it is written down anywhere: names where a person writes names, codes or their words where codes are meant.

    `bases` is text in the standard form (《全称》第X条第Y款第（Z）项). Bodies are named by key, name or short name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=300)
    role: str = Role.LEAD.value
    lead: str = ""
    jointly: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    description: str = Field(default="", max_length=5000)
    field: str = ""
    bases: str = Field(default="", max_length=20_000)
    level: str = RowLevel.CITY.value
    unit: str = Field(default="", max_length=120)
    person_a: str = Field(default="", max_length=60)
    person_b: str = Field(default="", max_length=60)
    ways: tuple[str, ...] = ()
    enforcement: str = ""
    cycle: str = Field(default="", max_length=40)
    liability: str = Field(default="", max_length=5000)
    openness: str = Openness.OPEN.value
    openness_reason: str = Field(default="", max_length=300)
    words: tuple[str, ...] = ()
    catch_all: bool = False
    key: UUID | None = None
    number: str = Field(default="", max_length=60)
    decision: int | None = None


# ------------------------------------------------------------------ opening, and when time begins


class _Starting(DeadlineData):
    """Registers the day of the provincial publication; both clocks start on it."""

    def change(self, board: Board, attempt: Attempt) -> None:
        """Start the limits of publication and filing from the day that the effect has noted (`clock_from`)."""
        noted = attempt.facts.get("clock_from")
        if noted is not None:
            _start(board, attempt, date.fromisoformat(str(noted)))


def _start(board: Board, attempt: Attempt, start: date) -> None:
    """The pair of limits from that day, beside those that run."""
    mine = board.by_matter[attempt.subject.pk]
    for rule in (PUBLICATION, FILING):
        running = [row for row in mine if row.rule == rule and row.state in OPEN]
        key = f"{rule}#{len(running) + 1}" if running else rule
        deadlines.start_on(board, attempt, rule, start, key)


class Open(_Starting):
    """Begin a list or its revision. The rows of the version in force are taken over."""

    body: str = Field(default="", title="单位", max_length=120, description="不填即本单位；环委办代为立项的写单位简称")
    reason: OpenReason = Field(
        title="缘由", description="因省级公布立项的，填写下面的省级公布日期", json_schema_extra=_labels(OpenReason)
    )
    note: str = Field(
        default="", title="说明", max_length=500, description="修订的起因，如哪部法律修改", json_schema_extra=LONG
    )
    published_on: date | None = Field(
        default=None, title="省级公布日期", description="省级对口部门公布清单之日；两个月期限自这天起算"
    )
    published_by: str = Field(default="", title="省级公布单位", max_length=120, description="不填即名录中的对口单位")
    url: str = Field(default="", title="省级公布网址", max_length=1000, json_schema_extra={"widget": "url"})


class Compile(ActData):
    """Begin a revision of the city's or a district's own list."""

    note: str = Field(default="", title="说明", max_length=500, json_schema_extra=LONG)


class RegisterProvincial(_Starting):
    """The provincial counterpart published or revised its list."""

    published_on: date = Field(title="省级公布日期", description="两个月期限自这天起算，遇休息日不顺延")
    published_by: str = Field(default="", title="省级公布单位", max_length=120, description="不填即名录中的对口单位")
    title: str = Field(default="", title="省级清单名称", max_length=300)
    url: str = Field(default="", title="省级公布网址", max_length=1000, json_schema_extra={"widget": "url"})


class LoadSample(ActData):
    """A list that shows what the platform can do; in force at once and marked as a sample."""

    body: str = Field(title="单位")
    rows: tuple[Entry, ...] = Field(title="事项")
    in_force: date | None = Field(default=None, title="施行日期")


class TakeDetermination(ActData):
    """Rows that a lead determination put into a body's list (article 5)."""

    body: int = Field(title="单位")
    rows: tuple[Entry, ...] = Field(title="事项")
    decision: int = Field(title="牵头部门研究明确")
    reason: str = Field(default="", title="缘由", max_length=500)


# ------------------------------------------------------------------ rows


class FollowReform(DeadlineData):
    """A body was dissolved: its list in work, or the successor's, goes on with the rows of both (ids of bodies and list)."""

    former: int = Field(title="原单位")
    heir: int = Field(title="承接单位")
    joined: int | None = Field(default=None, title="并入的清单")

    def change(self, board: Board, attempt: Attempt) -> None:
        """The clocks of the draft that was joined run on here, from the same days (`clocks_from`)."""
        for day in attempt.facts.get("clocks_from", ()):
            _start(board, attempt, date.fromisoformat(str(day)))


class JoinList(ActData):
    """The draft of a dissolved body joins that of its successor."""

    into: str = Field(title="并入的清单", max_length=60)


class RowData(ActData):
    """One row as a form asks for it."""

    name: str = Field(title="事项名称", min_length=2, max_length=300, description="写明对象和动作，一般不超过40个字")
    description: str = Field(
        default="", title="事项描述", max_length=5000, description="做什么、不做什么", json_schema_extra=LONG
    )
    field: str = Field(default="", title="领域", json_schema_extra={"choices_from": "responsibility_fields"})
    role: Role = Field(
        default=Role.LEAD,
        title="本部门角色",
        description="一件事一个部门牵头，共同牵头的选会同",
        json_schema_extra=_labels(Role),
    )
    lead: str = Field(
        default="",
        title="牵头部门",
        description="本部门只是配合时填写",
        json_schema_extra={"choices_from": "responsibility_bodies"},
    )
    jointly: tuple[str, ...] = Field(
        default=(), title="会同部门", json_schema_extra={"choices_from": "responsibility_bodies"}
    )
    supporters: tuple[str, ...] = Field(
        default=(), title="配合部门", json_schema_extra={"choices_from": "responsibility_bodies"}
    )
    unit: str = Field(default="", title="责任处室", max_length=120)
    person_a: str = Field(default="", title="A角", max_length=60)
    person_b: str = Field(default="", title="B角", max_length=60)
    bases: str = Field(
        default="", title="依据", max_length=20_000,
        description="《文件全称》第X条第Y款第（Z）项，每行一个文件", json_schema_extra=LONG,
    )  # fmt: skip
    ways: tuple[str, ...] = Field(
        default=(), title="履职方式", json_schema_extra={"choices_from": "responsibility_ways"}
    )
    level: RowLevel = Field(
        default=RowLevel.CITY, title="层级", description="由市级还是区级办理", json_schema_extra=_labels(RowLevel)
    )
    enforcement: Literal["", "own", "moved", "none", "vertical"] = Field(
        default="", title="执法权属", json_schema_extra=_labels(Enforcing)
    )
    cycle: str = Field(default="", title="周期", max_length=40, description="常态、年度、季度或事件触发")
    liability: str = Field(default="", title="法律责任和监督方式", max_length=5000, json_schema_extra=LONG)
    openness: Openness = Field(
        default=Openness.OPEN,
        title="公开属性",
        description="不主动公开的须写明理由",
        json_schema_extra=_labels(Openness),
    )
    openness_reason: str = Field(default="", title="不主动公开的理由", max_length=300)
    words: tuple[Line, ...] = Field(default=(), title="群众常用说法", description="每行一个，群众会用来找这件事的词")
    catch_all: bool = Field(default=False, title="兜底事项")

    def entry(self) -> Entry:
        """The same as it is written everywhere."""
        return Entry(**self.model_dump(mode="json", exclude={"row", "base"}))


class EditRow(RowData):
    """A row written anew. `base` is the list's revision on which it was read."""

    row: UUID = Field(title="事项", json_schema_extra=HIDDEN)
    base: int | None = Field(default=None, title="所据版次", ge=0, json_schema_extra=HIDDEN)


class RemoveRow(ActData):
    """A row taken out of the list."""

    row: UUID = Field(title="事项", json_schema_extra={"widget": "choice", "choices_from": "responsibility_rows"})
    reason: str = Field(title="理由", min_length=2, max_length=300)
    base: int | None = Field(default=None, title="所据版次", ge=0, json_schema_extra=HIDDEN)


class ReplaceRows(ActData):
    """All rows written anew, as an import confirmed by a person does. Rows keep their key by number or by name."""

    rows: tuple[Entry, ...] = Field(title="事项", json_schema_extra=HIDDEN)
    base: int | None = Field(default=None, title="所据版次", ge=0, json_schema_extra=HIDDEN)
    source: str = Field(default="", title="来源文件", max_length=200, json_schema_extra=HIDDEN)


class ConfirmReplacement(ActData):
    """A basis that no longer holds gives way to what the library proposes; a person has compared them."""

    basis: int = Field(
        title="失效的依据", json_schema_extra={"widget": "choice", "choices_from": "responsibility_failed_bases"}
    )
    proposal: str = Field(
        default="", title="改引", max_length=600, description="不填即按依据库的建议改引", json_schema_extra=LONG
    )


# ------------------------------------------------------------------ consultation


class StartConsultation(DeadlineData):
    """Send it to the departments whose lists overlap."""

    def change(self, board: Board, attempt: Attempt) -> None:
        """Their time to answer begins, where anybody was asked."""
        if attempt.facts.get("asked"):
            deadlines.start_on(
                board, attempt, CONSULTATION, attempt.occurred_at.astimezone(attempt.recorded_at.tzinfo).date()
            )


class _Answering(DeadlineData):
    def change(self, board: Board, attempt: Attempt) -> None:
        """Once everybody has answered nothing is owed any more."""
        row = board.find(attempt.subject.pk, CONSULTATION)
        if row is not None and attempt.facts.get("unanswered") == 0:
            board.meet(row, attempt)


class AnswerConsultation(_Answering):
    """What the department says."""

    answer: Literal["agree", "objection"] = Field(
        title="意见", json_schema_extra={"labels": {"agree": "同意", "objection": "有异议"}}
    )
    text: str = Field(
        default="",
        title="具体意见",
        max_length=3000,
        description="有异议的必填：哪一项、应怎样改",
        json_schema_extra=LONG,
    )


class WithdrawObjection(ActData):
    """The objection no longer stands."""

    note: str = Field(title="撤回说明", min_length=2, max_length=500, json_schema_extra=LONG)


# ------------------------------------------------------------------ approval, publication, filing


class ReturnList(ActData):
    """Why it goes back, and what is to be done."""

    note: str = Field(title="退回意见", min_length=2, max_length=500, json_schema_extra=LONG)


class Drop(ActData):
    """Why nothing comes of it."""

    note: str = Field(title="不再办理的理由", min_length=2, max_length=500, json_schema_extra=LONG)


class Approve(ActData):
    """By which procedure the department approved its list."""

    meeting: str = Field(title="审定会议", min_length=2, max_length=120, description="如：2026年第12次局党组会")
    number: str = Field(default="", title="文号或纪要号", max_length=80)
    approved_on: date = Field(title="审定日期")
    file: str = Field(default="", title="审定材料扫描件", json_schema_extra={"widget": "file"})


class RecordApproval(ActData):
    """By what party committee or government approved the list of city or district (clause 6.2)."""

    authority: Literal["party_committee", "government"] = Field(
        title="审定机关", json_schema_extra={"labels": {"party_committee": "党委", "government": "政府"}}
    )
    meeting: str = Field(title="审定会议", min_length=2, max_length=120, description="如：市委常委会第30次会议")
    number: str = Field(title="文号或纪要号", min_length=2, max_length=80)
    approved_on: date = Field(title="审定日期")
    file: str = Field(title="审定文件扫描件", min_length=1, json_schema_extra={"widget": "file"})


class ListRegistration(Registration, DeadlineData):
    """登记公开: where and when it was published, and the day printed in it on which it takes effect."""

    in_force: date | None = Field(
        default=None, title="清单所载施行日期", description="不填即公开日期；可以晚于公开日期，不能早于"
    )

    def change(self, board: Board, attempt: Attempt) -> None:
        """Every clock of publication that runs is met."""
        _meet(board, attempt, PUBLICATION)


class FileWithOffice(DeadlineData):
    """Sent to the committee office for its files."""

    note: str = Field(default="", title="报备说明", max_length=500, json_schema_extra=LONG)

    def change(self, board: Board, attempt: Attempt) -> None:
        """Every clock of filing that runs is met."""
        _meet(board, attempt, FILING)


class AcceptFiling(ActData):
    """Taken into the files."""

    number: str = Field(title="备案号", min_length=2, max_length=80)
    opinion: str = Field(default="", title="备案意见", max_length=1000, json_schema_extra=LONG)


class AskCorrection(ActData):
    """What the committee office asks to be corrected. The list holds all the same."""

    opinion: str = Field(title="补正意见", min_length=5, max_length=1000, json_schema_extra=LONG)


class CorrectFiling(ActData):
    """What was done about it."""

    note: str = Field(title="补正情况", min_length=5, max_length=1000, json_schema_extra=LONG)


def _meet(board: Board, attempt: Attempt, rule: str) -> None:
    for row in board.open_rows(attempt.subject.pk):
        if row.rule == rule:
            board.meet(row, attempt)
