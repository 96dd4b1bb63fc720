"""When people act: in working hours, mostly well before the last day, and some of them late."""

from __future__ import annotations

import heapq
from datetime import date, datetime, time, timedelta
from random import Random

from ecoduty.casework.duties.models import Deadline
from ecoduty.interfaces.console.simulation.stories import Steps
from ecoduty.kernel.clock import SHANGHAI, now, today
from ecoduty.kernel.clock.current import current_calendar

LATE = 0.06  # how often somebody who has days to do it is late
_BADLY = 0.25  # of the late ones
_EVENING = 17  # the hour after which nobody acts any more


def at_work(rng: Random, day: date) -> datetime:
    """A moment in the working hours of that day, or of the next working day, and never before now."""
    moment = now()
    worked = current_calendar().working_day_from(max(day, moment.date()))
    found = _moment(rng, worked)
    if found <= moment:  # this afternoon, or tomorrow
        left = datetime.combine(moment.date(), time(_EVENING, 30), SHANGHAI) - moment
        if worked == moment.date() and left > timedelta(minutes=10):
            return moment + left * rng.uniform(0.1, 0.9)
        found = _moment(rng, current_calendar().next_working_day(moment.date()))
    return found


def all_winter(rng: Random, year: int) -> datetime:
    """A moment in working hours from the first days of the year until well into the next January, so that nothing stops at once."""
    day = current_calendar().working_day_from(date(year, 1, 5) + timedelta(days=rng.randrange(385)))
    return _moment(rng, day)


def in_days(rng: Random, least: int, most: int) -> datetime:
    """A working moment after so many working days."""
    wait = rng.randint(least, most)
    day = today()
    return at_work(rng, current_calendar().add_working_days(day, wait) if wait else day)


def before_due(rng: Random, matter: int, key: str, *, late: float, most_late: int = 9) -> datetime:
    """A working moment before the matter's running deadline of that key is over; with the chance `late`, some days after it,
    and of these one in four a good while after it.

    Where no such deadline runs, within two weeks.
    """
    row = Deadline.objects.filter(matter=matter, key=key, state__in=("running", "missed")).order_by("-pk").first()
    if row is None:
        return in_days(rng, 2, 10)
    if row.due_on is None:  # a limit in hours
        return now() + max(row.due_at - now(), timedelta(minutes=20)) * rng.uniform(0.1, 0.8)
    if rng.random() < late:
        badly = rng.random() < _BADLY
        return at_work(
            rng, row.due_on + timedelta(days=most_late + rng.randint(4, 25) if badly else rng.randint(1, most_late))
        )
    days = max((row.due_on - today()).days, 0)
    moment = at_work(rng, today() + timedelta(days=int(days * rng.betavariate(3, 2))))
    return moment if moment.date() <= row.due_on else now() + timedelta(minutes=rng.randint(5, 25))


def together(*every: Steps) -> Steps:
    """Several stories side by side, each woken when it wants to be; over when all of them are."""
    waiting: list[tuple[datetime, int, Steps]] = []
    for number, steps in enumerate(every):
        _wait(waiting, number, steps)
    while waiting:
        moment, number, steps = heapq.heappop(waiting)
        if moment > now():
            yield moment
        _wait(waiting, number, steps)


def _wait(waiting: list[tuple[datetime, int, Steps]], number: int, steps: Steps) -> None:
    wish = next(steps, None)
    if wish is not None:
        heapq.heappush(waiting, (now() + wish if isinstance(wish, timedelta) else wish, number, steps))


def _moment(rng: Random, day: date) -> datetime:
    hour = rng.choice((9, 9, 10, 10, 11, 14, 15, 15, 16, 16))
    return datetime.combine(day, time(hour, rng.randrange(60)), SHANGHAI)


__all__ = ["LATE", "all_winter", "at_work", "before_due", "in_days", "together"]
