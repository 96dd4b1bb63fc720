"""What a sender reads with his number and code, and what everybody may know of what was sent lately."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from ecoduty.casework.intakes import numbers
from ecoduty.casework.intakes.models import PublicStanding, Receipt
from ecoduty.kernel.clock import today

RECEIVED, IN_HAND, ANSWERED, CLOSED, REFUSED, MERGED = "received", "in_hand", "answered", "closed", "refused", "merged"
STATES = {
    RECEIVED: "已收到", IN_HAND: "办理中", ANSWERED: "已答复", CLOSED: "已办结", REFUSED: "不予受理", MERGED: "已与同类反映合并办理",
}  # fmt: skip
_NOBODY = "0" * 64


@dataclass(frozen=True, slots=True)
class Found:
    """The receipt of a number whose code was right, and what is known of it; nothing yet while it waits to be taken in."""

    receipt: Receipt
    standing: PublicStanding | None


@dataclass(frozen=True, slots=True)
class Alike:
    """How many were sent lately; `area` counts the square around the place alone. Numbers below `least` are not told."""

    days: int
    least: int
    district: int
    answered: int
    area: int


def find(given_number: str, given_code: str, *, using: str) -> Found | None:
    """What belongs to a number and its code; None alike for no such number and for a wrong code, in the same time."""
    reference = numbers.meant_reference(given_number)
    row = Receipt.objects.using(using).filter(reference=reference).first()
    standing = PublicStanding.objects.using(using).filter(reference=reference).first()
    right = hmac.compare_digest(numbers.code_digest(reference, given_code), row.code if row else _NOBODY)
    return Found(row, standing) if row and right else None


def alike(category: str, district: str, area: str, *, days: int, least: int, using: str) -> Alike | None:
    """What everybody may know of the same category there in the last days; None where it is too little to be told."""
    since: date = today() - timedelta(days=days)
    rows = PublicStanding.objects.using(using).filter(category=category, district=district, received_on__gt=since)
    counted = rows.aggregate(
        district=Count("pk"),
        answered=Count("pk", filter=Q(state__in=(ANSWERED, CLOSED))),
        area=Count("pk", filter=Q(area=area) & ~Q(area="")),
    )
    if not category or not district or counted["district"] < least:
        return None
    return Alike(
        days, least, counted["district"], counted["answered"] if counted["answered"] >= least else 0,
        counted["area"] if counted["area"] >= least else 0,
    )  # fmt: skip


def area_of(longitude: float | None, latitude: float | None) -> str:
    """The square of about two kilometres a place lies in, empty for none."""
    if longitude is None or latitude is None:
        return ""
    return f"{int(longitude * 50)}:{int(latitude * 50)}"
