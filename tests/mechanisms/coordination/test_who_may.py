"""Every act, in every state, by every role, for the city and for a district: written down from article 7, not from the table."""

from __future__ import annotations

from django.db import transaction

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Actor, Item, Refused, options, perform_many
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.coordination.flow import COOPERATION
from tests.mechanisms.coordination.steps import Road

OWED = ("asked", "working")
OPEN = ("asked", "working", "objected", "answered")
ALL = (*OPEN, "done", "withdrawn")
WHEN = {  # in which states an act may be done
    "receive": ("asked",), "answer": OWED, "object": OWED, "accept": ("answered",), "return_answer": ("answered",),
    "insist": ("objected",), "withdraw": OPEN, "record_exchange": OPEN, "number_letter": ALL, "acknowledge": ALL,
    "record_receipt": ALL, "record_conferral": OPEN,
}  # fmt: skip
SUPPORTER, LEAD = {"supporter_liaison", "supporter_deputy"}, {"lead_liaison", "lead_deputy"}
WHO = {
    "receive": SUPPORTER, "answer": SUPPORTER, "object": {"supporter_deputy"}, "accept": LEAD, "return_answer": LEAD,
    "insist": {"lead_deputy"}, "withdraw": {"lead_deputy"}, "record_exchange": LEAD, "number_letter": LEAD,
    "acknowledge": SUPPORTER, "record_receipt": {"lead_liaison"}, "record_conferral": LEAD,
}  # fmt: skip
IN_THE_CITY = {
    "lead_liaison": "water-bureau.liaison", "lead_deputy": "water-bureau.deputy",
    "supporter_liaison": "construction-bureau.liaison", "supporter_deputy": "construction-bureau.deputy",
    "office": "committee-office.clerk",
}  # fmt: skip
STRANGERS = ("ocean-bureau.liaison", "siming-committee-office.clerk", "siming-ecology-office.liaison")
IN_SIMING = {
    "lead_liaison": "siming-ecology-office.liaison", "lead_deputy": "siming-ecology-office.deputy",
    "supporter_liaison": "siming-urban-management-bureau.liaison",
    "supporter_deputy": "siming-urban-management-bureau.deputy", "office": "committee-office.clerk",
}  # fmt: skip
OUTSIDE_SIMING = ("water-bureau.liaison", "huli-committee-office.director", "huli-ecology-office.liaison")
STOPPED = {"not_permitted", "not_found", "wrong_state"}


def put(road: Road, state: str) -> Matter:
    found = COOPERATION.by_state[state]
    Matter.objects.filter(pk=road.pk).update(state=found.code, open=found.open)
    return road.matter


def refusal(road: Road, act: str, actor: Actor) -> str:
    """By the gate. Data that fits nothing stops whatever comes as far as its data; nothing is left of the rest."""
    try:
        with transaction.atomic():
            perform_many(COOPERATION, act, [Item(road.pk, {"nothing": "of the kind"})], actor=actor)
            transaction.set_rollback(True)
    except Refused as refused:
        return refused.code
    return ""


def check(road: Road, roles: dict[str, Actor], strangers: list[Actor]) -> None:
    """By the gate in every state in which an act may be done and one in which it may not; by the page in every state."""
    for act, states in WHEN.items():
        for state in states:
            put(road, state)
            for role, actor in roles.items():
                code = refusal(road, act, actor)
                assert (code not in STOPPED) if role in WHO[act] else code == "not_permitted", (state, act, role, code)
            assert {refusal(road, act, actor) for actor in strangers} == {"not_found"}, (state, act)
        for state in set(ALL) - set(states):
            put(road, state)
            for role in WHO[act]:
                assert refusal(road, act, roles[role]) == "wrong_state", (act, role, state)
    for state in ALL:
        matter = put(road, state)
        for actor in strangers:
            assert options(COOPERATION, matter, actor, now()) == [], (state, actor.title)
        for role, actor in roles.items():
            offered = {one.act.code: one.open for one in options(COOPERATION, matter, actor, now())}
            for act, states in WHEN.items():
                assert not offered.get(act) or (role in WHO[act] and state in states), (state, act, role)


def test_no_act_of_article_7_is_forgotten_here():
    own = {act.code for act in COOPERATION.acts if not act.aside and act.from_ != (START,)}
    assert own == set(WHEN) == set(WHO)


def test_a_request_of_the_city(city):
    check(
        Road(city), {role: city.actor(who) for role, who in IN_THE_CITY.items()}, [city.actor(who) for who in STRANGERS]
    )


def test_a_request_inside_a_district(city):
    road = Road(city, "siming-ecology-office", "siming-urban-management-bureau")
    roles = {role: city.actor(who) for role, who in IN_SIMING.items()}
    check(road, roles, [city.actor(who) for who in OUTSIDE_SIMING])
