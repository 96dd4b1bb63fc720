"""What time it is, which days are worked, and when a time limit ends: the public face of the clock.

Nothing here needs a database. The calendar of this installation, with imported notices, comes from
`ecoduty.kernel.clock.current`.
"""

from __future__ import annotations

from ecoduty.kernel.clock.calendar import Day, DayKind, Difference, WorkCalendar, difference
from ecoduty.kernel.clock.counting import Due, due_in_year, due_of, ruler
from ecoduty.kernel.clock.errors import ClockError
from ecoduty.kernel.clock.explanation import Explanation, RulerDay, spoken_date, spoken_day, spoken_moment, spoken_range
from ecoduty.kernel.clock.terms import CountingRule, Exclusion, FixedDate, Term, Unit
from ecoduty.kernel.clock.time import (
    SHANGHAI,
    FrozenClock,
    allow_rehearsal,
    as_local,
    end_of_day,
    forbid_rehearsal,
    frozen,
    is_rehearsal,
    is_simulated,
    later,
    local_date,
    now,
    rehearsal_offset,
    set_rehearsal_offset,
    start_of_day,
    today,
    wall_now,
)
from ecoduty.kernel.clock.timetable import daily, weekly

__all__ = [
    "SHANGHAI",
    "ClockError",
    "CountingRule",
    "Day",
    "DayKind",
    "Difference",
    "Due",
    "Exclusion",
    "Explanation",
    "FixedDate",
    "FrozenClock",
    "RulerDay",
    "Term",
    "Unit",
    "WorkCalendar",
    "allow_rehearsal",
    "as_local",
    "daily",
    "difference",
    "due_in_year",
    "due_of",
    "end_of_day",
    "forbid_rehearsal",
    "frozen",
    "is_rehearsal",
    "is_simulated",
    "later",
    "local_date",
    "now",
    "rehearsal_offset",
    "ruler",
    "set_rehearsal_offset",
    "spoken_date",
    "spoken_day",
    "spoken_moment",
    "spoken_range",
    "start_of_day",
    "today",
    "wall_now",
    "weekly",
]
