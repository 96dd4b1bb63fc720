"""Deadlines as plain rows: read many with one statement, write the changed ones with one statement."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from ecoduty.casework.duties.states import OPEN, TICKING
from ecoduty.kernel.clock import Due

_READ = (
    "id", "matter_id", "holder_id", "key", "rule", "label", "clause", "rulebook", "state", "started_at", "due_on",
    "due_at", "met_at", "missed_at", "late", "suspended_at", "provisional", "calendar_bound", "edition", "review",
    "ladder", "ladder_from", "resumes", "round", "next_rung_at",
)  # fmt: skip
_WRITTEN = (
    ("state", "text"),
    ("due_on", "date"),
    ("due_at", "timestamptz"),
    ("met_at", "timestamptz"),
    ("missed_at", "timestamptz"),
    ("late", "boolean"),
    ("suspended_at", "timestamptz"),
    ("provisional", "boolean"),
    ("calendar_bound", "boolean"),
    ("edition", "text"),
    ("review", "text"),
    ("ladder_from", "timestamptz"),
    ("resumes", "text"),
    ("round", "integer"),
    ("next_rung_at", "timestamptz"),
)
COLUMNS = ", ".join(f"d.{name}" for name in _READ) + ", d.basis->>'kind' = 'local'"
_UPDATE = (
    "UPDATE duties_deadline AS d SET "  # noqa: S608 -- names are constants of this file
    + ", ".join(f"{name} = rows.{name}" for name, _ in _WRITTEN)
    + ", exclusions = COALESCE(rows.exclusions::jsonb, d.exclusions)"
    + ", explanation = COALESCE(rows.explanation::jsonb, d.explanation)"
    + " FROM unnest(%s::bigint[], "
    + ", ".join(f"%s::{kind}[]" for _, kind in _WRITTEN)
    + ", %s::text[], %s::text[]) AS rows(id, "
    + ", ".join(name for name, _ in _WRITTEN)
    + ", exclusions, explanation) WHERE d.id = rows.id"
)


@dataclass(slots=True)
class Row:
    """A deadline in memory, without its texts. `local` rests on no more than a default of this platform. `new_exclusions` and `new_explanation` replace the stored ones."""

    id: int
    matter_id: int
    holder_id: int
    key: str
    rule: str
    label: str
    clause: str
    rulebook: str
    state: str
    started_at: datetime
    due_on: date | None
    due_at: datetime
    met_at: datetime | None
    missed_at: datetime | None
    late: bool
    suspended_at: datetime | None
    provisional: bool
    calendar_bound: bool
    edition: str
    review: str
    ladder: str
    ladder_from: datetime
    resumes: str
    round: int
    next_rung_at: datetime | None
    local: bool
    new_exclusions: list[dict[str, str]] | None = None
    new_explanation: list[Any] | None = None

    @property
    def open(self) -> bool:
        """Whether something is still owed."""
        return self.state in OPEN

    @property
    def ticking(self) -> bool:
        """Whether time runs."""
        return self.state in TICKING

    def is_late(self, at: datetime) -> bool:
        """Whether doing it at that moment is too late: from the day after, or (hours) from the instant after."""
        return at >= self.due_at if self.due_on is not None else at > self.due_at

    def take(self, due: Due) -> None:
        """Let the due day be what was computed anew."""
        self.due_on = due.day if due.whole_day else None
        self.due_at = due.moment
        self.provisional = due.provisional
        self.edition = due.calendar_edition
        self.new_explanation = list(due.explanation.as_data())


def select(where: str, parameters: Sequence[Any]) -> list[Row]:
    """Rows of `duties_deadline d` under a condition written by the caller (constants of the code, never input)."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM duties_deadline d WHERE {where}", parameters)  # noqa: S608 -- see above
        return [Row(*values) for values in cursor.fetchall()]


def of_matters(matters: Collection[int]) -> list[Row]:
    """What bears on the dates of these matters: everything open, and everything that was ever late."""
    condition = "d.matter_id = ANY(%s) AND (d.state = ANY(%s) OR d.missed_at IS NOT NULL) ORDER BY d.id"
    return select(condition, [list(matters), list(OPEN)])


def update(rows: Sequence[Row]) -> None:
    """Write rows back, one statement."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _UPDATE,
            [
                [row.id for row in rows],
                *([getattr(row, name) for row in rows] for name, _ in _WRITTEN),
                [as_json(row.new_exclusions) for row in rows],
                [as_json(row.new_explanation) for row in rows],
            ],
        )


def reschedule(moments: dict[int, datetime | None]) -> None:
    """Note when the sweep shall look at deadlines again; nothing else about them changes."""
    if not moments:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE duties_deadline AS d SET next_rung_at = rows.at "
            "FROM unnest(%s::bigint[], %s::timestamptz[]) AS rows(id, at) "
            "WHERE d.id = rows.id AND (rows.at IS NULL OR d.state = ANY(%s))",
            [list(moments), list(moments.values()), list(TICKING)],
        )


def as_json(value: list[Any] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
