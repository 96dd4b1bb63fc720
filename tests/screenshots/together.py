"""A city in which bodies work together, or do not: requests for cooperation at several stations, and the pages that show them."""

from __future__ import annotations

from ecoduty.casework.escalation.sweep import sweep
from tests.city import City
from tests.mechanisms.coordination.steps import Road, at


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    silent, answered = Road(city), Road(city, "water-bureau", "municipal-gardens-bureau")
    talk = {"form": "talk", "held_on": "2026-11-22", "attendees": "双方联络员", "result": "约定下周报送清单。"}
    silent.do("lead.liaison", "record_exchange", talk)
    answered.do("supporter.liaison", "answer", {"text": "三个片区错接点清单已报送，接驳全部完成并回传验收单。"})
    silent.climb(at(12, 7), "talk", "deputy")
    silent.do("supporter.liaison", "acknowledge")
    silent.climb(at(12, 15), "meeting", "deputy")
    city.clock.move_to(at(12, 21))
    sweep()
    here, there = f"/matters/{silent.matter.public_id}/", f"/matters/{answered.matter.public_id}/"
    liaison, deputy = "water-bureau.liaison", "water-bureau.deputy"
    return {
        "cooperation-ask": (liaison, "/cooperation/new/"),
        "cooperation": (deputy, here),
        "cooperation-ladder": (deputy, f"{here}?tab=ladder"),
        "cooperation-release": ("water-bureau.principal", f"{here}release_rung/"),
        "cooperation-accept": (liaison, f"{there}accept/"),
        "cooperation-answer": ("construction-bureau.liaison", f"{here}answer/"),
    }
