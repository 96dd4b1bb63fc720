"""What the rulebook in force says about acts in general."""

from __future__ import annotations

from datetime import timedelta

from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import registry
from ecoduty.kernel.rulebook import store as rulebooks

TOLERANCE = "entry.tolerance"
BEFORE_ADOPTION = timedelta(days=1)


def late_tolerance() -> timedelta:
    """How long after it happened an act may be entered without reason and evidence (rulebook limit `entry.tolerance`)."""
    book = rulebooks.current_or_none()
    if book is None or TOLERANCE not in book.limits:
        return BEFORE_ADOPTION
    limit = book.limit(TOLERANCE, on=today())
    return timedelta(hours=limit.n) if limit.unit == "hours" else timedelta(days=limit.n)


def install() -> None:
    """Register with the gate."""
    registry.late_tolerance(late_tolerance)
