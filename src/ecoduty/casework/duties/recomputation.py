"""When a holiday notice arrives: deadlines counted with another calendar are counted again, each with an entry.

A due day that would thereby already be over stays as it was and is flagged for a person. Where nothing moves, the
working is renewed quietly, and with it the 暂算 that a published calendar has settled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from pydantic import Field

from ecoduty.casework.duties import rows
from ecoduty.casework.duties.board import Board, DeadlineData
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.reckoning import exclusions_of, reckon_duty, reckon_limit
from ecoduty.casework.duties.rows import Row
from ecoduty.casework.duties.states import TICKING, ChangeKind, DeadlineState
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.kernel import flow
from ecoduty.kernel.clock import Due, WorkCalendar, local_date, now, spoken_date
from ecoduty.kernel.clock.current import current_calendar, latest_notice
from ecoduty.kernel.flow import Actor, Attempt, Item, Outcome
from ecoduty.kernel.rulebook import store

BATCH = 1000
RESTRICTED_MATTER = "一件受限办件"


@dataclass(frozen=True, slots=True)
class NewDue:
    """A due day counted again."""

    deadline: int
    due_on: date
    due_at: datetime
    provisional: bool
    edition: str
    explanation: tuple[Any, ...]


class RecomputeDeadlines(DeadlineData):
    """Due days that a new calendar moves; the platform names them."""

    dues: tuple[NewDue, ...] = Field(title="新的期限")
    notice: str = Field(title="放假通知")

    def facts(self) -> dict[str, Any]:
        """The effect records each deadline; here only why."""
        return {"notice": self.notice}

    def change(self, board: Board, attempt: Attempt) -> None:
        """Move each due day, or keep it and flag it when by the new one it would already be late."""
        for new in self.dues:
            row = board.row(attempt.subject.pk, new.deadline)
            if row is not None and row.ticking and row.calendar_bound:
                self._one(board, row, new, attempt)

    def _one(self, board: Board, row: Row, new: NewDue, attempt: Attempt) -> None:
        if row.edition == new.edition:
            return  # another process was quicker
        before = (row.due_on, row.due_at)
        row.edition = new.edition
        if _already_over(row, new.due_at, attempt.recorded_at):
            row.review = f"按新的放假安排算得{spoken_date(new.due_on)}，原定日期未动，待核对"
            board.note(row, "kept", attempt, moved=False)
            board.change(row, ChangeKind.KEPT, attempt, before, row.review, self.notice)
            return
        row.due_on, row.due_at, row.provisional = new.due_on, new.due_at, new.provisional
        row.new_explanation = list(new.explanation)
        board.reset(row, attempt)
        board.note(row, "recomputed", attempt)
        board.change(row, ChangeKind.RECOMPUTED, attempt, before, "放假安排公布或变更", self.notice)


def _already_over(row: Row, due_at: datetime, at: datetime) -> bool:
    """Whether the day stays as it was, for a person to look at: late already, or late by the new day."""
    return row.state == DeadlineState.MISSED or at >= due_at


@dataclass(frozen=True, slots=True)
class Moving:
    """A deadline that a calendar would move, or keep and flag, with its matter as a list may name it."""

    matter: str
    title: str
    holder: str
    label: str
    due: date
    new_due: date
    kept: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a calendar would do to open deadlines: which it moves or keeps, and of how many only the working changes."""

    moving: tuple[Moving, ...]
    renewed: int


def preview(calendar: WorkCalendar) -> Preview:
    """What `recompute` would do if that calendar were the present one; writes nothing and waits for no lock."""
    moving: list[Moving] = []
    renewed, after = 0, 0
    while batch := _candidates(calendar.edition, after):
        after = batch[-1][0].id
        matters = Matter.objects.select_related("holder").in_bulk({row.matter_id for row, _ in batch})
        for row, gaps in batch:
            due = _counted(row, gaps, matters[row.matter_id].period, calendar)
            if due.moment == row.due_at:
                renewed += 1
            else:
                moving.append(_moving(row, due, matters[row.matter_id]))
    return Preview(tuple(moving), renewed)


def _moving(row: Row, due: Due, matter: Matter) -> Moving:
    kept = _already_over(row, due.moment, now())
    old = row.due_on or local_date(row.due_at)
    if matter.secrecy == Secrecy.RESTRICTED:
        return Moving("", RESTRICTED_MATTER, "", "", old, due.day, kept)
    return Moving(matter.number, matter.title, matter.holder.short_name, row.label, old, due.day, kept)


@dataclass(slots=True)
class Report:
    """What a new calendar did: due days moved or kept for review, workings renewed without a change."""

    moved: int = 0
    kept: int = 0
    renewed: int = 0
    refused: list[str] = field(default_factory=list)


def recompute(notice: str, *, actor: Actor | None = None) -> Report:
    """Count again every open deadline that rests on another calendar than the present one.

    To be called after the act that imported the notice is committed and the calendar cache renewed. Can be called
    again at any time: what rests on the present calendar is not touched.
    """
    report = Report()
    by = actor or Actor.system("日历重算")
    edition = current_calendar().edition
    after = 0
    while batch := _candidates(edition, after):
        after = batch[-1][0].id
        with transaction.atomic():
            _batch(batch, notice, by, report)
    return report


def recompute_if_stale() -> Report | None:
    """Count again what rests on another calendar: left by an import that was cut short, or by a process that had not
    heard of it yet. None, after one query, where nothing does.
    """
    edition = current_calendar().edition
    resting = Deadline.objects.filter(calendar_bound=True, state__in=TICKING)
    if not resting.filter(Q(edition__lt=edition) | Q(edition__gt=edition)).exists():
        return None
    return recompute(latest_notice() or "放假安排变化")


def _candidates(edition: str, after: int) -> list[tuple[Row, list[dict[str, str]]]]:
    condition = "d.calendar_bound AND d.state = ANY(%s) AND d.edition <> %s AND d.id > %s ORDER BY d.id LIMIT %s"
    found = rows.select(condition, [list(TICKING), edition, after, BATCH])
    gaps = dict(
        Deadline.objects.filter(pk__in=[row.id for row in found]).exclude(exclusions=[]).values_list("pk", "exclusions")
    )
    return [(row, gaps.get(row.id, [])) for row in found]


def _batch(batch: Sequence[tuple[Row, list[dict[str, str]]]], notice: str, by: Actor, report: Report) -> None:
    periods = dict(Matter.objects.filter(pk__in={row.matter_id for row, _ in batch}).values_list("pk", "period"))
    moved: dict[int, list[NewDue]] = defaultdict(list)
    same: list[tuple[Row, Due]] = []
    for row, gaps in batch:
        due = _counted(row, gaps, periods[row.matter_id], current_calendar())
        if due.moment == row.due_at:
            same.append((row, due))
        else:
            moved[row.matter_id].append(
                NewDue(
                    row.id,
                    due.day,
                    due.moment,
                    due.provisional,
                    due.calendar_edition,
                    tuple(due.explanation.as_data()),
                )
            )
    _renew(same)
    report.renewed += len(same)
    for kind, items in _items(moved, notice):
        outcome = flow.perform_many(flow.table(kind), "recompute_deadlines", items, actor=by, on_refusal="skip")
        _count(outcome, moved, report)
        report.refused += [refusal.sentence for refusal in outcome.refused.values()]


def _count(outcome: Outcome, moved: dict[int, list[NewDue]], report: Report) -> None:
    """Tell apart what was moved and what a person has to look at."""
    done = [new.deadline for matter in outcome.done for new in moved[matter]]
    kept = Deadline.objects.filter(pk__in=done).exclude(review="").count()
    report.kept += kept
    report.moved += len(done) - kept


def _items(moved: dict[int, list[NewDue]], notice: str) -> Iterator[tuple[str, list[Item]]]:
    """One item for each matter, by kind."""
    kinds = sorted(Matter.objects.filter(pk__in=list(moved)).values_list("kind", "pk"))
    for kind, pairs in groupby(kinds, key=lambda pair: pair[0]):
        yield kind, [Item(pk, RecomputeDeadlines(dues=tuple(moved[pk]), notice=notice)) for _, pk in pairs]


def _counted(row: Row, gaps: list[dict[str, str]], period: str, calendar: WorkCalendar) -> Due:
    book = store.version(row.rulebook)
    if row.rule in book.duties:
        return reckon_duty(book, row.rule, period, calendar).due
    exclusions = exclusions_of(gaps, hours=row.due_on is None)
    return reckon_limit(book, row.rule, row.started_at, calendar, exclusions).due


def _renew(same: Iterable[tuple[Row, Due]]) -> None:
    """The due day stands; its working rests on the new calendar. The sweep looks at the ladder again at once.

    Written only where nobody has changed the deadline in the meantime.
    """
    found = list(same)
    if not found:
        return
    moment = now()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE duties_deadline AS d SET provisional = rows.provisional, edition = rows.edition, "
            "explanation = rows.explanation::jsonb, next_rung_at = LEAST(d.next_rung_at, %s) "
            "FROM unnest(%s::bigint[], %s::timestamptz[], %s::boolean[], %s::text[], %s::text[]) "
            "AS rows(id, due_at, provisional, edition, explanation) "
            "WHERE d.id = rows.id AND d.due_at = rows.due_at AND d.calendar_bound AND d.state = ANY(%s)",
            [
                moment,
                [row.id for row, _ in found],
                [row.due_at for row, _ in found],
                [due.provisional for _, due in found],
                [due.calendar_edition for _, due in found],
                [rows.as_json(list(due.explanation.as_data())) for _, due in found],
                list(TICKING),
            ],
        )
