"""When something is soon due and when badly overdue: two numbers of the rulebook, and the moments they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ecoduty.kernel.clock import as_local, end_of_day, start_of_day, today
from ecoduty.kernel.rulebook import NotInForceError, Rulebook, UnknownRuleError, store

_SOON, _BADLY = "light.due-soon-days", "light.badly-overdue-days"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How many days before the due day a light turns amber, and after how many days of lateness it is badly overdue."""

    soon: int = 3
    badly_overdue: int = 15

    def badly_until(self, now: datetime) -> datetime:
        """What was due by this moment is badly overdue at `now`."""
        return start_of_day(as_local(now).date() - timedelta(days=self.badly_overdue - 1))

    def soon_until(self, now: datetime) -> datetime:
        """What is not late at `now` and due by this moment is soon due."""
        return end_of_day(as_local(now).date() + timedelta(days=self.soon))


def thresholds_in_force() -> Thresholds:
    """As the rulebook says; the defaults where none is in force or it is silent."""
    book, default = store.current_or_none(), Thresholds()
    return Thresholds(_days(book, _SOON, default.soon), _days(book, _BADLY, default.badly_overdue))


def _days(book: Rulebook | None, key: str, default: int) -> int:
    if book is None:
        return default
    try:
        return book.whole(key, on=today())
    except (UnknownRuleError, NotInForceError):
        return default


__all__ = ["Thresholds", "thresholds_in_force"]
