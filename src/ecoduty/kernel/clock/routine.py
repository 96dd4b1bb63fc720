"""What the platform does by itself because a night or some minutes have passed: the one list of it.

Rooms put their work here where they define it. The worker does it as periodic jobs, by the machine's clock; a rehearsal
does the same work for every night that its clock passes over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import TypeVar

from procrastinate.contrib.django import app

from ecoduty.kernel.clock.timetable import daily

EVERY_TEN_MINUTES = "*/10 * * * *"
Due = Callable[[datetime], datetime | None]
_Doing = TypeVar("_Doing", bound=Callable[[], object])


@dataclass(frozen=True, slots=True)
class Work:
    """A function without arguments, safe to run twice; `at` is its time of night, None for what runs all day long.

    `due` says of what runs all day long at which moment after a given one it will have something to do, where it knows: the
    worker finds out by asking, a rehearsal stops there.
    """

    name: str
    at: time | None
    do: Callable[[], object]
    due: Due | None = None


_works: dict[str, Work] = {}


def nightly(at: str, name: str) -> Callable[[_Doing], _Doing]:
    """The function is done every night at this time of day (`00:05`), as the job of that name. Raises ValueError for no time."""
    return _known(daily(at), name, time.fromisoformat(at))


def often(name: str, *, due: Due | None = None) -> Callable[[_Doing], _Doing]:
    """The function is done every ten minutes, as the job of that name: for work that asks itself whether it is time."""
    return _known(EVERY_TEN_MINUTES, name, None, due)


def nights() -> tuple[Work, ...]:
    """What a night brings, in the order of a night."""
    found = [(one.at, one.name, one) for one in _works.values() if one.at is not None]
    return tuple(one for _, _, one in sorted(found, key=lambda row: row[:2]))


def rounds() -> tuple[Work, ...]:
    """What is looked at all day long."""
    return tuple(one for _, one in sorted(_works.items()) if one.at is None)


def know(work: Work) -> None:
    """Put a work into the list; the decorators do, and make it a job of the worker's besides."""
    _works[work.name] = work


def forget(name: str) -> None:
    """Take a work out of the list."""
    _works.pop(name, None)


def _known(cron: str, name: str, at: time | None, due: Due | None = None) -> Callable[[_Doing], _Doing]:
    def take(do: _Doing) -> _Doing:
        def job(timestamp: int) -> object:  # noqa: ARG001 -- procrastinate hands it over
            return do()

        app.periodic(cron=cron)(app.task(queueing_lock=name, name=name)(job))
        know(Work(name, at, do, due))
        return do

    return take


__all__ = ["Work", "forget", "know", "nightly", "nights", "often", "rounds"]
