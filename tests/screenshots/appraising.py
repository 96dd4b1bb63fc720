"""A city in which target letters are signed, scored and used."""

from __future__ import annotations

from tests.city import City
from tests.mechanisms.appraisals.steps import BODY, HEAD, OFFICE, USER, Letter


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    begun = Letter(city, "ecology-bureau")
    letter = Letter(city)
    letter.to_delivered()
    letter.do("register_use", {"sort": "performance", "used_on": "2026-11-22", "note": "计入领导班子年度实绩"}, USER)
    here = f"/matters/{letter.matter.public_id}/"
    return {
        "target-letter": (BODY, here),
        "target-letter-uses": (USER, f"{here}?tab=uses"),
        "target-letter-begun": (OFFICE, f"/matters/{begun.matter.public_id}/"),
        "target-letter-indicator": (OFFICE, f"/matters/{begun.matter.public_id}/set_indicator/?code=tasks-in-time"),
        "portraits": (OFFICE, "/portraits/"),
        "portrait": (HEAD, "/portraits/water-bureau/"),
    }
