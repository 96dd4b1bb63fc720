"""Who booked: the sealed name and telephone, and the code of a booking that was made by telephone."""

from __future__ import annotations

from ecoduty.casework.intakes import numbers
from ecoduty.kernel.sealing.fields import column
from ecoduty.mechanisms.facility_openings.models import Booking


def sealed(name: str, phone: str, reference: str) -> str:
    """Name and telephone as they are kept with the booking of this number."""
    return column(Booking, "contact").seal(f"{name}\n{phone}", reference)


def contact_of(booking: Booking) -> tuple[str, str]:
    """Name and telephone, empty once they are erased. Raises SealingError."""
    opened = column(Booking, "contact").open(booking.contact, booking.reference) if booking.contact else ""
    name, _, phone = opened.partition("\n")
    return name, phone


def code_of(booking: Booking) -> str:
    """The code of a booking made by telephone, to be told to who called; empty for one made on the portal."""
    return numbers.code(nonce(booking.reference)) if booking.taken_by else ""


def nonce(reference: str) -> str:
    """From what the code of a booking made by telephone is reckoned: there is no form that could bring one."""
    return f"telephone:{reference}"
