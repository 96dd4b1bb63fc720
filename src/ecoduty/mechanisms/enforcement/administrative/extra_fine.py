"""What an unpaid fine grows by: a figure that is shown, imposed by nobody but a person (penalty law, art. 72). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

_FEN = Decimal("0.01")
_HUNDRED = Decimal(100)


def extra_fine(
    fine: Decimal, pay_by: date, payments: Sequence[tuple[date, Decimal]], on: date, *, percent: int, cap_percent: int
) -> Decimal:
    """Yuan, up to and including the day `on`: so many percent a day of what is unpaid that day, never more than the cap.

    Counted from the day after `pay_by`; what was paid on a day lowers the next day's. `payments` are of the fine itself.
    """
    by_day = sorted(payments)
    unpaid = fine - sum((amount for day, amount in by_day if day <= pay_by), Decimal(0))
    since, grown = pay_by, Decimal(0)
    for day, amount in [*((day, amount) for day, amount in by_day if pay_by < day <= on), (on, Decimal(0))]:
        grown += max(unpaid, Decimal(0)) * percent / _HUNDRED * max((day - since).days, 0)
        since, unpaid = max(day, since), unpaid - amount
    return min(grown, fine * cap_percent / _HUNDRED).quantize(_FEN, ROUND_HALF_UP)


def daily_penalty(fine: Decimal, served_on: date, reviewed_on: date) -> tuple[int, Decimal]:
    """Days and yuan of a daily penalty: the fine for each day from the one after service to the review (code, art. 1060)."""
    days = max((reviewed_on - served_on).days, 0)
    return days, fine * days


__all__ = ["daily_penalty", "extra_fine"]
