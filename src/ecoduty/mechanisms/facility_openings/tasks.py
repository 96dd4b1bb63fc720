"""What happens to bookings by itself."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from ecoduty.kernel.clock import now, today
from ecoduty.kernel.clock.routine import nightly
from ecoduty.kernel.flow import Actor, Item, perform_many
from ecoduty.mechanisms.facility_openings import queries, showing
from ecoduty.mechanisms.facility_openings.flow import FACILITY
from ecoduty.mechanisms.facility_openings.models import Booking


@nightly("02:25", "facility_openings.erase_contacts")
def erase_contacts() -> int:
    """At night: forget who booked what lies long enough back."""
    return erase_due()


@nightly("00:15", "facility_openings.refresh_names")
def refresh_names() -> int:
    """After midnight: bodies under the names that hold from today."""
    return showing.refresh()


def erase_due() -> int:
    """Erase the contacts of sessions that ended so many days ago; of how many sessions."""
    limit = now() - timedelta(days=queries.contact_days(today()))
    due = Booking.objects.filter(session__ends_at__lt=limit).exclude(contact="")
    found: dict[int, list[str]] = defaultdict(list)
    for facility, session in due.values_list("session__facility", "session__public_id").distinct():
        found[facility].append(str(session))
    items = [Item(facility, {"sessions": sorted(sessions)}) for facility, sessions in sorted(found.items())]
    if items:
        perform_many(FACILITY, "erase_contacts", items, actor=Actor.system("到期删除"), on_refusal="skip")
    return sum(len(sessions) for sessions in found.values())
