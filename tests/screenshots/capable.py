"""Numbers of the grass roots beside their targets, measures of protection, an application for exemption."""

from __future__ import annotations

from tests.city import City
from tests.mechanisms.encouragement.test_capacity import OFFICE, Return, Standard
from tests.mechanisms.encouragement.test_protection import Measure
from tests.mechanisms.encouragement.test_tolerance import FOUND, HEAD, Application

PRINCIPAL = "water-bureau.principal"


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    standard = Standard(city)
    for level, value in (("city", "40"), ("district", "60")):
        standard.target(level=level, value=value)
    standard.target(measure="drones", value="3")
    standard.do(OFFICE, "put_standard_in_force")
    Return(city, year=2025).submitted(staff="31")
    own = Return(city).submitted()
    for body, staff in (("construction-bureau", "52"), ("transport-bureau", "18"), ("ocean-bureau", "40")):
        Return(city, f"{body}.liaison").submitted(staff=staff)
    draft = Return(city, "agriculture-bureau.liaison")
    measure = Measure(city, covered=18, eligible=20, source="保单附名册")
    Measure(
        city,
        "construction-bureau.liaison",
        sort="leave",
        name="夜间巡查调休办法",
        covered=30,
        eligible=42,
        source="考勤表",
    )
    application = Application(city).examined()
    application.do(HEAD, "decide_exemption", FOUND)
    asked = Application(city, event="历史遗留排口整治进度滞后", conditions=["history"])
    confidential = Application(city, event="受限件的申请", confidential="yes")
    confidential.do(PRINCIPAL, "accept_exemption")
    return {
        "capacity": (OFFICE, "/capacity/?measure=staff"),
        "capacity-return": ("water-bureau.liaison", f"/matters/{own.matter.public_id}/"),
        "capacity-amounts": ("agriculture-bureau.liaison", f"/capacity/{draft.matter.public_id}/amounts/"),
        "capacity-standard": (OFFICE, f"/matters/{standard.matter.public_id}/"),
        "protection": (OFFICE, "/protection/"),
        "protection-one": ("water-bureau.liaison", f"/matters/{measure.matter.public_id}/"),
        "exemption": (HEAD, f"/matters/{application.matter.public_id}/"),
        "exemption-confidential": (PRINCIPAL, f"/matters/{confidential.matter.public_id}/"),
        "exemption-new": ("water-bureau.liaison", "/exemptions/new/"),
        "exemption-decide": (HEAD, f"/matters/{asked.matter.public_id}/"),
    }
