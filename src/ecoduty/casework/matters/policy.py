"""What the rulebook in force says about acts in general."""

from __future__ import annotations

from datetime import timedelta

from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import registry
from ecoduty.kernel.rulebook import store as rulebooks

FALLBACK_HOURS = 24  # before any rulebook is adopted


def late_tolerance() -> timedelta:
    """How long after it happened an act may be entered without reason and evidence (rulebook `late-entry-tolerance`)."""
    book = rulebooks.current_or_none()
    hours = int(str(book.value("late-entry-tolerance", on=today()))) if book else FALLBACK_HOURS
    return timedelta(hours=hours)


def install() -> None:
    """Register with the gate."""
    registry.late_tolerance(late_tolerance)
