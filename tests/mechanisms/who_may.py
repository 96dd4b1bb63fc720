"""Walks every act × state × role of a table of matters."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from ecoduty.casework.matters.models import Matter, NamedAccess, Party
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, ActTable, Item, State, perform_many
from ecoduty.kernel.flow.table import permits
from tests.city import City


def checked(city: City, table: ActTable, matter: Matter, roles: Sequence[str]) -> int:
    """How many refusals were as the table says; fails at the first that is not."""
    count = 0
    twins = in_every_state(matter, table.states)
    for role in roles:
        actor = city.actor(role)
        relations = {code: Matter.objects.get(pk=pk).relations_of(actor, today()) for code, pk in twins.items()}
        for act in table.acts:
            if act.creates:
                continue
            codes = refusals(table, act.code, list(twins.values()), actor)
            for state, pk in twins.items():
                code = codes[pk]
                if not relations[state]:
                    expected = {"not_found"}
                elif not permits(act, actor, relations[state]):
                    expected = {"not_permitted"}
                elif state not in act.from_:
                    expected = {"wrong_state", "fresh_factor"}
                else:
                    assert code not in {"not_found", "not_permitted", "wrong_state"}, (state, role, act.code, code)
                    continue
                assert code in expected, (state, role, act.code, code)
                count += 1
    return count


def in_every_state(matter: Matter, states: Sequence[State]) -> dict[str, int]:
    """A twin of the matter for each state, by the state's code."""
    return {state.code: _twin(matter, state.code, open_=state.open) for state in states}


def _twin(matter: Matter, state: str, *, open_: bool) -> int:
    """The same matter in another state, with everybody who takes part: what is tried on it is refused before anything
    else of it is read.
    """
    twin = Matter.objects.get(pk=matter.pk)
    twin.pk, twin.public_id, twin.number = None, uuid4(), f"{matter.number}-{state}"[:40]
    twin.state, twin.open = state, open_
    twin._state.adding = True
    twin.save()
    for rows in (Party.objects.filter(matter=matter), NamedAccess.objects.filter(matter=matter)):
        for row in rows:
            row.pk, row.matter = None, twin
            row._state.adding = True
            row.save()
    return twin.pk


def refusals(table: ActTable, act: str, matters: Sequence[int], actor: Actor) -> dict[int, str]:
    """What stops it, by matter; data that fits nothing stops whatever comes as far as its data."""
    items = [Item(pk, {"nothing": "of the kind"}) for pk in matters]
    outcome = perform_many(table, act, items, actor=actor, on_refusal="skip")
    assert not outcome.done
    return {pk: refused.code for pk, refused in outcome.refused.items()}
