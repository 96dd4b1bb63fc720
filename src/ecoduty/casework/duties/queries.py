"""Deadlines for pages: what is due and why, what changed it, what a person has to look at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from ecoduty.casework.duties.models import Change, Deadline
from ecoduty.casework.duties.reckoning import exclusions_of, reckon_duty, reckon_limit
from ecoduty.casework.duties.states import OPEN, DeadlineState
from ecoduty.kernel.clock import Explanation, RulerDay, as_local, ruler, spoken_day, spoken_moment
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.rulebook import store


@dataclass(frozen=True, slots=True)
class Shown:
    """A deadline as a page shows it: its working in Chinese, and every change of its due day, oldest first."""

    deadline: Deadline
    working: str
    changes: tuple[Change, ...]

    @property
    def due_text(self) -> str:
        """1月31日（周日）, or for hours with the time."""
        if self.deadline.due_on:
            return spoken_day(self.deadline.due_on)
        return spoken_moment(as_local(self.deadline.due_at))


def deadlines_of(matter: int) -> list[Shown]:
    """The deadlines of a matter, open ones first, each part by due day. Two queries."""
    found = Deadline.objects.filter(matter=matter).prefetch_related(
        Prefetch("changes", queryset=Change.objects.order_by("id"))
    )
    return [
        Shown(row, Explanation.from_data(row.explanation).text, tuple(row.changes.all()))
        for row in sorted(found, key=lambda row: (row.state not in OPEN, row.due_at, row.pk))
    ]


def ruler_of(deadline: Deadline) -> list[RulerDay]:
    """Every day from the start to the due day, for a page to draw; empty where a person set the day."""
    book = store.version(deadline.rulebook)
    calendar = current_calendar()
    if deadline.rule in book.duties:
        due = reckon_duty(book, deadline.rule, deadline.matter.period, calendar).due
    else:
        gaps = exclusions_of(deadline.exclusions, hours=deadline.due_on is None)
        due = reckon_limit(book, deadline.rule, deadline.started_at, calendar, gaps).due
    return ruler(due, calendar) if due.moment == deadline.due_at else []


def to_review() -> QuerySet[Deadline]:
    """Deadlines that a new calendar would have moved into lateness: a person decides. Callers filter by visibility."""
    return Deadline.objects.exclude(review="").select_related("matter").order_by("due_at")


def open_deadlines(matter: int) -> list[tuple[int, str]]:
    """The choices of acts that ask which deadline: number and words."""
    found = Deadline.objects.filter(matter=matter, state__in=OPEN).order_by("due_at", "pk")
    return [(row.pk, f"{row.label}（{DeadlineState(row.state).label}）") for row in found]


def late_since(matters: Collection[int]) -> dict[int, datetime]:
    """Since when matters are late with what is still open; absent for those that are not."""
    rows = Deadline.objects.filter(matter__in=list(matters), state=DeadlineState.MISSED).order_by("-missed_at")
    return {matter: at for matter, at in rows.values_list("matter_id", "missed_at") if at is not None}
