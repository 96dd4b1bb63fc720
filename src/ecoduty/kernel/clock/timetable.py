"""When jobs run by themselves: times of day and weekdays as people here say them, in the words of the scheduler.

The scheduler counts in UTC. China keeps one offset all year round.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from ecoduty.kernel.clock.time import SHANGHAI

_MONDAY = date(2026, 1, 5)  # any Monday


def daily(at: str) -> str:
    """The cron line of every day at this time of day (`00:05`). Raises ValueError for what is no time."""
    moment = _moment(at)
    return f"{moment.minute} {moment.hour} * * *"


def weekly(day: int, at: str) -> str:
    """The cron line of one day of every week, 1 (Monday) to 7, at this time of day. Raises ValueError for what is none."""
    if not 1 <= day <= 7:
        raise ValueError(day)
    moment = _moment(at)
    earlier = (_MONDAY - moment.date()).days
    return f"{moment.minute} {moment.hour} * * {(day - earlier) % 7}"


def _moment(at: str) -> datetime:
    """That time on a Monday here, as the scheduler counts it: it may be Sunday there."""
    return datetime.combine(_MONDAY, time.fromisoformat(at), SHANGHAI).astimezone(UTC)
