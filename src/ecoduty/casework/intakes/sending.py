"""Writing what somebody sent, as the role that cannot read it again: receipt and intake together or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from ecoduty.casework.intakes import numbers
from ecoduty.casework.intakes.models import Intake, Receipt
from ecoduty.casework.intakes.states import IntakeKind, IntakeState
from ecoduty.kernel.clock import local_date, now
from ecoduty.kernel.sealing import boxes

_TRIES = 8  # numbers tried where one is taken


@dataclass(frozen=True, slots=True)
class Sent:
    """What the sender keeps. `other`: the form had been sent before with other content, and this is what it got then."""

    reference: str
    code: str
    day: date
    other: bool = False


def hand_in(
    kind: IntakeKind,
    nonce: str,
    content: Mapping[str, Any],
    person: Mapping[str, Any],
    *,
    public_key: str,
    address: str,
    held: bool,
    using: str,
    new: bool = False,
) -> Sent:
    """Write something with a number of its own (states.FIRST); the same form a second time changes nothing and answers the same.
    `new`: nobody knew it a moment ago.

    `content` is what it is about; `person` what the sender says about himself, sealed before it leaves this process. Raises SealingError.
    """
    known = None if new else sent_before(nonce, content, person, using=using)
    if known is not None:
        return known
    said = _said(content, person)
    for attempt in range(_TRIES):
        moment = now()
        reference = numbers.reference(nonce, local_date(moment), attempt)
        code = numbers.code(nonce)
        try:
            with transaction.atomic(using=using):
                Receipt.objects.using(using).create(
                    kind=kind, reference=reference, code=numbers.code_digest(reference, code), form=numbers.form_digest(nonce), content=said, at=moment
                )  # fmt: skip
                Intake.objects.using(using).create(
                    kind=kind, reference=reference, content=dict(content), address=address, received_at=moment,
                    sealed=_sealed(person, public_key, reference), state=IntakeState.HELD if held else IntakeState.WAITING,
                )  # fmt: skip
        except IntegrityError:
            known = sent_before(nonce, content, person, using=using)
            if known is not None:
                return known
        else:
            return Sent(reference, code, local_date(moment))
    raise RuntimeError("no number is free")


def sent_before(nonce: str, content: Mapping[str, Any], person: Mapping[str, Any], *, using: str) -> Sent | None:
    """What the form got when it was sent before, None for the first time."""
    row = Receipt.objects.using(using).filter(form=numbers.form_digest(nonce)).first()
    if row is None:
        return None
    return Sent(row.reference, numbers.code(nonce), local_date(row.at), other=row.content != _said(content, person))


def word(kind: IntakeKind, reference: str, content: Mapping[str, Any], *, address: str, using: str) -> None:
    """Write what a sender says afterwards under his number; his code was checked."""
    Intake.objects.using(using).create(
        kind=kind, reference=reference, content=dict(content), address=address, received_at=now(),
        state=IntakeState.WAITING,
    )  # fmt: skip


def lost_code(reference: str, phone: str, *, public_key: str, address: str, using: str) -> None:
    """Write that somebody lost his code; whether number and telephone belong together is found out on the desk's side.

    Raises SealingError.
    """
    Intake.objects.using(using).create(
        kind=IntakeKind.CODE, reference=reference, content={}, address=address, received_at=now(),
        sealed=_sealed({"phone": phone}, public_key, reference), state=IntakeState.WAITING,
    )  # fmt: skip


def place(reference: str) -> str:
    """Where the sealed part of an intake stands."""
    return f"intakes_intake.sealed:{reference}"


def person_of(intake: Intake) -> dict[str, Any]:
    """What the sender said about himself, opened on the desk's side. Raises SealingError."""
    found: dict[str, Any] = json.loads(boxes.open_box(intake.sealed, place(intake.reference))) if intake.sealed else {}
    return found


def _sealed(person: Mapping[str, Any], public_key: str, reference: str) -> str:
    return (
        boxes.seal_to(public_key, json.dumps(dict(person), ensure_ascii=False), place(reference))
        if any(person.values())
        else ""
    )


def _said(content: Mapping[str, Any], person: Mapping[str, Any]) -> str:
    return numbers.content_digest(json.dumps([dict(content), dict(person)], sort_keys=True))
