"""Writing what a sender reads with his number and code, for what is neither complaint nor word about one."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from ecoduty.casework.intakes import standing
from ecoduty.casework.intakes.models import Intake, PublicStanding, Receipt
from ecoduty.casework.intakes.taking import Taker
from ecoduty.kernel.clock import local_date, now
from ecoduty.kernel.flow import Refused

REFUSED_LABEL = "未能受理"


def tell(reference: str, kind: str, state: str, label: str, sentence: str = "", *, about: UUID | None = None, **facts: object) -> None:  # fmt: skip
    """Say how something stands from now on."""
    moment = now()
    receipt = Receipt.objects.filter(reference=reference).first()
    PublicStanding.objects.update_or_create(
        pk=reference,
        defaults={
            "kind": kind, "state": state, "label": label[:40], "next_steps": sentence[:800], "about": about, "facts": facts,
            "since": moment, "received_on": local_date(receipt.at if receipt else moment), "changed_at": moment,
        },
    )  # fmt: skip


def or_told(kind: str, taker: Taker, about: Callable[[Intake], UUID | None] = lambda _: None) -> Taker:
    """A taker whose refusals are told to the sender at once and wait for nobody: a booking for a session that is full."""

    def take(row: Intake) -> None:
        try:
            with transaction.atomic():
                taker(row)
        except Refused as refused:
            if not PublicStanding.objects.filter(pk=row.reference).exists():
                tell(row.reference, kind, standing.REFUSED, REFUSED_LABEL, refused.sentence, about=about(row))

    return take


__all__ = ["or_told", "tell"]
