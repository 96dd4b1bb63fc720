"""What the rulebook in force says about acts in general."""

from __future__ import annotations

from datetime import datetime, timedelta

from ecoduty.kernel.clock import local_date, start_of_day
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import registry
from ecoduty.kernel.flow.registry import ONE_DAY, Tolerance
from ecoduty.kernel.rulebook import store as rulebooks

TOLERANCE = "entry.tolerance"


def late_tolerance(recorded_at: datetime) -> Tolerance:
    """How long after it happened an act may be entered without reason and evidence (rulebook limit `entry.tolerance`)."""
    book = rulebooks.current_or_none()
    if book is None or TOLERANCE not in book.limits:
        return ONE_DAY
    on = local_date(recorded_at)
    limit = book.limit(TOLERANCE, on=on)
    if limit.unit == "working_days":
        first = current_calendar().previous_working_day(on, limit.n)
        return Tolerance(recorded_at - start_of_day(first), f"{limit.n}个工作日")
    if limit.unit == "hours":
        return Tolerance(timedelta(hours=limit.n), f"{limit.n}小时")
    return Tolerance(timedelta(days=limit.n), f"{limit.n}天")


def install() -> None:
    """Register with the gate."""
    registry.late_tolerance(late_tolerance)
