"""Every act, in every state, by every role: the gate lets through exactly whom the table names."""

from __future__ import annotations

from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party
from ecoduty.kernel.clock import now
from ecoduty.mechanisms.responsibilities.flow import CONSOLIDATED_TABLE, SPECIFIC_TABLE
from ecoduty.organisation.directory.models import Body
from tests.mechanisms.responsibilities.listing import Compiler
from tests.mechanisms.responsibilities.test_consolidated import Consolidated
from tests.mechanisms.who_may import checked

ROLES = (
    "water-bureau.liaison", "water-bureau.deputy", "water-bureau.principal", "ecology-bureau.liaison", "ecology-bureau.principal",
    "ocean-bureau.liaison", "finance-bureau.principal", "committee-office.clerk", "committee-office.director",
    "siming-ecology-office.liaison",
)  # fmt: skip


def _checked(city, table, matter: Matter) -> int:
    add_party(matter, Body.objects.get(key="ocean-bureau"), PartyRole.SUPPORTER, now())
    return checked(city, table, matter, ROLES)


def test_every_act_of_a_specific_list(city):
    assert _checked(city, SPECIFIC_TABLE, Compiler(city).matter) > 1000


def test_every_act_of_a_consolidated_list(city):
    assert _checked(city, CONSOLIDATED_TABLE, Consolidated(city).matter) > 700
