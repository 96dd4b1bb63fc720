"""What the API answers about what is shared between offices."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, Field

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.api.answers.matters import BodyName
from ecoduty.interfaces.api.answers.papers import FileAnswer
from ecoduty.kernel.flow import tables
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.enforcement.concerned.queries import Shown
from ecoduty.mechanisms.enforcement.pieces.models import Piece
from ecoduty.mechanisms.enforcement.sharing.entries.models import SharedDecision
from ecoduty.mechanisms.enforcement.sharing.queries import SharedCase


class DecisionAnswer(BaseModel):
    """一项须录入信息共享平台的决定。"""

    number: str = Field(description="录入事项编号")
    case: str = Field(description="案件编号")
    act: str = Field(description="决定代码")
    label: str = Field(description="决定")
    group: str = Field(description="由哪一方录入：administrative、police、procuratorate")
    office: BodyName = Field(description="录入单位")
    decided_at: datetime = Field(description="作出决定的时间")
    due_on: date | None = Field(description="录入期限的最后一日；已录入的为空")
    overdue: bool = Field(description="是否逾期未录入")
    state: str = Field(description="to_enter 待录入，entered 已录入，informed 已函告，not_due 不须录入")
    platform_number: str = Field(description="外部共享平台的录入编号")
    entered_at: datetime | None = Field(description="录入或函告登记的时间")

    @classmethod
    def of(cls, matter: Matter, own: SharedDecision, case: str, now: datetime) -> Self:
        """Of an entry and its decision."""
        return cls(
            number=matter.number, case=case, act=own.act, label=own.label, group=own.group,
            office=BodyName(key=matter.holder.key, name=matter.holder.short_name), decided_at=own.decided_at,
            due_on=matter.next_due_on if matter.open else None,
            overdue=matter.open and matter.next_due_at is not None and matter.next_due_at <= now,
            state=matter.state, platform_number=own.platform_number, entered_at=own.entered_at,
        )  # fmt: skip


class DecisionPage(BaseModel):
    """一页录入事项。"""

    items: list[DecisionAnswer]
    next: str | None = Field(description="下一页的 cursor；空为没有")


class SharedCaseAnswer(BaseModel):
    """共享视图里的一个案件。"""

    number: str
    kind: str
    title: str
    holder: BodyName
    state: str
    opened_at: datetime
    decisions: int = Field(description="共享的决定有几项")
    late: int = Field(description="其中逾期未录入的")

    @classmethod
    def of(cls, one: SharedCase) -> Self:
        """Of a case in the shared view."""
        matter = one.matter
        return cls(
            number=matter.number, kind=matter.kind, title=matter.title, state=matter.state, opened_at=matter.opened_at,
            holder=BodyName(key=matter.holder.key, name=matter.holder.short_name), decisions=len(one.decisions), late=one.late,
        )  # fmt: skip


class SharedCasePage(BaseModel):
    """一页共享案件。"""

    items: list[SharedCaseAnswer]
    next: str | None = Field(description="下一页的 cursor；空为没有")


class PieceAnswer(BaseModel):
    """案卷里的一件材料。"""

    code: str = Field(description="材料种类代码")
    title: str
    number: str = Field(description="文号")
    pages: int | None
    original: bool = Field(description="是否原件")
    added_at: datetime
    file: FileAnswer | None = Field(description="文件；只有纸质的为空")

    @classmethod
    def of(cls, piece: Piece) -> Self:
        """Of a material that stands."""
        return cls(
            code=piece.code, title=piece.title, number=piece.number, pages=piece.pages, original=piece.original,
            added_at=piece.added_at, file=FileAnswer.of(piece.file) if piece.file else None,
        )  # fmt: skip


class ConcernedAnswer(BaseModel):
    """当事人或嫌疑人；自然人的姓名和号码遮盖。"""

    sort: str
    part: str
    name: str
    number: str

    @classmethod
    def of(cls, one: Shown) -> Self:
        """Of one of them, masked."""
        return cls(sort=one.row.sort, part=one.row.part, name=one.name, number=one.number)


class StepAnswer(BaseModel):
    """案件留痕里的一步。"""

    act: str
    label: str
    occurred_at: datetime
    recorded_at: datetime
    by: str = Field(description="岗位")
    on_behalf_of: str
    to_state: str

    @classmethod
    def of(cls, kind: str, entry: Entry) -> Self:
        """Of an entry of the case."""
        row = tables()[kind].by_code.get(entry.act)
        return cls(
            act=entry.act, label=row.label if row else entry.act, occurred_at=entry.occurred_at, recorded_at=entry.recorded_at,
            by=entry.actor_title, on_behalf_of=entry.on_behalf_of, to_state=entry.to_state,
        )  # fmt: skip


class SharedCaseDetail(SharedCaseAnswer):
    """全卷：决定、当事人、材料、每一步。文件按 id 用 /files/{file_id} 下载，每次查阅和下载都留痕。"""

    shared: list[DecisionAnswer]
    concerned: list[ConcernedAnswer]
    pieces: list[PieceAnswer]
    steps: list[StepAnswer]


__all__ = ["DecisionAnswer", "DecisionPage", "SharedCaseAnswer", "SharedCaseDetail", "SharedCasePage", "StepAnswer"]
