"""Every act, in every state, by every role, for the city and for a district: written down from article 5, not from the table."""

from __future__ import annotations

from django.db import transaction

from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Actor, Item, Refused, options, perform_many
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.lead_departments.flow import DETERMINATION
from ecoduty.organisation.directory.models import Body
from tests.mechanisms.lead_departments.steps import Road, item
from tests.mechanisms.lead_departments.test_district import RAISER, TALKS

ACCEPTING, TALKING, NAMED = ("raised",), ("negotiating",), ("agreed", "proposed")
WHEN = {  # in which states an act may be done
    "accept": ACCEPTING, "return_for_supplement": ACCEPTING, "return_covered": ACCEPTING, "supplement": ("supplementing",),
    "withdraw": ("raised", "supplementing", "accepted", "negotiating", "disagreed"),
    "convene": ("accepted",), "add_concerned": TALKING, "give_position": TALKING, "record_conferral": TALKING,
    "record_agreement": TALKING, "record_disagreement": TALKING, "negotiate_again": ("disagreed",),
    "refer_to_staffing_office": ("disagreed",), "refer_in_district": ("disagreed",), "settle_in_district": ("disagreed",),
    "propose": ("coordinating",), "return_to_negotiation": ("coordinating",), "submit_for_approval": NAMED,
    "record_approval": ("approving",), "record_district_approval": ("approving",),
    "send_back_to_negotiation": ("approving",), "send_back_to_coordination": ("approving",),
    "edit_public_version": ("approved",), "clear_public_version": ("approved",), "return_public_version": ("public_cleared",),
    "register_publication": ("public_cleared",), "withdraw_publication": ("determined",),
}  # fmt: skip
BUREAU, LIAISON, HEADS = {"bureau_liaison", "bureau_deputy"}, {"bureau_liaison"}, {"bureau_deputy"}
WHO = {  # whose it is, on either level; what is only one level's follows
    "accept": BUREAU, "return_for_supplement": BUREAU, "return_covered": BUREAU, "supplement": {"raiser"},
    "withdraw": {"raiser"}, "convene": BUREAU, "add_concerned": BUREAU, "give_position": BUREAU | {"concerned"},
    "record_conferral": BUREAU, "record_agreement": BUREAU, "record_disagreement": BUREAU, "negotiate_again": BUREAU,
    "propose": LIAISON | {"staffing"}, "return_to_negotiation": {"staffing"}, "submit_for_approval": BUREAU,
    "send_back_to_negotiation": LIAISON | {"office"}, "send_back_to_coordination": LIAISON | {"office"},
    "edit_public_version": LIAISON, "clear_public_version": HEADS, "return_public_version": BUREAU,
    "register_publication": LIAISON, "withdraw_publication": HEADS,
}  # fmt: skip
CITY = {**WHO, "refer_to_staffing_office": BUREAU, "record_approval": LIAISON | {"office"}}
DISTRICT = {
    **WHO, "refer_in_district": BUREAU, "settle_in_district": BUREAU | {"office"},
    "record_district_approval": LIAISON | {"office"},
}  # fmt: skip
IN_THE_CITY = {
    "raiser": "water-bureau.liaison", "bureau_liaison": "ecology-bureau.liaison", "bureau_deputy": "ecology-bureau.deputy",
    "concerned": "transport-bureau.liaison", "staffing": "staffing-office.liaison", "office": "committee-office.clerk",
}  # fmt: skip
STRANGERS = ("ocean-bureau.liaison", "siming-committee-office.clerk", "huli-ecology-office.liaison")
IN_SIMING = {
    "raiser": RAISER, "bureau_liaison": "siming-ecology-office.liaison", "bureau_deputy": "siming-ecology-office.deputy",
    "concerned": f"{TALKS[1]}.liaison", "staffing": "siming-staffing-office.liaison",
    "office": "siming-committee-office.director",
}  # fmt: skip
OUTSIDE_SIMING = ("water-bureau.liaison", "huli-committee-office.director", "huli-ecology-office.liaison")
NOT_HIS = {"not_permitted", "not_the_raiser", "wrong_level", "districts_own"}
REFUSED_BEFORE_DATA = NOT_HIS | {"not_found", "wrong_state"}


NOTE = {"note": "理由写在这里。"}
GUARDED = {  # whose guards ask who it is: they come after the data, which therefore has to be right
    "supplement": item(), "withdraw": NOTE, "send_back_to_negotiation": NOTE, "send_back_to_coordination": NOTE,
}  # fmt: skip


class People:
    """The roles of a matter, and what stops each of them; nothing is left of what goes through."""

    def __init__(self, city, road: Road, roles: dict[str, str], strangers: tuple[str, ...] = ()) -> None:
        self.pk = road.pk
        self.roles = {role: city.actor(who) for role, who in roles.items()}
        self.strangers = [city.actor(who) for who in strangers]

    def put(self, state: str) -> Matter:
        found = DETERMINATION.by_state[state]
        Matter.objects.filter(pk=self.pk).update(state=found.code, open=found.open)
        return Matter.objects.select_related("holder", "region", "lead_determination").get(pk=self.pk)

    def refusal(self, act: str, actor: Actor) -> str:
        """By the gate. Data that fits nothing stops whatever comes as far as its data."""
        data = GUARDED.get(act, {"nothing": "of the kind"})
        try:
            with transaction.atomic():
                perform_many(DETERMINATION, act, [Item(self.pk, data)], actor=actor)
                transaction.set_rollback(True)
        except Refused as refused:
            return refused.code
        return ""


def check(people: People, may: dict[str, set[str]]) -> None:
    """By the gate in every state in which an act may be done and one in which it may not; by the page in every state."""
    for act, states in WHEN.items():
        for state in states:
            people.put(state)
            for role, actor in people.roles.items():
                code = people.refusal(act, actor)
                wrong = code in NOT_HIS if role not in may.get(act, set()) else code not in REFUSED_BEFORE_DATA
                assert wrong, (state, act, role, code)
            assert {people.refusal(act, actor) for actor in people.strangers} <= {"not_found"}, (state, act)
        people.put(next(code for code in DETERMINATION.by_state if code not in states))
        for role in may.get(act, set()):
            assert people.refusal(act, people.roles[role]) == "wrong_state", (act, role)
    for state in DETERMINATION.by_state:
        matter = people.put(state)
        for actor in people.strangers:
            assert options(DETERMINATION, matter, actor, now()) == [], (state, actor.title)
        for role, actor in people.roles.items():
            offered = {one.act.code: one.open for one in options(DETERMINATION, matter, actor, now())}
            for act, states in WHEN.items():
                his = role in may.get(act, set())
                assert not offered.get(act) or (his and state in states), (state, act, role)
                assert (act in offered) >= his, (state, act, role)


def test_no_act_of_article_5_is_forgotten_here():
    own = {act.code for act in DETERMINATION.acts if not act.aside and act.from_ != (START,)}
    assert own == set(WHEN) == set(CITY) | set(DISTRICT)


def test_a_matter_of_the_city(city):
    road = Road(city)
    road.to_negotiation()
    before = People(city, road, {}, (IN_THE_CITY["staffing"],))
    check(before, {})  # until it is referred it does not exist for the staffing office
    add_party(road.matter, Body.objects.get(key="staffing-office"), PartyRole.MAIN, now())
    check(People(city, road, IN_THE_CITY, STRANGERS), CITY)


def test_a_matter_of_a_district_is_its_own_bodies(city):
    road = Road(city, RAISER)
    road.to_negotiation(TALKS[1:])  # whoever raised it is not among those asked
    add_party(road.matter, Body.objects.get(key="siming-staffing-office"), PartyRole.MAIN, now())
    check(People(city, road, {**IN_SIMING, "citys_office": "committee-office.clerk"}, OUTSIDE_SIMING), DISTRICT)
