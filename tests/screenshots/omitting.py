"""A city where a problem is badly overdue and was not referred: what the named head is shown."""

from __future__ import annotations

from ecoduty.mechanisms.accountability.models import Omission
from ecoduty.mechanisms.accountability.omissions import sweeping
from tests.city import City
from tests.mechanisms.inspections.steps import Road, at

HEAD = "audit-bureau.principal"


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    road = Road(city, finder="audit-bureau")
    road.assign()
    road.plan()
    city.clock.move_to(at(4, 1, year=2027))
    sweeping.sweep()
    here = f"/matters/{Omission.objects.select_related('matter').get().matter.public_id}/"
    return {
        "omission": (HEAD, here),
        "omission-refer": (HEAD, f"{here}refer_omission/"),
        "omission-not": (HEAD, f"{here}decide_not_omission/"),
        "omission-rulebook": (HEAD, "/rulebook/"),
    }
