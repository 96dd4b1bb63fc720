"""Every act of a facility, in every state, by every role: the gate lets through exactly whom the table names."""

from __future__ import annotations

from ecoduty.mechanisms.facility_openings.flow import FACILITY
from tests.mechanisms.facility_openings.steps import Doors
from tests.mechanisms.who_may import checked

ROLES = (
    "municipal-gardens-bureau.liaison", "municipal-gardens-bureau.deputy", "municipal-gardens-bureau.principal",
    "water-bureau.liaison", "water-bureau.principal", "committee-office.clerk", "committee-office.director",
    "siming-ecology-office.liaison",
)  # fmt: skip


def test_every_act_of_a_facility(city):
    assert checked(city, FACILITY, Doors(city).matter, ROLES) > 400
