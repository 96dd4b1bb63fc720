"""Where a department stands with a period's report, as the public may know it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ecoduty.casework.publications.models import PublishedItem
from ecoduty.interfaces.portal.reading import Body, Duty, Period

PUBLISHED, DECLINED, WITHDRAWN, NOT_YET, MISSING = "published", "declined", "withdrawn", "not_yet", "missing"
LATEST = 8  # of each other kind, where all kinds stand together
LABELS = {
    PUBLISHED: "已公开", DECLINED: "未公开（有理由）", WITHDRAWN: "已撤下", NOT_YET: "未到期", MISSING: "尚未公开",
}  # fmt: skip
SHAPES = {PUBLISHED: "met", DECLINED: "held", WITHDRAWN: "held", NOT_YET: "none", MISSING: "late"}


@dataclass(frozen=True, slots=True)
class Standing:
    """One cell of the table department × period. `item` is what there is to read."""

    period: Period
    state: str
    item: PublishedItem | None = None

    @property
    def label(self) -> str:
        """The word for the state."""
        return LABELS[self.state]

    @property
    def shape(self) -> str:
        """The shape beside the word, so that colour is never alone."""
        return SHAPES[self.state]


@dataclass(frozen=True, slots=True)
class Row:
    """One department's cells, in the order of the periods."""

    body: Body
    cells: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Departments in official order × periods, newest first, with how many have published."""

    duty: Duty
    periods: tuple[Period, ...]
    rows: tuple[Row, ...]

    def count(self, state: str, column: int = 0) -> int:
        """How many departments are in a state in one column."""
        return sum(row.cells[column].state == state for row in self.rows)


def table(duty: Duty, items: Iterable[PublishedItem], on: date, columns: int) -> Table:
    """The table of a duty on a day, at most `columns` periods wide: those that have begun, else the first to come."""
    known: dict[tuple[str, str], PublishedItem] = {}
    for item in sorted((one for one in items if one.kind == duty.kind), key=lambda one: one.registered_at):
        known[item.body_key, item.period or str(item.year)] = item
    begun = [period for period in duty.periods if period.opens_on <= on] or list(duty.periods[:1])
    periods = tuple(sorted(begun, key=lambda period: period.due_on, reverse=True)[:columns])
    rows = tuple(Row(body, _cells(body, periods, known, on)) for body in duty.bearers)
    return Table(duty, periods, rows)


@dataclass(frozen=True, slots=True)
class Others:
    """What was published of one kind beside the tables of what is owed, newest first."""

    kind: str
    label: str
    items: tuple[PublishedItem, ...]

    @property
    def latest(self) -> tuple[PublishedItem, ...]:
        """The newest few."""
        return self.items[:LATEST]


def others(items: Iterable[PublishedItem], placed: Iterable[PublishedItem]) -> list[Others]:
    """Everything that is not placed in a table already, kind by kind: so that each published item has its place in a list."""
    known = {item.pk for item in placed}
    found: dict[str, list[PublishedItem]] = {}
    for item in items:
        if item.pk not in known:
            found.setdefault(item.kind, []).append(item)
    return [Others(kind, rows[0].kind_label, tuple(rows)) for kind, rows in sorted(found.items())]


def _cells(
    body: Body, periods: Sequence[Period], known: dict[tuple[str, str], PublishedItem], on: date
) -> tuple[Standing, ...]:
    return tuple(standing(period, known.get((body.key, period.key)), on) for period in periods)


def standing(period: Period, item: PublishedItem | None, on: date) -> Standing:
    """The state of one department's report for a period."""
    if item is None:
        return Standing(period, MISSING if on > period.expected_on else NOT_YET)
    if item.withdrawn_on is not None:
        return Standing(period, WITHDRAWN, item)
    return Standing(period, DECLINED if item.content is None else PUBLISHED, item)
