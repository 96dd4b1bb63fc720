"""Questions about joint listings; other rooms ask `listed` before they close a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ecoduty.casework.duties.reckoning import Reckoned, reckon_limit
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.counterparts import counterparts
from ecoduty.mechanisms.enforcement.listing.models import Listing, ListingProgress
from ecoduty.mechanisms.enforcement.listing.months import Month, months_until
from ecoduty.mechanisms.enforcement.listing.states import ON_THE_LIST, About
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

KIND = "listed_supervision"
LEG = "listed-supervision"
CASES = ("administrative_case", "criminal_transfer")
DURATION, PROGRESS = "listed-supervision.duration", "listed-supervision.progress"
_KINDS = "enforcement.listing-kinds"


def listed(case: Matter) -> bool:
    """Whether a case is on a joint list now: then it is not closed in the ordinary way (clause 18.4)."""
    return Listing.objects.filter(case=case, matter__state__in=ON_THE_LIST).exists()


def joint_bodies(holder: Body, on: date) -> list[Body]:
    """With whom a body may list jointly: the kinds of bodies that the rulebook names, those of its own level first."""
    kinds = rulebooks.current().words(_KINDS, on=on)
    return [body for body in counterparts(kinds, holder.level, on) if body.pk != holder.pk]


def supervisable(on: date) -> list[Body]:
    """Who can be supervised: every body in office below the province."""
    return list(directory.bodies(on=on).exclude(level="province"))


def asked(own: Listing) -> list[Body]:
    """The joint bodies, in official order."""
    return [row.body for row in own.bodies.select_related("body").order_by("body__order", "body__key")]


def silent(own: Listing, about: About) -> list[Body]:
    """Who of those asked this time has not said anything yet. To take it off the list whoever proposed it is asked, too."""
    said = set(own.opinions.filter(about=about, round=own.round).values_list("body", flat=True))
    every = asked(own) if about is About.LISTING else [own.matter.holder, *asked(own)]
    return [body for body in every if body.pk not in said]


def latest_end(moment: datetime) -> Reckoned:
    """The last day on which a listing that begins then may end, with its working."""
    return reckon_limit(rulebooks.current(), DURATION, moment, current_calendar())


@dataclass(frozen=True, slots=True)
class Reported:
    """A month of the listing with its report. `missing` once it is over without one; `late` where one came afterwards."""

    month: Month
    report: ListingProgress | None
    missing: bool
    late: bool


def reports(own: Listing, on: date) -> Sequence[Reported]:
    """Month by month since the listing what was reported; up to the month of completion, where that was reported."""
    if own.listed_on is None:
        return []
    rows = list(own.progress.all())
    found = []
    for month in months_until(own.listed_on, own.completed_on or on):
        row = next((one for one in rows if one.first and one.last and one.first <= month.number <= one.last), None)
        covered = month.number <= own.reported
        late = row is not None and local_date(row.reported_at) > month.last
        found.append(Reported(month, row, missing=not covered and month.last < on, late=late))
    return found


__all__ = [
    "CASES", "DURATION", "KIND", "LEG", "PROGRESS", "Reported", "asked", "joint_bodies", "latest_end", "listed", "reports",
    "silent", "supervisable",
]  # fmt: skip
