"""The rows in force for other mechanisms: what hangs on a listed responsibility asks here (ports ROWS_SEEN, ROWS_OWED)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import Sight, visible_to
from ecoduty.casework.ports.listed import RowOwed, RowSeen
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.responsibilities import queries
from ecoduty.mechanisms.responsibilities.models import Responsibility
from ecoduty.mechanisms.responsibilities.states import WITHDRAWN
from ecoduty.mechanisms.responsibilities.words import LEADING, Openness, Role
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body


def seen(
    actor: Actor, on: date, *, keys: Collection[UUID] | None = None, bodies: Collection[int] | None = None
) -> Sequence[RowSeen]:
    """Rows of specific lists that hold on a day: the open ones, and all of the lists that the actor may read whole."""
    whole = Matter.objects.filter(visible_to(actor, Sight.FULL)).values("pk")
    found = _held(on, bodies).filter(Q(openness=Openness.OPEN) | Q(in_list__in=whole))
    if keys is not None:
        found = found.filter(key__in=keys)
    answering = ((row, directory.answering(row.in_list.body, on)) for row in found.select_related("in_list__matter"))
    return [_seen(row, body) for row, body in answering if bodies is None or body.pk in bodies]


def _seen(row: Responsibility, body: Body) -> RowSeen:
    version = row.in_list
    return RowSeen(
        key=row.key, number=row.number, name=row.name, body_id=body.pk, body_key=body.key,
        body_short_name=body.short_name, role=Role(row.role).label, leads=row.role in LEADING, unit=row.unit,
        person=row.person_a, list_id=version.matter.public_id, sample=version.sample,
    )  # fmt: skip


def owed(
    bodies: Collection[int] | None = None,
    *,
    keys: Collection[UUID] | None = None,
    on: date | None = None,
    supporters: bool = False,
) -> Sequence[RowOwed]:
    """The rows that bodies have to do, or those of some keys, without samples. One statement, two with supporters."""
    day = on or today()
    found = _held(day, bodies).filter(in_list__sample=False)
    if keys is not None:
        found = found.filter(key__in=keys)
    if supporters:
        found = found.prefetch_related("supports__body")
    rows = []
    for row in found:
        body = directory.answering(row.in_list.body, day)
        if bodies is None or body.pk in bodies:
            beside = tuple(one.body.key for one in row.supports.all()) if supporters else ()
            rows.append(RowOwed(body.pk, row.key, row.name, row.unit, row.person_a or row.person_b, beside))
    return rows


def _held(on: date, bodies: Collection[int] | None) -> QuerySet[Responsibility]:
    """Rows of the versions that hold on the day, in official order; of these bodies, and of those that they answer for."""
    found = queries.rows_in_force(on).exclude(in_list__matter__state=WITHDRAWN.code)
    if bodies is not None:
        found = found.filter(Q(in_list__body__in=bodies) | Q(in_list__body__heir__in=bodies))
    return found.select_related("in_list__body__heir").order_by(
        "in_list__body__order", "in_list__body__key", "in_list", "order", "pk"
    )


__all__ = ["owed", "seen"]
