"""Questions about complaints."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.matters.models import Link, LinkKind, Matter
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.complaints.models import Complaint
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

KIND = "complaint"
_CHANNELS = "complaint.channels"
_HANDLERS = "complaint.handler-kinds"


def channels(on: date) -> list[tuple[str, str]]:
    """Code and name of the channels by which complaints come."""
    return list(rulebooks.current().pairs(_CHANNELS, on=on))


def handlers(district: Body | None, on: date) -> list[Body]:
    """Bodies a complaint can be sent to: the city's, and those of the district it comes from."""
    kinds = rulebooks.current().words(_HANDLERS, on=on)
    found = queries.bodies(on=on).filter(kind__in=kinds)
    city = found.filter(level=Level.CITY)
    return list(city if district is None else city | found.filter(level=Level.DISTRICT, region=district))


def region_of(complaint: Complaint) -> str:
    """Code of the district a complaint comes from, empty for the whole city."""
    return complaint.district.region_code if complaint.district else ""


def being_determined(matter: Matter) -> bool:
    """Whether what was handed over because nobody leads it is still open."""
    return Link.objects.filter(source=matter, kind=LinkKind.ORIGIN, target__open=True).exists()
