"""Which figures there are: a key for ever, a label, for whom, and the condition that is also the list behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from django.db.models import Q

from ecoduty.casework.figures.models import DIMENSIONS

Predicate = Callable[[datetime], Q]


class Scope(StrEnum):
    """For whom a figure exists: whoever asks beyond that is refused."""

    OWN_BODY = "own_body"
    OWN_DISTRICT = "own_district"
    OVERSIGHT = "oversight"
    PORTFOLIO = "portfolio"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with a name. `predicate(at)` is a condition on matters as they stand at a moment (aware datetime).

    It speaks of holder, region, kind, duty, period, state, secrecy, open, missed and next_due_at only (bodies may be
    asked about further, such as `holder__kind`), and of next_due_at only where `open=True` is demanded, too.
    `scopes` in the order in which they are tried for somebody who asks without naming one. `form` is the same condition with
    made-up numbers, for one that reads its numbers from the rulebook: what is checked before there is any.
    """

    key: str
    label: str
    scopes: tuple[Scope, ...]
    predicate: Predicate
    clause: str = ""
    unit: str = "件"
    form: Predicate | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """One figure as a share of another, such as on time among closed and overdue. Both must be registered."""

    key: str
    label: str
    part: str
    whole: str
    clause: str = ""


_figures: dict[str, Figure] = {}
_rates: dict[str, Rate] = {}
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def register(*figures: Figure | Rate) -> None:
    """Make figures known. Raises ValueError for a key claimed twice and for a condition that cells cannot answer."""
    for figure in figures:
        known = _figures.get(figure.key) or _rates.get(figure.key)
        if known is not None and known != figure:
            raise ValueError(f"two figures claim the key {figure.key}")
        if isinstance(figure, Rate):
            _rates[figure.key] = figure
        else:
            _check(figure)
            _figures[figure.key] = figure


def unregister(*keys: str) -> None:
    """Forget figures; for tests that bring their own."""
    for key in keys:
        _figures.pop(key, None)
        _rates.pop(key, None)


def figure(key: str) -> Figure:
    """The figure of a key. Raises KeyError."""
    return _figures[key]


def rate(key: str) -> Rate:
    """The rate of a key. Raises KeyError."""
    return _rates[key]


def figures() -> Mapping[str, Figure]:
    """All figures by key."""
    return dict(sorted(_figures.items()))


def rates() -> Mapping[str, Rate]:
    """All rates by key."""
    return dict(sorted(_rates.items()))


_NAMES = {name.removesuffix("_id") for name in DIMENSIONS} | set(DIMENSIONS)


def _check(figure: Figure) -> None:
    condition = (figure.form or figure.predicate)(_MOMENT)
    for name, _ in _leaves(condition):
        if name.partition("__")[0] not in _NAMES:
            raise ValueError(f"{figure.key}: matters are not counted by {name}")
    if not _due_only_while_open(condition):
        raise ValueError(f"{figure.key}: a condition on next_due_at needs open=True beside it")
    if not figure.scopes:
        raise ValueError(f"{figure.key}: a figure exists for somebody")


def _leaves(condition: Q) -> Iterator[tuple[str, object]]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from _leaves(child)
        elif isinstance(child, tuple):
            yield child
        else:
            raise TypeError(f"a figure's condition is made of names and values, not of {type(child).__name__}")


def _due_only_while_open(condition: Q, given: bool = False) -> bool:  # noqa: FBT001, FBT002 -- recursion's own
    """Whether every mention of next_due_at stands beside open=True: closed matters are counted without it."""
    conjunction = condition.connector == Q.AND and not condition.negated
    given = given or (conjunction and ("open", True) in condition.children)
    for child in condition.children:
        if isinstance(child, Q):
            if not _due_only_while_open(child, given):
                return False
        elif isinstance(child, tuple) and child[0].startswith("next_due_at") and not given:
            return False
    return True


def overdue(at: datetime) -> Q:
    """Open, and what is due next is late at that moment."""
    return Q(open=True, next_due_at__lte=at)


def not_overdue(at: datetime) -> Q:
    """Open, and nothing is late at that moment: due later, suspended, or without limit."""
    return Q(open=True) & (Q(next_due_at__gt=at) | Q(next_due_at=None))


def due_between(start: datetime, end: datetime) -> Q:
    """Open, and late from a moment in that span on."""
    return Q(open=True, next_due_at__gt=start, next_due_at__lte=end)


def on_time(at: datetime) -> Q:
    """Closed without having missed a deadline (part of the on-time rate)."""
    del at
    return Q(open=False, missed=False)


def accountable(at: datetime) -> Q:
    """Closed, or open and overdue (whole of the on-time rate): what is not due yet counts neither way."""
    return Q(open=False) | overdue(at)
