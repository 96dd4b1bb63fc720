"""How all matters together stand: the numbers of the cockpit (clause 4.8), whose lists are cut down by body, kind and duty.

One statement answers for every body, kind and duty at once, from folded counts: it costs the same with ten thousand matters and
with millions. What is restricted is in none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Sum, Value, When

from ecoduty.casework.figures import reading, registry, scopes
from ecoduty.casework.figures.registry import Figure, Rate, Scope
from ecoduty.casework.matters.thresholds import Thresholds, thresholds_in_force
from ecoduty.kernel.clock import as_local, end_of_day, start_of_day
from ecoduty.kernel.flow import Actor

SCOPES = (Scope.OVERSIGHT, Scope.PORTFOLIO, Scope.OWN_DISTRICT, Scope.OWN_BODY)
AHEAD = 14  # days that are looked ahead
_CLAUSE = "4.8"


What = Callable[[datetime, Thresholds], Q]


def _running(at: datetime, limits: Thresholds) -> Q:
    return Q(open=True) & (Q(next_due_at__gt=limits.soon_until(at)) | Q(next_due_at=None))


def _soon(at: datetime, limits: Thresholds) -> Q:
    return registry.due_between(at, limits.soon_until(at))


def _badly(at: datetime, limits: Thresholds) -> Q:
    return Q(open=True, next_due_at__lte=limits.badly_until(at))


def _overdue(at: datetime, limits: Thresholds) -> Q:
    return registry.due_between(limits.badly_until(at), at)


_WORDS: tuple[tuple[str, str, What], ...] = (
    ("all", "应办", lambda *_: Q()),
    ("open", "未办结", lambda *_: Q(open=True)),
    ("running", "在办", _running),
    ("soon", "将到期", _soon),
    ("overdue", "逾期", _overdue),
    ("badly_overdue", "严重逾期", _badly),
    ("late", "逾期未办", lambda at, _: registry.overdue(at)),
    ("closed", "办结", lambda *_: Q(open=False)),
    ("closed_in_time", "按期办结", lambda at, _: registry.on_time(at)),
    ("answerable", "办结和逾期未办", lambda at, _: registry.accountable(at)),
)
STATES = ("badly_overdue", "overdue", "soon", "running", "closed")
"""Every matter stands in exactly one of these; the worst first."""


def key(word: str) -> str:
    """The figure's key for one of the words, such as `late`."""
    return f"standing.{word}"


def due_key(days: int) -> str:
    """The figure of what is due in so many days (0: what is still due today). At the close of a day the next one has begun."""
    return f"standing.due_in_{days:02d}"


def _due_in(days: int) -> Callable[[datetime], Q]:
    def due(at: datetime) -> Q:
        day = as_local(at).date() + timedelta(days=days)
        return registry.due_between(max(at, start_of_day(day)), end_of_day(day))

    return due


def _figure(word: str, label: str, what: What) -> Figure:
    return Figure(
        key(word), f"全部办件：{label}", SCOPES, lambda at: what(at, thresholds_in_force()), _CLAUSE,
        form=lambda at: what(at, Thresholds()),
    )  # fmt: skip


def register() -> None:
    """Make the figures known: `standing.WORD`, `standing.due_in_00` to `_14`, and the rate `standing.on_time_rate`."""
    figures = [_figure(word, label, what) for word, label, what in _WORDS]
    figures += [
        Figure(due_key(days), f"全部办件：{'今天' if not days else f'{days}天后'}到期", SCOPES, _due_in(days), _CLAUSE)
        for days in range(AHEAD + 1)
    ]
    rate = Rate(key("on_time_rate"), "全部办件：按期办结率", key("closed_in_time"), key("answerable"), _CLAUSE)
    registry.register(*figures, rate)


@dataclass(slots=True)
class Numbers:
    """How many there are of each word; adds up."""

    of: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, word: str) -> int:
        return self.of.get(word, 0)

    def add(self, other: Numbers) -> None:
        """Count the other's, too."""
        of = self.of
        for word, number in other.of.items():
            if number:
                of[word] = of.get(word, 0) + number


@dataclass(frozen=True, slots=True)
class Standing:
    """One body's matters of one kind and duty (keys; region empty for the city's own)."""

    body: str
    region: str
    kind: str
    duty: str
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Board:
    """All of them, for a scope, and the moment that they were true at; `on` is the past day asked about, if any."""

    scope: Scope
    source_time: datetime
    rows: tuple[Standing, ...]
    on: date | None = None

    def total(self, rows: Iterable[Standing] | None = None) -> Numbers:
        """The sum over some rows, by default over all."""
        found = Numbers()
        for row in self.rows if rows is None else rows:
            found.add(row.numbers)
        return found


def _counted(rows: QuerySet[Any], at: datetime, *by: str) -> Iterator[tuple[dict[str, Any], Numbers]]:
    """Rows grouped by some names, with their numbers; groups of nothing are left out."""
    limits = thresholds_in_force()
    sums = {f"n_{word}": Sum("amount", filter=what(at, limits), default=0) for word, _, what in _WORDS if word != "all"}
    for row in rows.values(*by).annotate(n_all=Sum("amount"), **sums):
        if row["n_all"]:
            yield row, Numbers({word: row[f"n_{word}"] for word, _, _ in _WORDS})


def board(actor: Actor, scope: Scope, on: date | None = None) -> Board:
    """How everything stands that this scope shows the actor, now or at the close of a past day. One statement (two for a past day).

    Raises Refused `figure_not_open`, NoSnapshotError.
    """
    rows, source_time, at = reading.source(scope, actor, on)
    chosen = scopes.choose(registry.figure(key("all")), actor, scope)
    by = ("holder__key", "region__key", "kind", "duty")
    found = tuple(
        Standing(row["holder__key"], row["region__key"] or "", row["kind"], row["duty"], numbers)
        for row, numbers in _counted(rows.filter(scopes.condition(chosen, actor)), at, *by)
    )
    return Board(chosen, source_time, found, on)


def by_state(actor: Actor, scope: Scope, kind: str, on: date | None = None) -> dict[str, Numbers]:
    """How the matters of one kind stand, state by state (codes of its table). One statement. Raises as `board`."""
    rows, _, at = reading.source(scope, actor, on)
    of_kind = Q(kind=kind)
    rows = rows.filter(scopes.condition(scope, actor, of_kind) & of_kind)
    return {row["state"]: numbers for row, numbers in _counted(rows, at, "state")}


@dataclass(frozen=True, slots=True)
class Coming:
    """So many matters of a body and kind that are due in so many days."""

    days: int
    body: str
    kind: str
    duty: str
    number: int


def coming(actor: Actor, scope: Scope, on: date | None = None) -> Sequence[Coming]:
    """What turns red within the next fortnight of now or of the recorded night, by day, body and kind. One statement (two for
    a past day). Raises as `board`.
    """
    rows, _, at = reading.source(scope, actor, on)
    today = as_local(at).date() if on is None else as_local(at).date() - timedelta(days=1)
    whens = [
        When(next_due_at__lte=end_of_day(today + timedelta(days=days)), then=Value(days)) for days in range(AHEAD + 1)
    ]
    within = registry.due_between(at, end_of_day(today + timedelta(days=AHEAD)))
    grouped = (
        rows.filter(scopes.condition(scope, actor) & within)
        .annotate(days=Case(*whens, output_field=IntegerField()))
        .values("days", "holder__key", "holder__order", "kind", "duty")
        .annotate(number=Sum("amount"))
        .exclude(number=0)
        .order_by("days", "kind", "holder__order", "holder__key", "duty")
    )
    return [Coming(row["days"], row["holder__key"], row["kind"], row["duty"], row["number"]) for row in grouped]


__all__ = [
    "AHEAD", "SCOPES", "STATES", "Board", "Coming", "Numbers", "Standing", "board", "by_state", "coming", "due_key", "key", "register",
]  # fmt: skip
