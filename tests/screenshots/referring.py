"""A city in which a failure of duty is referred: what the few who know of it see, and what everybody else does."""

from __future__ import annotations

from tests.city import City
from tests.mechanisms.accountability.steps import HANDLER, ITEM, REVIEWER, Road


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    begun, road = Road(city), Road(city)
    begun.fill()
    begun.do(HANDLER, "add_row", {"situation": "formalism"})
    request = road.ask()
    road.fill()
    road.do(HANDLER, "add_item", {**ITEM, "name": "责任清单摘页", "sm3": "cd" * 32, "pages": 3})
    road.do(HANDLER, "compare")
    road.do(HANDLER, "weigh_exemption", {"finding": "none"})
    here, there = f"/matters/{road.matter.public_id}/", f"/matters/{begun.matter.public_id}/"
    return {
        "referral-register": (HANDLER, "/referrals/new/"),
        "referral-begun": (HANDLER, there),
        "referral-row": (HANDLER, f"{there}add_row/"),
        "referral-concerned": (HANDLER, f"{there}add_concerned/"),
        "referral-item": (HANDLER, f"{there}add_item/"),
        "referral-destination": (HANDLER, f"{there}set_destination/"),
        "referral-inventory": (HANDLER, f"{here}?tab=inventory"),
        "referral-passing": (HANDLER, f"{here}?tab=passing"),
        "referral-named": (REVIEWER, f"{here}?tab=named"),
        "referral-review": (REVIEWER, f"{here}review/"),
        "referral-assistance": (HANDLER, f"{here}ask_assistance/"),
        "referral-list": (HANDLER, "/matters/?kind=referral"),
        "referral-elsewhere": ("committee-office.director", "/matters/?kind=referral"),
        "referral-request": ("water-bureau.principal", f"/matters/{request.public_id}/"),
    }
