"""Telling the public how a facility and its sessions stand: copied words for the portal, within the act's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.passing import TAKING_OVER
from ecoduty.casework.publications.models import PublishedFacility, PublishedSession
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Attempt, registry
from ecoduty.mechanisms.facility_openings import queries
from ecoduty.mechanisms.facility_openings.models import Facility, Session
from ecoduty.mechanisms.facility_openings.states import BY_CODE

_OWN = ("kind", "name", "operator", "address", "route", "requirements", "languages", "about", "phone", "reason", "last_opened_on", "sample")  # fmt: skip
ORDER = 810
_OF_SESSION = (
    "starts_at", "ends_at", "place", "route", "requirements", "languages", "capacity", "taken", "waiting", "waiting_limit",
    "own_seats", "books_until", "state", "reason", "visitors",
)  # fmt: skip


def show(facility: Facility, matter: Matter, state: str) -> None:
    """The facility as it stands once the running act is done."""
    kinds = queries.kinds(today())
    PublishedFacility.objects.update_or_create(
        pk=facility.public_id,
        defaults={
            **{name: getattr(facility, name) for name in _OWN},
            "kind_label": kinds.get(facility.kind, facility.kind),
            "kind_order": [*kinds, facility.kind].index(facility.kind),
            "body_key": matter.holder.key,
            "body_short_name": matter.holder.short_name,
            "district_name": facility.district.name if facility.district else "",
            "state": state,
            "state_label": BY_CODE[state].label,
            "changed_at": now(),
        },
    )


def show_session(session: Session) -> None:
    """A session with the seats that are given away."""
    PublishedSession.objects.update_or_create(
        pk=session.public_id,
        defaults={
            **{name: getattr(session, name) for name in _OF_SESSION},
            "facility_id": session.facility.public_id,
            "changed_at": now(),
        },
    )


def follow(attempts: Sequence[Attempt]) -> None:
    """A facility that passed to another body, or whose body has another name, is shown under the name that holds now."""
    if any(attempt.table.kind == "body" or attempt.act.code == TAKING_OVER for attempt in attempts):
        refresh()


def refresh() -> int:
    """Show anew every facility whose body is called otherwise than it is shown; how many."""
    shown = {
        key: (body, name)
        for key, body, name in PublishedFacility.objects.values_list("public_id", "body_key", "body_short_name")
    }
    changed = 0
    for facility in Facility.objects.select_related("matter__holder", "district").order_by("pk"):
        holder = facility.matter.holder
        if shown.get(facility.public_id) != (holder.key, holder.short_name):
            show(facility, facility.matter, facility.matter.state)
            changed += 1
    return changed


def install() -> None:
    """Listen to what happens to bodies."""
    registry.after_entry("facility_openings.names", follow, ORDER)
