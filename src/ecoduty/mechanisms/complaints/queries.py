"""Questions about complaints."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.duties.models import Change
from ecoduty.casework.duties.states import ChangeKind
from ecoduty.casework.matters.models import Link, LinkKind, Matter
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.complaints.models import Complaint
from ecoduty.mechanisms.complaints.states import MERGED
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

KIND = "complaint"
ANSWER = "complaint.answer"  # key of the limit that the reporter is told of
_HANDLERS = "complaint.handler-kinds"


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


def kept(matter: Matter) -> Matter:
    """The complaint that answers for this one: itself, or the one it was merged into, however often."""
    found, seen = matter, {matter.pk}
    while found.state == MERGED.code:
        link = Link.objects.select_related("target").filter(source=found, kind=LinkKind.MERGED).first()
        if link is None or link.target_id in seen:
            break
        found = link.target
        seen.add(found.pk)
    return found


def merged_into(matter: Matter) -> list[Matter]:
    """The complaints that were merged into this one and into those, whose reporters it answers."""
    found: list[Matter] = []
    level = [matter.pk]
    while level:
        links = Link.objects.select_related("source").filter(target__in=level, kind=LinkKind.MERGED).order_by("pk")
        sources = [link.source for link in links]
        found += sources
        level = [source.pk for source in sources]
    return found


def changes_told(matter: Matter) -> list[Change]:
    """Extensions and suspensions of the answer's limit with their reasons, as the reporter may see them, oldest first."""
    shown = (ChangeKind.EXTENDED, ChangeKind.SUSPENDED, ChangeKind.RESUMED)
    rows = Change.objects.filter(deadline__matter=matter, deadline__key=ANSWER, kind__in=shown)
    return list(rows.order_by("pk"))
