"""A city some months on, as the cockpit shows it."""

from __future__ import annotations

from tests.city import City
from tests.interfaces.desk.cockpit.life import live

OFFICE, LEADER, BUREAU, DISTRICT = (
    "committee-office.director", "government.vice-mayor-agriculture", "water-bureau.principal", "huli-committee-office.clerk",
)  # fmt: skip


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    live(city)
    return {
        "cockpit": (OFFICE, "/cockpit/"),
        "cockpit-leader": (LEADER, "/cockpit/"),
        "cockpit-department": (BUREAU, "/cockpit/"),
        "cockpit-district": (DISTRICT, "/cockpit/"),
        "cockpit-past": (OFFICE, "/cockpit/?on=2026-12-31"),
        "cockpit-past-list": (OFFICE, "/cockpit/list/?on=2026-12-31&figure=standing.open&scope=oversight"),
        "cockpit-wall": (OFFICE, "/cockpit/?view=wall"),
    }
