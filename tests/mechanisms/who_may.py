"""Walks every act × state × role of a table of matters."""

from __future__ import annotations

from collections.abc import Sequence

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import ActTable, Item, Refused, perform_many
from ecoduty.kernel.flow.table import permits
from tests.city import City


def checked(city: City, table: ActTable, matter: Matter, roles: Sequence[str]) -> int:
    """How many refusals were as the table says; fails at the first that is not."""
    count = 0
    for state in table.states:
        Matter.objects.filter(pk=matter.pk).update(state=state.code, open=state.open)
        for role in roles:
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


def _refusal(table: ActTable, act: str, pk: int, actor: object) -> str:
    """What stops it; data that fits nothing stops whatever comes as far as its data."""
    try:
        perform_many(table, act, [Item(pk, {"nothing": "of the kind"})], actor=actor)  # type: ignore[arg-type]
    except Refused as refused:
        return refused.code
    return ""
