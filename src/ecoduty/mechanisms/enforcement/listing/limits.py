"""Which clocks a listing has: the day named for it, and a report for each of its months."""

from __future__ import annotations

from ecoduty.casework.duties import owing, ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import start_of_day
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.enforcement.listing import queries
from ecoduty.mechanisms.enforcement.listing.models import Listing
from ecoduty.mechanisms.enforcement.listing.months import month
from ecoduty.organisation.directory.models import Body


def _duration(attempt: Attempt) -> Ruled:
    """The day that was named when it was listed."""
    return Ruled(queries.DURATION, until=attempt.subject.listing.until)


def _progress(attempt: Attempt) -> Ruled | None:
    """The first month that no report covers yet; counted from the day of listing, so that no short month moves the others.

    None while it is examined whether the standard is met.
    """
    own: Listing = attempt.subject.listing
    if own.listed_on is None or own.completed_on is not None:
        return None
    due = month(own.listed_on, own.reported + 1)
    return Ruled(queries.PROGRESS, start=start_of_day(due.first), until=due.last)


def _supervised(attempt: Attempt) -> Body:
    body: Body = attempt.subject.listing.supervised
    return body


def install() -> None:
    """Tell the deadlines."""
    ruling.ruled_by(queries.DURATION, _duration)
    ruling.ruled_by(queries.PROGRESS, _progress)
    ruling.day_named(queries.DURATION)
    ruling.day_named(queries.PROGRESS)
    for limit in (queries.DURATION, queries.PROGRESS):
        owing.held_by(limit, _supervised)
