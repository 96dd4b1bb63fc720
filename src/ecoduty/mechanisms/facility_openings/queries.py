"""Questions about facilities and their sessions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.facility_openings.models import Facility, Session
from ecoduty.mechanisms.facility_openings.states import OPEN

KIND = "facility"
_KINDS = "facility-opening.kinds"
_CONTACT_DAYS = "facility-opening.contact-days"
_CLOSING_HOURS = "facility-opening.booking-closes-hours"
_OWN_SEATS = "facility-opening.own-seats"


def kinds(on: date) -> dict[str, str]:
    """Code and name of the kinds of facilities that must open, in the rulebook's order."""
    return dict(rulebooks.current().pairs(_KINDS, on=on))


def contact_days(on: date) -> int:
    """How many days after a session who booked is still known."""
    return rulebooks.current().whole(_CONTACT_DAYS, on=on)


def closing_hours(on: date) -> int:
    """How many hours before it begins a session can no longer be booked."""
    return rulebooks.current().whole(_CLOSING_HOURS, on=on)


def own_seats(on: date) -> int:
    """How many seats one may book without naming a group."""
    return rulebooks.current().whole(_OWN_SEATS, on=on)


def session_of(matter: Matter, key: str) -> Session:
    """The facility's session of that id. Raises Refused `unknown_session`."""
    try:
        wanted = UUID(key)
    except ValueError:
        wanted = UUID(int=0)
    found = Session.objects.filter(facility=matter.pk, public_id=wanted).first()
    if found is None:
        raise Refused("unknown_session", "这个设施没有所选的场次，请刷新页面后重选。", status=422)
    return found


def gaps(on: date) -> list[tuple[str, str]]:
    """Kinds of which no facility is open, samples left out: code and name (each kind at least one, clause 24.4)."""
    real = Facility.objects.filter(matter__state=OPEN.code, sample=False)
    present = set(real.values_list("kind", flat=True).distinct())
    return [(code, label) for code, label in kinds(on).items() if code not in present]


def periods(on: date) -> list[tuple[str, str]]:
    """This half year and the next: code and name."""
    found = []
    for year, half in ((on.year, 1), (on.year, 2), (on.year + 1, 1), (on.year + 1, 2)):
        last = date(year, 6 if half == 1 else 12, 28)
        if last + timedelta(days=3) >= on:
            found.append((f"{year}H{half}", f"{year}年{'上' if half == 1 else '下'}半年"))
    return found[:2]


def period_of(on: date) -> str:
    """The half year a day lies in."""
    return f"{on.year}H{1 if on.month <= 6 else 2}"


def months_of(period: str) -> Iterable[int]:
    """The months of a half year."""
    return range(1, 7) if period.endswith("H1") else range(7, 13)


def books_until(starts_at: datetime, on: date) -> datetime:
    """The last moment at which a session that begins then can be booked."""
    return starts_at - timedelta(hours=closing_hours(on))
