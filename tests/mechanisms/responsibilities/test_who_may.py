"""Every act, in every state, by every role: the gate lets through exactly whom the table names."""

from __future__ import annotations

from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Item, Refused, perform_many
from ecoduty.kernel.flow.table import permits
from ecoduty.mechanisms.responsibilities.flow import CONSOLIDATED_TABLE, SPECIFIC_TABLE
from ecoduty.organisation.directory.models import Body
from tests.mechanisms.responsibilities.listing import Compiler
from tests.mechanisms.responsibilities.test_consolidated import Consolidated

ROLES = (
    "water-bureau.liaison", "water-bureau.deputy", "water-bureau.principal", "ecology-bureau.liaison", "ecology-bureau.principal",
    "ocean-bureau.liaison", "finance-bureau.principal", "committee-office.clerk", "committee-office.director",
    "siming-ecology-office.liaison",
)  # fmt: skip


def _checked(city, table, matter: Matter) -> int:
    add_party(matter, Body.objects.get(key="ocean-bureau"), PartyRole.SUPPORTER, now())
    count = 0
    for state in table.states:
        Matter.objects.filter(pk=matter.pk).update(state=state.code, open=state.open)
        for role in ROLES:
            actor = city.actor(role)
            relations = Matter.objects.get(pk=matter.pk).relations_of(actor, today())
            for act in table.acts:
                if act.creates:
                    continue
                code = _refusal(table, act.code, matter.pk, actor)
                if not relations:
                    expected = {"not_found"}
                elif not permits(act, actor, relations):
                    expected = {"not_permitted"}
                elif state.code not in act.from_:
                    expected = {"wrong_state", "fresh_factor"}
                else:
                    assert code not in {"not_found", "not_permitted", "wrong_state"}, (state.code, role, act.code, code)
                    continue
                assert code in expected, (state.code, role, act.code, code)
                count += 1
    return count


def _refusal(table, act, pk, actor) -> str:
    """What stops it; data that fits nothing stops whatever comes as far as its data."""
    data = {"nothing": "of the kind"}
    try:
        perform_many(table, act, [Item(pk, data)], actor=actor)
    except Refused as refused:
        return refused.code
    return ""


def test_every_act_of_a_specific_list(city):
    assert _checked(city, SPECIFIC_TABLE, Compiler(city).matter) > 1000


def test_every_act_of_a_consolidated_list(city):
    assert _checked(city, CONSOLIDATED_TABLE, Consolidated(city).matter) > 700
