"""Figures of the platform for a letter: taken once when scoring begins, so that scoring twice gives the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from ecoduty.casework.figures import reading
from ecoduty.casework.figures.reading import NoSnapshotError
from ecoduty.casework.figures.registry import Scope
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.appraisals.models import FigureTaken, TargetLetter

_ACTOR = Actor.system("考核取数")


def take(own: TargetLetter, keys: Sequence[str], as_of: date) -> None:
    """Keep these figures of the body: how they stood at the close of the day (now where that is not over), less how they
    stood when the year began. Those taken before stay as they are.
    """
    known = set(own.figures.values_list("key", flat=True))
    wanted = [key for key in keys if key not in known]
    if not wanted:
        return
    until = _read(wanted, own.body.key, as_of if as_of < today() else None)
    before = _before(wanted, own.body.key, own.year)
    FigureTaken.objects.bulk_create(
        FigureTaken(
            letter=own, key=key, until=until[key].value, before=before.get(key, 0), source_time=until[key].source_time
        )
        for key in wanted
    )


def taken(own: TargetLetter) -> Mapping[str, Fraction]:
    """The figures by key, as they count."""
    return {row.key: Fraction(row.value) for row in own.figures.all()}


def _read(keys: Sequence[str], body: str, on: date | None) -> dict[str, reading.Reading]:
    try:
        return reading.values(keys, _ACTOR, scope=Scope.OVERSIGHT, on=on, body=body)
    except NoSnapshotError:
        return reading.values(keys, _ACTOR, scope=Scope.OVERSIGHT, body=body)


def _before(keys: Sequence[str], body: str, year: int) -> dict[str, int]:
    try:
        found = reading.values(keys, _ACTOR, scope=Scope.OVERSIGHT, on=date(year - 1, 12, 31), body=body)
    except NoSnapshotError:
        return {}
    return {key: one.value for key, one in found.items()}


__all__ = ["take", "taken"]
