"""The fictional city in January: reports and the catalogue have opened, a lead department is asked for."""

from __future__ import annotations

from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from tests.city import City
from tests.mechanisms.lead_departments.steps import Road, at

DIRECTOR, BUREAU, RAISER = "committee-office.director", "ecology-bureau.liaison", "economy-bureau.liaison"


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    road = Road(city, RAISER)
    city.clock.move_to(at(1, 6, year=2027))
    sweep()
    here = f"/matters/{road.matter.public_id}/"
    catalogue = Matter.objects.get(kind="filing_catalogue")
    return {
        "elsewhere-plan": (DIRECTOR, "/plan/"),
        "elsewhere-clause": (DIRECTOR, "/plan/2.1/"),
        "elsewhere-cockpit": (DIRECTOR, "/cockpit/"),
        "elsewhere-matter": (BUREAU, here),
        "elsewhere-act": (BUREAU, f"{here}accept/"),
        "elsewhere-uncited": (BUREAU, "/matters/new/policy_document/draft_document/"),
        "elsewhere-catalogue": (BUREAU, f"/matters/{catalogue.public_id}/"),
        "elsewhere-portal": ("", "/portal/"),
        "elsewhere-portal-lists": ("", "/portal/responsibilities/"),
    }
