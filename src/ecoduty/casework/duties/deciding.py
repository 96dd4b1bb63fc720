"""What people decide about a deadline: a later day, a stop, going on, what to make of a changed calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from django.db.models import F
from pydantic import Field, StringConstraints

from ecoduty.casework.duties.board import Board, DeadlineData
from ecoduty.casework.duties.models import Change, Deadline
from ecoduty.casework.duties.reckoning import exclusion_data, exclusions_of, reckon_limit
from ecoduty.casework.duties.rows import Row
from ecoduty.casework.duties.ruling import NAMED_DAY, has_named_day
from ecoduty.casework.duties.states import ChangeKind, DeadlineState
from ecoduty.kernel.clock import Exclusion, Term, Unit, due_of, end_of_day, local_date, spoken_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.rulebook import store
from ecoduty.kernel.rulebook.schema import Extension

Words = Annotated[str, StringConstraints(min_length=2, max_length=200)]


class _OneDeadline(DeadlineData):
    deadline: int = Field(title="时限", json_schema_extra={"widget": "choice", "choices_from": "open_deadlines"})

    def open_row(self, board: Board, attempt: Attempt) -> Row:
        """The deadline meant, if it is an open one of this matter."""
        row = board.row(attempt.subject.pk, self.deadline)
        if row is None:
            raise Refused("deadline_not_open", "这个办件没有所选的时限，或该时限已经办结、取消。请刷新页面后重选。")
        if attempt.occurred_at < row.started_at:
            raise Refused("before_deadline_start", f"“{row.label}”从{_day(row.started_at)}起算，发生时间不能更早。")
        return row


class ExtendDeadline(_OneDeadline):
    """A later last day, decided by whoever may."""

    until: date = Field(title="延长至", json_schema_extra={"widget": "date"})
    reason: Words = Field(title="延期理由")
    authority: Words = Field(title="批准依据", description="谁批准的，文号或批示日期")

    def change(self, board: Board, attempt: Attempt) -> None:
        """Move the due day. Refused for limits that the plan fixes or whose rule provides no extension."""
        row = self.open_row(board, attempt)
        if row.state == DeadlineState.SUSPENDED:
            raise Refused("deadline_suspended", f"“{row.label}”正在中止，请先恢复计时再延期。")
        if row.is_late(attempt.occurred_at):
            raise Refused("deadline_over", f"“{row.label}”已于{_last_day(row)}届满，届满之后不能再延期。")
        if self.until <= (row.due_on or local_date(row.due_at)):
            raise Refused(
                "extension_not_later", f"“{row.label}”现在的期限是{_last_day(row)}，延长后的日期应晚于这一天。"
            )
        self._within_the_rule(row)
        before = (row.due_on, row.due_at)
        row.due_on, row.due_at = self.until, end_of_day(self.until)
        row.calendar_bound = row.provisional = False
        board.go_on(row, attempt)
        board.note(row, "extended", attempt)
        board.change(row, ChangeKind.EXTENDED, attempt, before, self.reason, self.authority)

    def _within_the_rule(self, row: Row) -> None:
        kind, allowed = rule_of(row)
        if kind == "plan":
            raise plan_limit_fixed(row)
        if kind == "statute" and not allowed:
            raise Refused("extension_not_provided", f"“{row.label}”所依据的条款没有规定可以延期。")
        if not allowed:
            return  # a default of this platform: whoever set it may move it
        times = Change.objects.filter(deadline=row.id, kind=ChangeKind.EXTENDED).count()
        if times >= max(item.times for item in allowed):
            raise Refused("extension_used_up", f"“{row.label}”已经延期{times}次，规定不能再延。")
        furthest = max(_furthest(row, item) for item in allowed)
        if self.until > furthest:
            raise Refused("extension_too_long", f"“{row.label}”按规定最多延至{spoken_date(furthest)}。")


class SuspendDeadline(_OneDeadline):
    """Time stands still from the day of the act."""

    reason: Words = Field(title="中止理由")
    authority: Words = Field(title="中止依据", description="依据的条款、文书或批示")

    def change(self, board: Board, attempt: Attempt) -> None:
        """Stop the clock. Refused for limits that the plan fixes."""
        row = self.open_row(board, attempt)
        if row.state == DeadlineState.SUSPENDED:
            raise Refused("deadline_suspended", f"“{row.label}”已经中止。")
        if row.is_late(attempt.occurred_at):
            raise Refused("deadline_over", f"“{row.label}”已于{_last_day(row)}届满，届满之后不能再中止。")
        if rule_of(row)[0] == "plan":
            raise plan_limit_fixed(row)
        row.state = DeadlineState.SUSPENDED
        row.suspended_at, row.missed_at, row.next_rung_at = attempt.occurred_at, None, None
        board.note(row, "suspended", attempt)
        board.change(row, ChangeKind.SUSPENDED, attempt, (row.due_on, row.due_at), self.reason, self.authority)


class ResumeDeadline(_OneDeadline):
    """Time runs again; the days in between do not count."""

    reason: Words = Field(title="恢复理由")
    authority: Words = Field(title="恢复依据", description="依据的条款、文书或批示")

    def change(self, board: Board, attempt: Attempt) -> None:
        """Start the clock again and count without the suspended time."""
        row = self.open_row(board, attempt)
        if row.suspended_at is None:
            raise Refused("deadline_not_suspended", f"“{row.label}”没有中止，不需要恢复。")
        if attempt.occurred_at < row.suspended_at:
            raise Refused("before_suspension", f"“{row.label}”自{_day(row.suspended_at)}起中止，恢复时间不能更早。")
        before = (row.due_on, row.due_at)
        stopped, row.suspended_at = row.suspended_at, None
        why = Change.objects.filter(deadline=row.id, kind=ChangeKind.SUSPENDED).latest("id").reason
        _without(row, stopped, attempt.occurred_at, why)
        board.go_on(row, attempt)
        board.note(row, "resumed", attempt)
        board.change(row, ChangeKind.RESUMED, attempt, before, self.reason, self.authority)


class ReviewDeadline(_OneDeadline):
    """A person has looked at a due day that a new calendar would have moved."""

    until: date | None = Field(None, title="改为", description="不改则留空", json_schema_extra={"widget": "date"})
    reason: Words = Field(title="核对意见")
    authority: Words = Field(title="依据")

    def change(self, board: Board, attempt: Attempt) -> None:
        """Take the flag off; with a day, let that be the due day."""
        row = self.open_row(board, attempt)
        if not row.review:
            raise Refused("nothing_to_review", f"“{row.label}”没有待核对的事项。")
        before = (row.due_on, row.due_at)
        row.review = ""
        if self.until is not None and self.until != row.due_on:
            row.due_on, row.due_at = self.until, end_of_day(self.until)
            row.calendar_bound = row.provisional = False
            board.go_on(row, attempt)
        board.note(row, "reviewed", attempt, moved=before[1] != row.due_at)
        board.change(row, ChangeKind.REVIEWED, attempt, before, self.reason, self.authority)


def rule_of(row: Row) -> tuple[str, tuple[Extension, ...]]:
    """What kind of basis the rule of a deadline has, and which extensions it provides, as of its start."""
    book = store.version(row.rulebook)
    if row.rule in book.duties:
        return book.duties[row.rule].due.basis.kind, ()
    found = reckon_limit(book, row.rule, row.started_at, current_calendar())
    return found.basis.kind, found.extensions


def plan_limit_fixed(row: Row) -> Refused:
    """The plan's own limits stand: the stricter reading."""
    return Refused(
        "plan_limit_fixed",
        f"“{row.label}”是方案本身规定的期限，不延期、不中止。",
        of_plan=(row.clause,) if row.clause else (),
    )


def _furthest(row: Row, extension: Extension) -> date:
    term = Term(extension.n, Unit(extension.unit), roll=Unit(extension.unit) is not Unit.WORKING_DAYS)
    start = row.due_on or row.due_at
    return due_of(term, start, current_calendar()).day


def _without(row: Row, stopped: datetime, resumed: datetime, why: str) -> None:
    """Count the deadline again without the time it stood still; a due day that a person set moves by that time."""
    gap = _gap(row, stopped, resumed, why)
    if gap is None:
        return
    stored, unit = Deadline.objects.values_list("exclusions", "unit_text").get(pk=row.id)
    row.new_exclusions = [*stored, exclusion_data(gap)]
    by_hand = Change.objects.filter(deadline=row.id, kind__in=(ChangeKind.EXTENDED, ChangeKind.REVIEWED))
    named = unit == NAMED_DAY or has_named_day(row.rule) or by_hand.exclude(old_due_at=F("new_due_at")).exists()
    if row.due_on is not None and named:
        row.due_on += gap.last - gap.first + timedelta(days=1)
        row.due_at = end_of_day(row.due_on)
        return
    gaps = exclusions_of(row.new_exclusions, hours=row.due_on is None)
    row.take(reckon_limit(store.version(row.rulebook), row.rule, row.started_at, current_calendar(), gaps).due)


def _gap(row: Row, stopped: datetime, resumed: datetime, why: str) -> Exclusion | None:
    """The time that does not count: from the day of stopping to the day before going on; for hours to the instant."""
    if row.due_on is None:
        return Exclusion(stopped, resumed, why)
    first, last = local_date(stopped), local_date(resumed) - timedelta(days=1)
    return Exclusion(first, last, why) if first <= last else None


def _last_day(row: Row) -> str:
    return spoken_date(row.due_on) if row.due_on else _day(row.due_at)


def _day(moment: datetime) -> str:
    return spoken_date(local_date(moment))
