"""How things went: numbers at the close of several days, read from totals of a night (clause 4.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Max, Min, Sum

from ecoduty.casework.figures import registry, scopes, standing
from ecoduty.casework.figures.models import NightTotal, SnapshotNight
from ecoduty.casework.figures.registry import Scope
from ecoduty.kernel.flow import Actor


@dataclass(frozen=True, slots=True)
class Night:
    """What stood at the close of a day: numbers of matters, `closed` ones since the beginning."""

    on: date
    open: int
    overdue: int
    closed: int
    closed_in_time: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month up to its last recorded night; `share` is what was closed in time of what was closed in it or late at its end.

    None of these is known for a month without a recorded night at its end and at the end of the one before.
    """

    first: date
    night: Night | None
    closed: int | None
    closed_in_time: int | None

    @property
    def answerable(self) -> int | None:
        """Closed within the month, and open and overdue at its end."""
        return None if self.closed is None or self.night is None else self.closed + self.night.overdue

    @property
    def share(self) -> Fraction | None:
        """Between 0 and 1; None where there is nothing to be a share of."""
        if not self.answerable or self.closed_in_time is None:
            return None
        return Fraction(self.closed_in_time, self.answerable)


def nights(actor: Actor, scope: Scope, days: Sequence[date]) -> dict[date, Night]:
    """The numbers at the close of these days, as far as they were recorded. One statement. Raises Refused `figure_not_open`."""
    scopes.choose(registry.figure(standing.key("all")), actor, scope)
    rows = NightTotal.objects.filter(scopes.condition(scope, actor), on__in=days).values_list("on")
    summed = rows.annotate(Sum("open"), Sum("overdue"), Sum("closed"), Sum("closed_in_time"))
    return {night.on: night for night in (Night(*row) for row in summed)}


def months(actor: Actor, scope: Scope, until: date, count: int) -> list[Month]:
    """So many months up to that day, the last of which may not be over. Three statements.

    A month stands as of the last night recorded in it. Raises Refused `figure_not_open`.
    """
    firsts = [_first(until, back) for back in range(count, -1, -1)]
    of_months = SnapshotNight.objects.filter(on__gte=firsts[0], on__lte=until).values("on__year", "on__month")
    last = {day.replace(day=1): day for day in of_months.annotate(last=Max("on")).values_list("last", flat=True)}
    found = nights(actor, scope, list(last.values()))
    began = SnapshotNight.objects.aggregate(first=Min("on"))["first"]
    stood = [_stood(last.get(first), found) for first in firsts]
    before = [
        Night(first, 0, 0, 0, 0) if one is None and began is not None and first < began.replace(day=1) else one
        for first, one in zip(firsts, stood, strict=True)
    ]  # before recording began nothing stood
    return [_month(first, earlier, own) for first, earlier, own in zip(firsts[1:], before, stood[1:], strict=False)]


def _stood(on: date | None, found: dict[date, Night]) -> Night | None:
    """A night that was recorded and of which nothing is counted had nothing."""
    return None if on is None else found.get(on, Night(on, 0, 0, 0, 0))


def _month(first: date, before: Night | None, own: Night | None) -> Month:
    if before is None or own is None:
        return Month(first, own, None, None)
    # A matter that was opened again leaves the closed ones: then less may be closed than a month before.
    closed = max(0, own.closed - before.closed)
    return Month(first, own, closed, min(closed, max(0, own.closed_in_time - before.closed_in_time)))


def _first(until: date, back: int) -> date:
    months_ = until.year * 12 + until.month - 1 - back
    return date(months_ // 12, months_ % 12 + 1, 1)


def last_night(until: date) -> date | None:
    """The latest day up to that one whose close was recorded."""
    return SnapshotNight.objects.filter(on__lte=until).order_by("-on").values_list("on", flat=True).first()


__all__ = ["Month", "Night", "last_night", "months", "nights"]
