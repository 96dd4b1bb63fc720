"""A text message to who booked and asked for it: booked, moved up, moved, called off. Put into words when it is sent."""

from __future__ import annotations

from typing import Any

from ecoduty.casework.intakes import telephones, texts
from ecoduty.casework.intakes.texts import Text
from ecoduty.kernel.clock import as_local, now, spoken_date
from ecoduty.mechanisms.facility_openings.contacts import code_of, contact_of
from ecoduty.mechanisms.facility_openings.models import Booking
from ecoduty.mechanisms.facility_openings.states import BookingState

BOOKED = "opening_booking"


def send(booking: Booking) -> None:
    """Have it told how the booking stands, where that was asked for and this installation sends messages."""
    if booking.wants_sms and booking.contact:
        texts.write(BOOKED, booking.reference, booking=booking.pk)


def _compose(payload: dict[str, Any]) -> Text | None:
    """How the booking stands when the message leaves; nothing once the contact is erased or the session is over."""
    booking = Booking.objects.select_related("session__facility").filter(pk=payload["booking"]).first()
    if booking is None or not booking.contact or booking.session.starts_at <= now():
        return None
    phone = contact_of(booking)[1]
    if not telephones.takes_texts(phone):
        return None
    session, at = booking.session, as_local(booking.session.starts_at)
    when = f"{spoken_date(at.date())}{at:%H:%M}"
    reason = f"，{session.reason}" if booking.state == BookingState.CANCELLED and session.reason else ""
    code = code_of(booking)
    kept = f"编号{booking.reference}，查询码{code}" if code else f"编号{booking.reference}"
    label = BookingState(booking.state).label
    return Text(
        phone,
        f"{session.facility.name}{when}开放，{booking.seats}人：{label}{reason}。{kept}。集合地点：{session.place}。",
    )


def install() -> None:
    """Say how this message is put into words."""
    texts.composed_by(BOOKED, _compose)
