"""The rows in force for other mechanisms: what hangs on a listed responsibility asks here (port LISTED)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import Sight, visible_to
from ecoduty.casework.ports.listed import Listed
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.responsibilities import queries
from ecoduty.mechanisms.responsibilities.models import Responsibility
from ecoduty.mechanisms.responsibilities.states import WITHDRAWN
from ecoduty.mechanisms.responsibilities.words import LEADING, Openness, Role


def rows(
    actor: Actor, on: date, *, keys: Collection[UUID] | None = None, bodies: Collection[int] | None = None
) -> Sequence[Listed]:
    """Rows of specific lists that hold on a day: the open ones, and all of the lists that the actor may read whole."""
    whole = Matter.objects.filter(visible_to(actor, Sight.FULL)).values("pk")
    held = queries.in_force(on).exclude(matter__state=WITHDRAWN.code).order_by()
    found = Responsibility.objects.filter(Q(openness=Openness.OPEN) | Q(in_list__in=whole), in_list__in=held)
    if keys is not None:
        found = found.filter(key__in=keys)
    if bodies is not None:
        found = found.filter(in_list__body__in=bodies)
    found = found.select_related("in_list__body", "in_list__matter").order_by(
        "in_list__body__order", "in_list", "order", "pk"
    )
    return [_listed(row) for row in found]


def _listed(row: Responsibility) -> Listed:
    version = row.in_list
    return Listed(
        key=row.key, number=row.number, name=row.name, body_id=version.body_id, body_key=version.body.key,
        body_short_name=version.body.short_name, role=Role(row.role).label, leads=row.role in LEADING, unit=row.unit,
        person=row.person_a, list_id=version.matter.public_id, sample=version.sample,
    )  # fmt: skip


__all__ = ["rows"]
