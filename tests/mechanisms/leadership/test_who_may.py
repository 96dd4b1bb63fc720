"""Every act of a meeting, a topic and a site visit, in every state, by every role: who may is written down here once more."""

from __future__ import annotations

import pytest

from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Actor, ActTable, Item, Refused, perform, perform_many
from ecoduty.mechanisms.leadership import states
from ecoduty.mechanisms.leadership.flow import MEETINGS, TOPICS
from ecoduty.mechanisms.leadership.visit_flow import VISITS
from tests.city import City
from tests.mechanisms.leadership.steps import OFFICE, Room, topic
from tests.mechanisms.leadership.test_site_visits import record

CLERKS = {"office", "director"}
BUREAU = {"bureau's liaison", "bureau's deputy", "bureau's principal"}
ROLES = {
    "office": OFFICE, "director": "committee-office.director",
    "secretary": "government.secretary-of-vice-mayor-ecology", "leader": "government.vice-mayor-ecology",
    "bureau's liaison": "water-bureau.liaison", "bureau's deputy": "water-bureau.deputy",
    "bureau's principal": "water-bureau.principal", "neighbour": "ocean-bureau.principal",
    "district": "siming-committee-office.clerk",
}  # fmt: skip
NO_SIGHT, SIGHT = "not_found", "not_permitted"

# By whom: the roles that may, and the states in which the act stands.
MEETING_OF_THE_GOVERNMENT = {
    "revise_agenda": (CLERKS, "preparing"), "add_paper": (CLERKS, "preparing held"), "list_topic": ({"platform"}, "preparing"),
    "hold": (CLERKS, "preparing"), "cancel_meeting": (CLERKS, "preparing"), "record_hearing": (CLERKS, "held"),
    "strike_hearing": (CLERKS, "held closed"), "record_decision": (CLERKS, "held"), "defer_topic": (CLERKS, "held"),
    "task_from_decision": (CLERKS, "held"), "no_task": (CLERKS, "held"), "register_minutes": (CLERKS, "held"),
    "close_meeting": (CLERKS, "held"),
}  # fmt: skip
MEETING_OF_A_BUREAU = {act: (BUREAU, where) for act, (_, where) in MEETING_OF_THE_GOVERNMENT.items()} | {
    "list_topic": ({"platform"}, "preparing")
}
TOPIC = {
    "place": (CLERKS, "proposed"), "decline": (CLERKS, "proposed"), "return_topic": (CLERKS, "proposed"),
    "resubmit": (BUREAU, "returned"), "withdraw": (BUREAU, "proposed returned"), "decide": ({"platform"}, "listed"),
    "unlist": ({"platform"}, "listed"),
}  # fmt: skip
VISIT = {
    "edit_visit": ({*CLERKS, "secretary"}, "following"), "mark_place": ({*CLERKS, "secretary"}, "following finished"),
    "problem_from_visit": ({*CLERKS, "secretary"}, "following"), "task_from_visit": (CLERKS, "following"),
    "finish_visit": ({*CLERKS, "secretary"}, "following"), "withdraw_visit": ({*CLERKS, "secretary"}, "following"),
}  # fmt: skip


def refusal(table: ActTable, act: str, pk: int | None, actor: Actor) -> str:
    """What stops it; data that fits nothing stops whatever comes as far as its data."""
    try:
        perform_many(table, act, [Item(pk, {"nothing": "of the kind"})], actor=actor)
    except Refused as refused:
        return refused.code
    return ""


def actors(city: City) -> dict[str, Actor]:
    return {role: city.actor(username) for role, username in ROLES.items()} | {"platform": Actor.system("会议与议题")}


def walked(city: City, table: ActTable, pk: int, may: dict[str, tuple[set[str], str]], blind: set[str]) -> list[object]:
    """Where the table of acts says something else than the table of this test. `blind` are roles that know nothing of it."""
    wrong = []
    for state in table.states:
        Matter.objects.filter(pk=pk).update(state=state.code, open=state.open)
        for role, actor in actors(city).items():
            for act, (allowed, where) in may.items():
                code = refusal(table, act, pk, actor)
                if role in blind:
                    expected = NO_SIGHT
                elif role not in allowed:
                    expected = SIGHT
                else:
                    expected = "bad_data" if state.code in where.split() else "wrong_state"
                if code != expected:
                    wrong.append((state.code, role, act, code, expected))
    return wrong


@pytest.mark.parametrize(
    ("table", "may"),
    [(MEETINGS, MEETING_OF_THE_GOVERNMENT), (MEETINGS, MEETING_OF_A_BUREAU), (TOPICS, TOPIC), (VISITS, VISIT)],
)
def test_the_tables_of_the_test_name_every_act(table, may):
    own = {act.code for act in table.acts if not act.creates} - {act.code for act in standard_acts(table.states)}
    assert own == set(may)


def test_a_meeting_of_the_government_that_the_office_records(city):
    made = Room(city).convened()
    blind = {*BUREAU, "neighbour", "district"}
    assert walked(city, MEETINGS, made.pk, MEETING_OF_THE_GOVERNMENT, blind) == []


def test_a_meeting_of_a_bureau_is_its_own(city):
    made = Room(city).convened(
        ROLES["bureau's liaison"], kind="party-group", held_by="water-bureau", title="局党组第9次会议"
    )
    blind = {"secretary", "leader", "neighbour", "district"}
    assert walked(city, MEETINGS, made.pk, MEETING_OF_A_BUREAU, blind) == []


def test_a_topic_is_its_proposers_and_the_offices(city):
    one = Room(city).do("water-bureau.deputy", "topic", "propose", data=topic()).subject
    blind = {"secretary", "leader", "neighbour", "district"}
    assert walked(city, TOPICS, one.pk, TOPIC, blind) == []


@pytest.mark.parametrize("by", [OFFICE, ROLES["secretary"]])
def test_a_visit_is_followed_by_whoever_recorded_it_and_the_office(city, by):
    visit = record(city, by)
    assert walked(city, VISITS, visit.pk, VISIT, {"neighbour", "district"}) == []


@pytest.mark.parametrize(
    ("table", "act", "may"),
    [
        (MEETINGS, "convene", {*CLERKS, "secretary", *BUREAU, "neighbour", "district"}),
        (TOPICS, "propose", {*BUREAU, "neighbour"}),
        (VISITS, "record_visit", {*CLERKS, "secretary", "district"}),
    ],
)
def test_who_brings_one_into_being(city, table, act, may):
    found = {role for role, actor in actors(city).items() if refusal(table, act, None, actor) == "bad_data"}
    assert found == may


def test_what_has_been_settled_is_settled_for_everybody(city):
    """Right post and state are not enough where nothing is left to do: the guard's sentence, not a form."""
    room = Room(city)
    made = room.held()
    for act in ("task_from_decision", "no_task"):
        assert room.refused(OFFICE, "meeting", act, made.pk, {"decision": 0, "note": "没有"}).status in {409, 422}
    with pytest.raises(Refused) as caught:
        perform(MEETINGS, "close_meeting", made.pk, actor=city.actor(OFFICE))
    assert caught.value.code == "minutes_missing"
    assert Matter.objects.get(pk=made.pk).state == states.HELD.code
