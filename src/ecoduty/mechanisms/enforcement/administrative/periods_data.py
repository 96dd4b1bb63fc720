"""What moves the ninety days: periods that do not count, extensions, going to the police and coming back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.casework.duties.board import Board, DeadlineData
from ecoduty.casework.duties.deciding import ExtendDeadline, ResumeDeadline, SuspendDeadline, rule_of
from ecoduty.casework.duties.models import Change
from ecoduty.casework.duties.rows import Row
from ecoduty.casework.duties.states import ChangeKind, DeadlineState
from ecoduty.kernel.clock import Term, Unit, due_of
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.enforcement.administrative import keys
from ecoduty.mechanisms.enforcement.administrative.data import LONG, Money, Number
from ecoduty.mechanisms.enforcement.administrative.states import Excluded, Outcome, Sort

Words = Annotated[str, StringConstraints(min_length=4, max_length=200)]
_REASONS: dict[str, JsonValue] = {
    "widget": "choice",
    "choices": [[one.value, one.label] for one in Excluded if one not in (Excluded.POLICE, Excluded.HEARING)],
}
_OUTCOMES: dict[str, JsonValue] = {"widget": "choice", "labels": dict(Outcome.choices)}
_BASIS = "不计入办案期限的事由"


def suspend(board: Board, attempt: Attempt, why: str) -> None:
    """Stop the ninety days; they may have run out already, or stand still for another reason: then nothing changes."""
    row = board.find(attempt.subject.pk, keys.DECISION)
    if row is None or row.state == DeadlineState.SUSPENDED or row.is_late(attempt.occurred_at):
        return
    SuspendDeadline(deadline=row.id, reason=why, authority=_BASIS).change(board, attempt)


def resume(board: Board, attempt: Attempt, why: str) -> None:
    """Let them run again once no excluded period is open. What else was ordered has never stood still."""
    row = board.find(attempt.subject.pk, keys.DECISION)
    still = attempt.subject.administrative_case.excluded.filter(ended_at=None).exists()
    if row is None or row.state != DeadlineState.SUSPENDED or still:
        return
    ResumeDeadline(deadline=row.id, reason=why, authority=_BASIS).change(board, attempt)


class BeginExcluded(DeadlineData):
    """From today on the time does not count."""

    kind: Excluded = Field(title="不计入期限的事由", json_schema_extra=_REASONS)
    note: Words = Field(title="说明", description="委托书、公告或者鉴定受理的文号")

    def change(self, board: Board, attempt: Attempt) -> None:
        """Stop the clock of the decision."""
        suspend(board, attempt, Excluded(self.kind).label)


class EndExcluded(DeadlineData):
    """From today on the time counts again."""

    period: int = Field(title="哪一段", json_schema_extra={"widget": "choice"})
    note: Words = Field(title="结果", description="报告文号、公告期满日等")

    def change(self, board: Board, attempt: Attempt) -> None:
        """Start it again, unless another period is open."""
        resume(board, attempt, self.note)


class AskHearing(DeadlineData):
    """The party wants a hearing; the time of it does not count."""

    note: str = Field(default="", title="申请情况", max_length=200, description="书面或者口头，由谁提出")

    def change(self, board: Board, attempt: Attempt) -> None:
        """Stop the clock of the decision."""
        suspend(board, attempt, Excluded.HEARING.label)


class HoldCaseHearing(DeadlineData):
    """It was held, by somebody who did not investigate."""

    host: str = Field(title="主持人岗位", min_length=2, max_length=100, description="不能是本案调查人员")
    text: str = Field(title="听证意见", min_length=4, max_length=1000, json_schema_extra=LONG)

    def change(self, board: Board, attempt: Attempt) -> None:
        """Start the clock again."""
        resume(board, attempt, "听证结束")


class EndCaseHearing(DeadlineData):
    """The party took its request back, or did not come without reason."""

    reason: Words = Field(title="终止听证的原因")

    def change(self, board: Board, attempt: Attempt) -> None:
        """Start the clock again."""
        resume(board, attempt, self.reason)


class SentToPolice(DeadlineData):
    """A transfer has gone. `transfer` is its number."""

    transfer: Number = Field(title="移送书文号或者移送件编号")

    def change(self, board: Board, attempt: Attempt) -> None:
        """Stop the clock of the decision; all that was already ordered runs on."""
        suspend(board, attempt, Excluded.POLICE.label)


class EffectOfTransfer(DeadlineData):
    """What became of the transfer."""

    outcome: Outcome = Field(title="结果", json_schema_extra=_OUTCOMES)
    number: str = Field(default="", title="文书文号", max_length=80)
    fine: Money | None = Field(default=None, title="刑事罚金（元）")
    text: str = Field(default="", title="说明", max_length=300)

    def change(self, board: Board, attempt: Attempt) -> None:
        """Start the clock again, unless the police have only begun."""
        if self.outcome is not Outcome.FILED:
            resume(board, attempt, Outcome(self.outcome).label)


class _Extend(DeadlineData):
    """A later last day of one limit, by the steps which its rule provides."""

    reason: Words = Field(title="延长理由", json_schema_extra=LONG)
    number: Number = Field(title="审批文号")

    def key(self) -> str:
        """The deadline's key."""
        raise NotImplementedError

    def check(self, step: int) -> None:
        """What a step asks for beside. Raises Refused."""

    def change(self, board: Board, attempt: Attempt) -> None:
        """Move the due day by the next step. Raises Refused `nothing_to_extend`, `extension_not_provided`, `extension_used_up`."""
        row = board.find(attempt.subject.pk, self.key())
        if row is None:
            raise Refused("nothing_to_extend", "这个时限现在没有在计时，不能延长。", status=422, clause="18.1")
        allowed = rule_of(row)[1]
        step = Change.objects.filter(deadline=row.id, kind=ChangeKind.EXTENDED).count()
        if not allowed:
            raise Refused("extension_not_provided", f"“{row.label}”所依据的条款没有规定可以延期。")
        if step >= len(allowed):
            raise Refused("extension_used_up", f"“{row.label}”已经延期{step}次，规定不能再延。")
        self.check(step)
        one = allowed[step]
        until = due_of(Term(one.n, Unit(one.unit), roll=False), _start(row), current_calendar()).day
        authority = f"{one.authority}（{self.number}）"
        ExtendDeadline(deadline=row.id, until=until, reason=self.reason, authority=authority).change(board, attempt)


def _start(row: Row) -> date | datetime:
    return row.due_on or row.due_at


class ExtendFiling(_Extend):
    """Fifteen days more before it is filed."""

    def key(self) -> str:
        return keys.FILING


class ExtendDecision(_Extend):
    """Thirty days more; the second time only after the heads have discussed it together."""

    discussion: str = Field(default="", title="集体讨论记录", max_length=200, description="第二次延长必填")

    def key(self) -> str:
        return keys.DECISION

    def check(self, step: int) -> None:
        """The second step asks for the discussion."""
        if step and not self.discussion:
            raise Refused(
                "discussion_missing",
                "第二次延长须经负责人集体讨论，请填写集体讨论记录的编号。",
                status=422,
                clause="18.1",
            )


class ExtendSeizure(_Extend):
    """Thirty days more of seizure."""

    def key(self) -> str:
        return keys.SEIZURE

    def change(self, board: Board, attempt: Attempt) -> None:
        """The measure's own last day moves with it."""
        super().change(board, attempt)
        row = board.find(attempt.subject.pk, keys.SEIZURE)
        standing = attempt.subject.administrative_case.measures.filter(sort=Sort.SEIZURE, handled_at=None)
        standing.update(until=row.due_on if row is not None else None)


__all__ = [
    "AskHearing",
    "BeginExcluded",
    "EffectOfTransfer",
    "EndCaseHearing",
    "EndExcluded",
    "ExtendDecision",
    "ExtendFiling",
    "ExtendSeizure",
    "HoldCaseHearing",
    "SentToPolice",
]  # fmt: skip
