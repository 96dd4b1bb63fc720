"""When the rungs of a ladder come for one deadline: the same answer for the act that starts it and for the sweep."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Protocol

from ecoduty.kernel.clock import local_date, start_of_day
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.rulebook import UnknownRuleError, reckon, store
from ecoduty.kernel.rulebook.schema import Offset, Rung

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do at a moment: a rung, or (without a rung) noting that lateness has begun."""

    at: datetime
    rung: Rung | None = None


class Scheduled(Protocol):
    """What a schedule depends on."""

    rulebook: str
    ladder: str
    ladder_from: datetime
    resumes: str
    due_on: date | None
    due_at: datetime
    missed_at: datetime | None


def steps_of(row: Scheduled) -> list[Step]:
    """The steps of a deadline in their order. Raises UnknownRuleError for a ladder that its rulebook lacks.

    Reminders whose day was over before the deadline began (a duty opened late) are left out; what belongs after the
    due day is not.
    """
    every = _steps(row.rulebook, row.ladder, row.resumes, row.due_on, row.due_at, current_calendar().edition)
    return [step for step in every if step.rung is None or step.at >= row.ladder_from or step.at >= row.due_at]


def next_at(row: Scheduled, done: Collection[str] = ()) -> datetime | None:
    """The moment of the first step that is not done; None when nothing is left to do."""
    return min(
        (step.at for step in steps_of(row) if not _done(step, row, done)),
        default=None,
    )


def outside_ahead(row: Scheduled, done: Collection[str]) -> list[Rung]:
    """The rungs outside the holder that are still to come, whether or not their time has come."""
    found = [step.rung for step in steps_of(row) if step.rung is not None and not _done(step, row, done)]
    return [rung for rung in found if rung.place == "outside"]


def due_steps(row: Scheduled, moment: datetime, done: Collection[str]) -> list[Step]:
    """The steps that have come by `moment` and are not done."""
    return [step for step in steps_of(row) if step.at <= moment and not _done(step, row, done)]


def _done(step: Step, row: Scheduled, done: Collection[str]) -> bool:
    return row.missed_at is not None if step.rung is None else step.rung.key in done


@lru_cache(maxsize=4096)
def _steps(
    digest: str,
    ladder: str,
    resumes: str,
    due_on: date | None,
    due_at: datetime,
    edition: str,  # noqa: ARG001 -- it says which calendar the answer rests on
) -> tuple[Step, ...]:
    late = Step(due_at if due_on is not None else due_at + _INSTANT)
    if not ladder:
        return (late,)
    known = store.version(digest).ladders.get(ladder)
    if known is None:
        raise UnknownRuleError("催办梯级", ladder)
    found = [(late.at, -1, late)]
    earlier, rungs = _resumed(known.rungs, resumes)
    for order, rung in enumerate(rungs):
        at = _moment(rung, due_on, due_at) - (earlier if rung.place == "outside" else timedelta())
        found.append((at, order, Step(at, rung)))
    return tuple(step for _, _, step in sorted(found, key=lambda item: item[:2]))


def _resumed(rungs: Sequence[Rung], resumes: str) -> tuple[timedelta, Sequence[Rung]]:
    """The rungs that are still to come where one was reached before, and how much earlier those outside come.

    The next one comes on the day on which the first would have, the others at their distance from it. After the last
    rung the last comes again. Reminders inside the holder come as ever.
    """
    outside = [rung for rung in rungs if rung.place == "outside"]
    keys = [rung.key for rung in outside]
    if resumes not in keys:
        return timedelta(), rungs
    ahead = outside[keys.index(resumes) + 1 :] or outside[-1:]
    first, following = outside[0].when, ahead[0].when
    earlier = timedelta()
    if isinstance(first, Offset) and isinstance(following, Offset):
        earlier = timedelta(days=following.days - first.days)
    return earlier, [rung for rung in rungs if rung.place == "inside" or rung in ahead]


def _moment(rung: Rung, due_on: date | None, due_at: datetime) -> datetime:
    """The start of the rung's day; for limits in hours the due moment shifted by whole days."""
    day = reckon.rung_day(rung, due_on or local_date(due_at), current_calendar())
    if due_on is None and rung.when.rule == "offset":
        return due_at + timedelta(days=rung.when.days)
    return start_of_day(day)
