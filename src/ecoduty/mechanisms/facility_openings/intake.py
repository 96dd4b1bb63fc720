"""What the public books, cancels and says about a visit comes in: the portal only wrote it down, here it goes through the gate."""

from __future__ import annotations

from uuid import UUID

from ecoduty.casework.intakes import sending, taking, telling
from ecoduty.casework.intakes.models import Intake
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.mechanisms.facility_openings.flow import FACILITY
from ecoduty.mechanisms.facility_openings.models import Booking, Session

_ACTOR = "门户预约"
_ACTS = {IntakeKind.BOOKING: "book", IntakeKind.CANCELLATION: "cancel_booking", IntakeKind.FEEDBACK: "give_feedback"}


def _take(row: Intake) -> None:
    """One intake from the portal, through the gate. Raises Refused as the acts do, SealingError."""
    kind = IntakeKind(row.kind)
    given = {**row.content, "reference": row.reference}
    if kind == IntakeKind.BOOKING:
        given |= sending.person_of(row)
        found = Session.objects.filter(public_id=given["session"]).values_list("facility", flat=True).first()
    else:
        found = Booking.objects.filter(reference=row.reference).values_list("session__facility", flat=True).first()
    if found is None:
        raise Refused("unknown_session", "没有这一场，可能已经取消，请重新选。", status=404)
    perform(FACILITY, _ACTS[kind], found, actor=Actor.system(_ACTOR), data=given, key=f"intake:{row.pk}")
    row.matter = found


def _session_of(row: Intake) -> UUID | None:
    return UUID(row.content["session"]) if "session" in row.content else None


def install() -> None:
    """Take in what the public books, cancels and says; what cannot be is told to the sender, and waits for nobody."""
    for kind in _ACTS:
        taking.takes(kind, telling.or_told(IntakeKind.BOOKING, _take, _session_of))
