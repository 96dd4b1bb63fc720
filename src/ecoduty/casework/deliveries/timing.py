"""When a message may leave: not in quiet hours, not on rest days, the digest once a day. Pure but for the calendar."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from ecoduty.casework.deliveries.preferences import Preferences
from ecoduty.casework.deliveries.states import Mode
from ecoduty.kernel.clock import as_local
from ecoduty.kernel.clock.calendar import WorkCalendar

_DAY = timedelta(days=1)


def leaves_at(moment: datetime, mode: Mode, wanted: Preferences, calendar: WorkCalendar, *, urgent: bool) -> datetime:
    """The moment from which a message may leave. Held, never lost: the result is `moment` or later."""
    if mode == Mode.DIGEST:
        return next_digest(moment, wanted, calendar)
    return moment if urgent else _undisturbed(as_local(moment), wanted, calendar)


def next_digest(moment: datetime, wanted: Preferences, calendar: WorkCalendar) -> datetime:
    """The next daily message after that moment, on a working day where that was chosen."""
    local = as_local(moment)
    found = local.replace(hour=wanted.digest_at.hour, minute=wanted.digest_at.minute, second=0, microsecond=0)
    if found <= local:
        found += _DAY
    while wanted.digest_working_days and not calendar.is_working(found.date()):
        found += _DAY
    return found


def _undisturbed(local: datetime, wanted: Preferences, calendar: WorkCalendar) -> datetime:
    found = local
    if wanted.quiet and _within(found.time(), wanted.quiet_from, wanted.quiet_until):
        found = _end_of_quiet(found, wanted.quiet_until)
    if wanted.rest_days_quiet and not calendar.is_working(found.date()):
        while not calendar.is_working(found.date()):
            found += _DAY
        found = _at(found, wanted.quiet_until)
    return found


def _within(clock: time, begin: time, end: time) -> bool:
    """Whether a time of day lies in a span that may run over midnight; an empty span contains nothing."""
    return begin <= clock < end if begin <= end else clock >= begin or clock < end


def _end_of_quiet(local: datetime, end: time) -> datetime:
    found = _at(local, end)
    return found if found > local else found + _DAY


def _at(local: datetime, clock: time) -> datetime:
    return local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
