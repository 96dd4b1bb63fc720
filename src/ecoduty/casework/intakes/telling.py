"""Writing what a sender reads with his number and code, for what is neither complaint nor word about one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from ecoduty.casework.intakes import standing
from ecoduty.casework.intakes.models import Intake, PublicStanding, Receipt
from ecoduty.casework.intakes.taking import Taker
from ecoduty.kernel.clock import local_date, now
from ecoduty.kernel.flow import Refused

REFUSED_LABEL = "未能受理"
_SAID = ["kind", "state", "label", "next_steps", "about", "facts", "since", "received_on", "changed_at"]


@dataclass(frozen=True, slots=True)
class Told:
    """How something stands from now on; `about` is the public id of what it belongs to, `facts` its numbers."""

    reference: str
    kind: str
    state: str
    label: str
    sentence: str = ""
    about: UUID | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def tell(said: Iterable[Told]) -> None:
    """Write it for all of them: two statements, however many there are."""
    moment = now()
    told = {one.reference: one for one in said}
    sent = dict(Receipt.objects.filter(reference__in=told).values_list("reference", "at"))
    rows = [
        PublicStanding(
            reference=one.reference, kind=one.kind, state=one.state, label=one.label[:40], next_steps=one.sentence[:800],
            about=one.about, facts=dict(one.facts), since=moment, received_on=local_date(sent.get(one.reference, moment)),
            changed_at=moment,
        )
        for one in told.values()
    ]  # fmt: skip
    PublicStanding.objects.bulk_create(rows, update_conflicts=True, unique_fields=["reference"], update_fields=_SAID)


def or_told(kind: str, taker: Taker, about: Callable[[Intake], UUID | None] = lambda _: None) -> Taker:
    """A taker whose refusals are told to the sender at once and wait for nobody: a booking for a session that is full."""

    def take(row: Intake) -> None:
        try:
            with transaction.atomic():
                taker(row)
        except Refused as refused:
            if not PublicStanding.objects.filter(pk=row.reference).exists():
                tell([Told(row.reference, kind, standing.REFUSED, REFUSED_LABEL, refused.sentence, about(row))])

    return take


__all__ = ["Told", "or_told", "tell"]
