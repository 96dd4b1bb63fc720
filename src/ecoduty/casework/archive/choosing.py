"""Which matters go into the archive: closed ones, of a year; restricted ones only for a person who is named in them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.rules import Sight, visible_to
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Actor


def closed_in(year: int, *, restricted_for: Actor | None = None, body: str = "") -> QuerySet[Matter]:
    """Matters closed in that year, of one body where `body` is given, in order of number.

    Restricted ones are left out and not counted; with `restricted_for` those are added that this person may read.
    """
    found = Matter.objects.filter(
        open=False, closed_at__year=year, closed_at__isnull=False
    ).select_related("holder", "region", "holder_unit")  # fmt: skip
    if body:
        found = found.filter(holder__key=body)
    chosen = found.exclude(secrecy=Secrecy.RESTRICTED)
    if restricted_for is not None:
        chosen = chosen | found.filter(secrecy=Secrecy.RESTRICTED).filter(visible_to(restricted_for, Sight.FULL))
    return chosen.order_by("number")


def closed_on(matter: Matter) -> date:
    """The day a matter was closed. Raises ValueError for one that is not."""
    if matter.closed_at is None:
        raise ValueError("an open matter is not archived")
    return local_date(matter.closed_at)
