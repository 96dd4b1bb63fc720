"""Spans of days: every row of the directory holds from `since` until the day before `until`; null is without end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Protocol, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class Dated(models.Model):
    """A row that holds on the days [since, until). A null `since` means before these records begin."""

    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        abstract = True

    def holds_on(self, on: date) -> bool:
        """Whether the row holds on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)

    def overlaps(self, since: date | None, until: date | None) -> bool:
        """Whether the row shares a day with [since, until). An empty span shares none."""
        if self._empty(self.since, self.until) or self._empty(since, until):
            return False
        return (self.until is None or since is None or since < self.until) and (
            until is None or self.since is None or self.since < until
        )

    @staticmethod
    def _empty(since: date | None, until: date | None) -> bool:
        return since is not None and until is not None and until <= since


class Spanned(Protocol):
    """Anything that holds over a span of days."""

    def holds_on(self, on: date) -> bool:
        """Whether it holds on that day."""
        ...


Row = TypeVar("Row", bound=Spanned)


def on_day(rows: Iterable[Row], on: date) -> list[Row]:
    """Those of the rows that hold on a day, in their order."""
    return [row for row in rows if row.holds_on(on)]


def holding(on: date, prefix: str = "") -> Q:
    """The same as a condition of a query; `prefix` such as `post__` reaches through a relation."""
    since, until = f"{prefix}since", f"{prefix}until"
    began = Q(**{f"{since}__isnull": True}) | Q(**{f"{since}__lte": on})
    lasts = Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": on})
    return began & lasts


class DaySpan(Func):
    """`daterange(since, until)`: half-open, unbounded where null."""

    function = "daterange"
    output_field: ClassVar[Any] = DateRangeField()


def never_twice(name: str, *columns: str, condition: Q | None = None) -> ExclusionConstraint:
    """A constraint of the database: rows equal in these columns never share a day."""
    equal: list[tuple[Any, str]] = [(F(column), RangeOperators.EQUAL) for column in columns]
    return ExclusionConstraint(
        name=name,
        expressions=[*equal, (DaySpan(F("since"), F("until")), RangeOperators.OVERLAPS)],
        condition=condition,
    )


def forward(name: str) -> models.CheckConstraint:
    """A constraint of the database: a row never ends before it begins. Ending on its first day voids it."""
    return models.CheckConstraint(
        name=name,
        condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
    )
