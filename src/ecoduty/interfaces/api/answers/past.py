"""A figure's list as of a past day: how each matter stood then and stands now."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field

from ecoduty.casework.figures.models import Stood
from ecoduty.interfaces.api.answers.matters import BodyName, MatterAnswer
from ecoduty.kernel.flow import tables


class StoodAnswer(BaseModel):
    """一个办件在那一日日终的样子。"""

    state: str
    state_label: str
    open: bool = Field(description="当日是否在办")
    holder: BodyName = Field(description="当日的主办单位")
    next_due_at: datetime | None = Field(description="当日的期限：从这一刻起算逾期；办结的没有")
    overdue: bool = Field(description="当日日终是否逾期未办")
    missed: bool = Field(description="到当日为止是否逾期过")


class PastMatterAnswer(BaseModel):
    """一个被数到的办件：当日和现在。"""

    then: StoodAnswer
    now: MatterAnswer

    @classmethod
    def of(cls, row: Stood, at: datetime, now: datetime) -> PastMatterAnswer:
        """From a row whose holder and matter were selected with it; `at` is the close of that day."""
        table = tables().get(row.kind)
        state = table.by_state.get(row.state) if table else None
        then = StoodAnswer(
            state=row.state, state_label=state.label if state else row.state, open=row.open,
            holder=BodyName(key=row.holder.key, name=row.holder.short_name), next_due_at=row.next_due_at,
            overdue=row.open and row.next_due_at is not None and row.next_due_at <= at, missed=row.missed,
        )  # fmt: skip
        return cls(then=then, now=MatterAnswer.of(row.matter, now))


class PastMatterPage(BaseModel):
    """一页往日清单。"""

    on: date = Field(description="清单所指的日子：所问的那一日，没有记录的是此前最近的一日")
    counted: int = Field(description="当时数到的件数；多于清单的，是现在不在令牌所代岗位可见范围里的")
    items: list[PastMatterAnswer]
    next: str | None = Field(description="下一页的游标；没有下一页则为空")
