"""Whose turn it is: the act tables' own word on who may do what from where, as a condition on matters."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Exists, OuterRef, Q

from ecoduty.casework.matters.models import NamedAccess, Party, PartyRole, Secrecy
from ecoduty.casework.matters.places import Places, places_of
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable
from ecoduty.kernel.flow.table import is_turn_of
from ecoduty.kernel.rulebook import store as rulebooks

_NOBODY = Q(pk__in=[])
Steps = dict[str, set[tuple[str, str]]]  # relation → (kind, state)


def waiting_for(actor: Actor, on: date, *, act: str = "") -> Q:
    """Open matters in which the next step forward is this actor's, by post and by standing to the matter.

    Guards are not asked: what is missing for the step is said on the page. `act` narrows it to one act's label. What he may only
    enter from somebody else's paper is not his turn: see `entered_by`.
    """
    return _open_in(steps_of(actor, label=act), actor, on)


def entered_by(actor: Actor, on: date) -> Q:
    """Open matters in which the next step forward is somebody else's, and the actor may enter it from that one's paper.

    Where he has a step of his own as well, both conditions hold.
    """
    return _open_in(steps_of(actor, on_behalf=True), actor, on)


def _open_in(every: Steps, actor: Actor, on: date) -> Q:
    result = _NOBODY
    for relation, steps in sorted(every.items()):
        found = standing(actor, relation, on)
        if found is None:
            continue
        by_kind: dict[str, list[str]] = defaultdict(list)
        for kind, state in sorted(steps):
            by_kind[kind].append(state)
        places = _NOBODY
        for kind, states in by_kind.items():
            places |= Q(kind=kind, state__in=states)
        result |= places & found
    return Q(open=True) & result


def next_act(
    table: ActTable, state: str, actor: Actor, relations: frozenset[str], due: str = "", *, on_behalf: bool = False
) -> Act | None:
    """The one step forward that is this actor's from a state by post; guards are not asked. `on_behalf`: the one that is
    somebody else's and that he may enter from paper.

    Where one act alone of those he may do meets what is `due` next (the label of its limit), it is that one: a decision
    that is to be published is published before the case is closed.
    """
    his = [
        act
        for act in table.acts
        if due and state in act.from_ and is_turn_of(actor, act, relations, on_behalf=on_behalf)
    ]
    meeting = [act for act in his if due in _limits_met(act)]
    if len(meeting) == 1:
        return meeting[0]
    for act in _forward(table, state):
        if is_turn_of(actor, act, relations, on_behalf=on_behalf):
            return act
    return None


def _limits_met(act: Act) -> set[str]:
    limits = rulebooks.current().limits
    return {limits[key].label for key in act.meets if key in limits}


def asked_by(actor: Actor, on: date) -> Q:
    """What the actor's body asked of others and follows: it is a supervisor there, and somebody else holds it."""
    followed = Party.objects.filter(body__in=sorted(actor.bodies), role=PartyRole.SUPERVISOR, since__lte=on)
    return Q(pk__in=followed.exclude(until__lte=on).values("matter")) & ~Q(holder__in=sorted(actor.bodies))


def next_step(kind: str, state: str, deadline: str = "") -> str:
    """What comes next in a state, in words for a reminder: whose turn it is and the act's label, such as 配合单位“签收”.

    Where an act from here meets the deadline (by its key) it is that one, else the step forward; empty where there is none.
    """
    table = flow.tables().get(kind)
    if table is None:
        return ""
    meeting = [act for act in table.acts if state in act.from_ and deadline in act.meets]
    forward = meeting if len(meeting) == 1 else _forward(table, state)
    if not forward:
        return ""
    return f"{table.state(state).waits_for}“{forward[0].label}”"


def out_of_house() -> dict[str, list[str]]:
    """By kind the open states in which the next step forward is nobody's in the holder: it waits upward, or for another body."""
    found: dict[str, list[str]] = {}
    for kind, table in flow.tables().items():
        for state in table.states:
            forward = _forward(table, state.code) if state.open else []
            if forward and not any(
                who.relation.startswith("holder_") for act in forward for who in act.who if not who.on_behalf
            ):
                found.setdefault(kind, []).append(state.code)
    return found


def steps_of(actor: Actor, label: str = "", *, on_behalf: bool = False) -> Steps:
    """By relation the kinds and states from which the next step forward is for an actor of this post; `label` narrows it to one act.
    It follows from the kind of his post alone.
    """
    found: Steps = defaultdict(set)
    for kind, table in flow.tables().items():
        for state in table.states:
            if not state.open:
                continue
            for act in _forward(table, state.code):
                if label and act.label != label:
                    continue
                for who in act.who:
                    if who.on_behalf is on_behalf and (not who.posts or actor.post_kind in who.posts):
                        found[who.relation].add((kind, state.code))
    return found


def _forward(table: ActTable, state: str) -> list[Act]:
    """The main acts from a state, or where there is none whatever leads on."""
    here = [act for act in table.acts if state in act.from_ and not act.creates]
    return [act for act in here if act.main] or [act for act in here if act.to is not None]


def standing(actor: Actor, relation: str, on: date) -> Q | None:
    """Matters to which an actor stands in a relation; None where he never does."""
    if relation in {"system", "anyone", "public"}:
        return None
    ordinary = ~Q(secrecy=Secrecy.RESTRICTED)
    found = places(actor, relation, on)
    if found is not None:
        return ordinary & found.condition(on)
    return None if _is_place(relation) else _named(actor, relation, on)


def places(actor: Actor, relation: str, on: date) -> Places | None:
    """Where the ordinary matters lie to which an actor stands in a relation of the act tables; None where nowhere."""
    return places_of(actor, relation, on) if relation != "district_office" else None


def _is_place(relation: str) -> bool:
    return relation in {"leader_in_charge", "district"} or relation.startswith("holder_")


def _named(actor: Actor, relation: str, on: date) -> Q | None:
    """Restricted matters that name the person; never through a delegation."""
    if actor.person is None or actor.delegated_from:
        return None
    rows = NamedAccess.objects.filter(matter=OuterRef("pk"), person=actor.person, since__lte=on).exclude(until__lte=on)
    if relation != "named_person":
        rows = rows.filter(relation=relation)
    return Q(secrecy=Secrecy.RESTRICTED) & Q(Exists(rows))
