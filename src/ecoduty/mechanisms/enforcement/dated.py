"""Acts that name the day on which a clock was met: a judgment given in time is in time, though its paper was entered later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import wraps
from typing import ClassVar

from ecoduty.casework.duties.board import Board, DeadlineData
from ecoduty.kernel.clock import local_date, start_of_day
from ecoduty.kernel.flow import Attempt, registry
from ecoduty.kernel.flow.refusal import refuse


class Dated(DeadlineData):
    """Base of what such an act asks for. `met_by` says which limit is met on the day in which field."""

    met_by: ClassVar[Mapping[str, str]] = {}

    def change(self, board: Board, attempt: Attempt) -> None:
        """Meet each limit on its day; on the day of the act, at the act's own time."""
        for limit, field in self.met_by.items():
            row = board.find(attempt.subject.pk, limit)
            if row is not None:
                day: date = getattr(self, field)
                same = day == local_date(attempt.occurred_at)
                board.meet(row, attempt, at=attempt.occurred_at if same else start_of_day(day))


def on_its_day(effect: Callable[[Attempt], None]) -> Callable[[Attempt], None]:
    """An effect of an act whose data is `Dated`. A day longer ago than the rulebook tolerates is a late entry.

    Raises Refused `late_needs_reason` where nobody says why it comes so late.
    """

    @wraps(effect)
    def done(attempt: Attempt) -> None:
        effect(attempt)
        data: Dated = attempt.data
        tolerance = registry.tolerance(attempt.recorded_at)
        for limit, field in data.met_by.items():
            if limit in attempt.act.meets:
                attempt.leave_running(limit)
            if attempt.recorded_at - start_of_day(getattr(data, field)) > tolerance.span + _DAY:
                attempt.late = True
        if attempt.late and not attempt.reason:
            raise refuse("late_needs_reason", tolerance=tolerance.words)

    return done


_DAY = timedelta(days=1)

__all__ = ["Dated", "on_its_day"]
