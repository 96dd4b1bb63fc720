"""Every act of a problem, in every state, by every role."""

from __future__ import annotations

import pytest

from ecoduty.mechanisms.inspections.flow import PROBLEMS
from tests.mechanisms.inspections.full_road import ACCEPTING, FullRoad
from tests.mechanisms.inspections.steps import DONE
from tests.mechanisms.who_may import checked

ROLES = (
    "committee-office.clerk",
    "committee-office.director",
    "water-bureau.liaison",
    "water-bureau.principal",
    f"{ACCEPTING}.deputy",
)
STRANGERS = ("ocean-bureau.liaison", "huli-committee-office.clerk")


@pytest.mark.parametrize("roles", [ROLES, STRANGERS])
def test_every_act_is_done_by_whom_the_table_names_and_by_nobody_else(city, roles):
    road = FullRoad(city)
    road.to_rectifying()
    road.do("responsible.liaison", "apply_closing", DONE)
    road.check()
    assert checked(city, PROBLEMS, road.matter, roles) > 100
