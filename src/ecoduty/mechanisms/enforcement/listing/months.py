"""The months of a listing: the first ends a month after the day of listing. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Month:
    """The `number`th month of a listing, both days included."""

    number: int
    first: date
    last: date


def end_of(listed_on: date, number: int) -> date:
    """The last day of a month: the same day so many months later, or the last of a month that has no such day."""
    months = listed_on.year * 12 + listed_on.month - 1 + number
    year, month = divmod(months, 12)
    return date(year, month + 1, min(listed_on.day, calendar.monthrange(year, month + 1)[1]))


def month(listed_on: date, number: int) -> Month:
    """One month of a listing."""
    first = listed_on if number == 1 else end_of(listed_on, number - 1) + timedelta(days=1)
    return Month(number, first, end_of(listed_on, number))


def number_on(listed_on: date, on: date) -> int:
    """In which month of the listing a day lies; 1 for the day of listing and before."""
    number = max(1, (on.year - listed_on.year) * 12 + on.month - listed_on.month)
    while end_of(listed_on, number) < on:
        number += 1
    while number > 1 and end_of(listed_on, number - 1) >= on:
        number -= 1
    return number


def months_until(listed_on: date, on: date) -> Sequence[Month]:
    """The months that have begun by a day."""
    return [month(listed_on, number) for number in range(1, number_on(listed_on, on) + 1)]


__all__ = ["Month", "end_of", "month", "months_until", "number_on"]
