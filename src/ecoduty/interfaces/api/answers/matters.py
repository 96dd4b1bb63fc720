"""Matters, their deadlines, and what may be done with them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Act, ActTable, Option, tables
from ecoduty.kernel.rulebook.store import cited


class BodyName(BaseModel):
    """机构的代码和简称。"""

    key: str
    name: str


class MatterAnswer(BaseModel):
    """一个办件在列表里的样子。"""

    number: str = Field(description="办件编号，各操作都用它")
    kind: str
    kind_label: str
    title: str
    state: str
    state_label: str
    open: bool = Field(description="是否在办")
    secrecy: str = Field(description="public 公开，internal 内部")
    holder: BodyName = Field(description="主办单位")
    clauses: list[str] = Field(description="所依据的方案条款")
    duty: str = Field(description="定期义务代码，没有则为空")
    period: str
    opened_at: datetime
    closed_at: datetime | None
    next_due_on: date | None = Field(description="下一个期限的最后一日")
    next_due_at: datetime | None = Field(description="从这一刻起算逾期")
    next_due_label: str
    overdue: bool
    first_missed_at: datetime | None = Field(description="第一次逾期的时刻，永久保留")
    version: int = Field(description="版本，每办一个动作加一；放进 If-Match 可防止覆盖他人办理")
    href: str

    @classmethod
    def of(cls, matter: Matter, now: datetime) -> MatterAnswer:
        """From a matter whose holder was selected with it."""
        return cls(**_facts(matter, now))


class MatterPage(BaseModel):
    """一页办件。"""

    items: list[MatterAnswer]
    next: str | None = Field(description="下一页的游标；没有下一页则为空")


class DeadlineAnswer(BaseModel):
    """一个期限：到哪天、依据什么、怎么算出来的。"""

    id: int
    matter: str = Field(description="办件编号")
    holder: BodyName
    key: str
    label: str
    clause: str
    state: str = Field(description="running 计时中，missed 已逾期，suspended 已中止，met 已办结，cancelled 已取消")
    started_at: datetime
    due_on: date | None
    due_at: datetime
    first_due_at: datetime = Field(description="最初算出的期限，延期不改")
    met_at: datetime | None
    missed_at: datetime | None
    late: bool = Field(description="是否逾期办结")
    provisional: bool = Field(description="按未公布的放假安排暂算")
    unit: str
    explanation: list[str] | None = Field(default=None, description="推算过程，只在办件详情里给出")

    @classmethod
    def of(cls, row: Deadline, number: str, holder: BodyName, working: str | None = None) -> DeadlineAnswer:
        """From a row."""
        return cls(
            id=row.pk, matter=number, holder=holder, key=row.key, label=row.label, clause=row.clause, state=row.state,
            started_at=row.started_at, due_on=row.due_on, due_at=row.due_at, first_due_at=row.first_due_at,
            met_at=row.met_at, missed_at=row.missed_at, late=row.late, provisional=row.provisional,
            unit=row.unit_text, explanation=None if working is None else working.splitlines(),
        )  # fmt: skip


class DeadlinePage(BaseModel):
    """一页期限。"""

    items: list[DeadlineAnswer]
    next: str | None = Field(description="下一页的游标；没有下一页则为空")


class PartyAnswer(BaseModel):
    """一个单位在办件里的角色。"""

    body: BodyName
    role: str = Field(description="holder 主办，supporter 协办，main 主送，copy 抄送，supervisor 督办")
    since: date


class MatterDetail(MatterAnswer):
    """一个办件。`complete` 为假时令牌的岗位只能看摘要，相关单位和期限不给出。"""

    complete: bool
    parties: list[PartyAnswer]
    deadlines: list[DeadlineAnswer]


class OptionAnswer(BaseModel):
    """一个按岗位可以办的动作，现在能不能办，不能办差什么。"""

    act: str
    label: str
    open: bool = Field(description="现在能不能办")
    why_not: str = Field(description="现在不能办的原因")
    main: bool = Field(description="是不是往下走的那一步")
    hint: str
    clauses: list[str]
    href: str = Field(description="办理时向这个地址 POST")
    data_schema: dict[str, Any] = Field(description="data 的 JSON Schema")

    @classmethod
    def of(cls, option: Option, number: str, under: str) -> OptionAnswer:
        """From what the act table says; `under` is the version of the rulebook that the matter was opened under."""
        act = option.act
        return cls(
            act=act.code, label=act.label, open=option.open, why_not=option.why_not, main=act.main, hint=act.hint,
            clauses=list(cited(act.clauses, under=under)), href=f"/api/v1/matters/{number}/acts/{act.code}",
            data_schema=act.data.model_json_schema(),
        )  # fmt: skip


class ActAnswer(BaseModel):
    """种类表里的一个动作。"""

    act: str
    label: str
    from_states: list[str]
    to_state: str | None = Field(description="空为状态不变")
    who: list[str] = Field(description="由谁办")
    clauses: list[str]
    creates: bool = Field(description="是否由它立项")
    data_schema: dict[str, Any]

    @classmethod
    def of(cls, act: Act) -> ActAnswer:
        """From a row of the table."""
        return cls(
            act=act.code, label=act.label, from_states=[code for code in act.from_ if code], to_state=act.to,
            who=list(dict.fromkeys(who.label for who in act.who)), clauses=list(cited(act.clauses)), creates=act.creates,
            data_schema=act.data.model_json_schema(),
        )  # fmt: skip


class StateAnswer(BaseModel):
    """种类的一个状态。"""

    state: str
    label: str
    open: bool
    waits_for: str = Field(description="等谁办")


class KindAnswer(BaseModel):
    """一种办件：状态和动作。"""

    kind: str
    label: str
    clauses: list[str]
    states: list[StateAnswer]
    acts: list[ActAnswer]

    @classmethod
    def of(cls, table: ActTable) -> KindAnswer:
        """From an act table."""
        return cls(
            kind=table.kind, label=table.label, clauses=list(cited(table.clauses)), acts=[ActAnswer.of(act) for act in table.acts],
            states=[
                StateAnswer(state=one.code, label=one.label, open=one.open, waits_for=one.waits_for)
                for one in table.states
            ],
        )  # fmt: skip


class EntryPlace(BaseModel):
    """一条留痕在链上的位置。"""

    seq: int
    digest: str = Field(description="SM3，十六进制")


class Performed(BaseModel):
    """办成的动作。"""

    act: str
    matter: str = Field(description="办件编号")
    kind: str
    state: str
    state_label: str
    open: bool
    version: int
    entry: EntryPlace
    repeated: bool = Field(description="是否为同一 Idempotency-Key 的重复提交：没有再办一次")
    href: str


def _facts(matter: Matter, now: datetime) -> dict[str, Any]:
    table = tables().get(matter.kind)
    state = table.by_state.get(matter.state) if table else None
    return {
        "number": matter.number,
        "kind": matter.kind,
        "kind_label": table.label if table else matter.kind,
        "title": matter.title,
        "state": matter.state,
        "state_label": state.label if state else matter.state,
        "open": matter.open,
        "secrecy": matter.secrecy,
        "holder": BodyName(key=matter.holder.key, name=matter.holder.short_name),
        "clauses": matter.clauses,
        "duty": matter.duty,
        "period": matter.period,
        "opened_at": matter.opened_at,
        "closed_at": matter.closed_at,
        "next_due_on": matter.next_due_on,
        "next_due_at": matter.next_due_at,
        "next_due_label": matter.next_due_label,
        "overdue": matter.open and matter.next_due_at is not None and matter.next_due_at <= now,
        "first_missed_at": matter.first_missed_at,
        "version": matter.version,
        "href": f"/api/v1/matters/{matter.number}",
    }


def detail_of(
    matter: Matter, now: datetime, *, complete: bool, parties: list[PartyAnswer], deadlines: list[DeadlineAnswer]
) -> MatterDetail:
    """A matter with what hangs on it."""
    return MatterDetail(**_facts(matter, now), complete=complete, parties=parties, deadlines=deadlines)
