"""What will open by itself: the next recurring duties of the body one acts for, so that an empty list explains itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.rulebook import reckon, store

HORIZON = 370  # days


@dataclass(frozen=True, slots=True)
class Coming:
    """A duty that will open: when, what, and by when it is due."""

    when: str
    label: str
    due: str


def soon(visit: Visit, limit: int = 4) -> list[Coming]:
    """The next openings for the visitor's body, the earliest first; no query."""
    book = store.current_or_none()
    if book is None:
        return []
    found: list[tuple[date, str, date]] = []
    last = visit.today + timedelta(days=HORIZON)
    for key, duty in book.duties.items():
        if visit.actor.body not in book.bearers(key):
            continue
        found += [
            (item.opens, duty.label, item.due.day)
            for item in reckon.occurrences(duty, last, current_calendar())
            if item.opens > visit.today
        ]
    return [
        Coming(words.short_day(opens, visit.today), label, words.day(due, visit.today))
        for opens, label, due in sorted(found)[:limit]
    ]
