"""Turning the clock as time would pass: from one moment at which something is due to the next, with a sweep at each."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

from django.db.models import Min

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import TICKING
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.kernel.clock import end_of_day, local_date, now
from ecoduty.kernel.clock.rehearsing import turn_to

_INSTANT = timedelta(seconds=1)


def turn(until: datetime, by: str, seconds: float) -> bool:
    """Turn the clock towards a moment, for so many seconds of real time at most; True when it is there.

    Every midnight and every rung on the way is a step, so that what happens bears the day on which it would have. Called
    again it goes on. Raises ClockError as `turn_to` does.
    """
    began = time.monotonic()
    while True:
        step = min(until, _next(now()))
        turn_to(step, by)
        sweep()
        if step >= until:
            return True
        if time.monotonic() - began > seconds:
            return False


def next_due(on: date) -> date | None:
    """The next day after this on which a running deadline ends."""
    found = Deadline.objects.filter(state__in=TICKING, due_on__gt=on).aggregate(day=Min("due_on"))
    day: date | None = found["day"]
    return day


def _next(at: datetime) -> datetime:
    """The next moment at which the sweep has something to do, at the latest the next midnight."""
    midnight = end_of_day(local_date(at)) + _INSTANT
    found = Deadline.objects.filter(next_rung_at__gt=at).aggregate(at=Min("next_rung_at"))["at"]
    return midnight if found is None else max(at + _INSTANT, min(midnight, found + _INSTANT))


__all__ = ["next_due", "turn"]
