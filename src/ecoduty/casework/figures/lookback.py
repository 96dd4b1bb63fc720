"""Looking back at a list: which matters a figure counted at the close of a past day (decision 0071).

Numbers of a past day come from its snapshot, lists from how each matter stood (`Stood`); both were written down in one statement, so
that they agree. What the reader may not see today, or has become restricted since, he does not see as of then either: the list
is shorter by it and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from ecoduty.casework.figures import reading, registry, scopes
from ecoduty.casework.figures.models import SnapshotNight, Stood
from ecoduty.casework.figures.reading import NoSnapshotError
from ecoduty.casework.figures.registry import Figure, Scope
from ecoduty.casework.matters.conditions import ids_seen_by
from ecoduty.casework.matters.models import Secrecy
from ecoduty.kernel.clock import end_of_day, spoken_date
from ecoduty.kernel.flow import Actor


class NoListError(NoSnapshotError):
    """At that night only numbers were recorded; the message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class Past:
    """A figure as of a recorded night. `counted` is what it said, `rows` are those counted that the reader may know of today,
    each with its matter as it is now; `at` is the close of that day, at which conditions and lights are read.
    """

    figure: Figure
    scope: Scope
    night: SnapshotNight
    at: datetime
    counted: int
    rows: QuerySet[Stood]
    narrowed: Mapping[str, str] = field(default_factory=dict)


def look_back(params: Mapping[str, str], actor: Actor, on: date) -> Past:
    """The matters behind a figure's address as of a day: of its own night, else of the last one before it.

    Raises NoSnapshotError, NoListError, Refused `figure_not_open`, KeyError and ValueError for an address that no figure gave out.
    """
    figure = registry.figure(params["figure"])
    chosen = scopes.choose(figure, actor, Scope(params["scope"]) if params.get("scope") else None)
    narrowed = {name: params[name] for name in reading.NARROWED_BY if params.get(name)}
    night = reading.night_of(on)
    if not night.listed:
        day = spoken_date(night.on)
        raise NoListError(f"{day}还没有记下是哪些件，只有数字。")
    at = end_of_day(night.on)
    wanted = figure.predicate(at) & reading.narrowing(narrowed)
    rows = Stood.objects.filter(
        reading.held(night),
        scopes.condition(chosen, actor, wanted) & wanted,
        matter__secrecy__in=[Secrecy.PUBLIC, Secrecy.INTERNAL],
        matter__in=ids_seen_by(actor),
    )
    counted = reading.value(figure.key, actor, scope=chosen, on=night.on, **narrowed).value
    return Past(figure, chosen, night, at, counted, rows, narrowed)


def listed(days: Collection[date]) -> frozenset[date]:
    """Those of these days at whose close it was written down which matters stood how. One statement."""
    return frozenset(SnapshotNight.objects.filter(on__in=days, listed=True).values_list("on", flat=True))


def nights_read(moments: Collection[datetime], until: date) -> dict[datetime, date]:
    """Of numbers that were kept with their source time, taken as of a day: the night each was read from, where that night has
    lists. A number of its own moment is of no night. One statement.
    """
    nights = SnapshotNight.objects.filter(taken_at__in=moments, on__lte=until, listed=True)
    return dict(nights.values_list("taken_at", "on"))


__all__ = ["NoListError", "Past", "listed", "look_back", "nights_read"]
