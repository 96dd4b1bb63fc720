"""Who may do what to whose body: real posts of a real city against the table, one row per act."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from ecoduty.kernel.flow import Actor, Refused
from ecoduty.organisation.directory.flow import BODY
from tests.organisation.towns import SYSTEM, Town

# Everyone who could try, seen from the department of the city and from the department of the hill district.
OF_THE_CITY = "economy-bureau"
OF_THE_DISTRICT = "hill-ecology-bureau"
OF_THE_PROVINCE = "province-ecology"
TARGETS = (OF_THE_CITY, OF_THE_DISTRICT, OF_THE_PROVINCE)

CITY_OFFICE = {"committee-office.director", "committee-office.clerk"}
HILL_OFFICE = {"hill-committee-office.director", "hill-committee-office.clerk"}
LAKE_OFFICE = {"lake-committee-office.director"}
OWN_HEADS = {f"{OF_THE_CITY}.principal", f"{OF_THE_DISTRICT}.principal"}
OWN_STAFF = {f"{OF_THE_CITY}.liaison", f"{OF_THE_CITY}.deputy", f"{OF_THE_DISTRICT}.liaison"}
OTHERS = {"ecology-bureau.principal", "government.vice-mayor", "government.secretary-of-vice-mayor"}
EVERYONE = (*sorted(CITY_OFFICE | HILL_OFFICE | LAKE_OFFICE | OWN_HEADS | OWN_STAFF | OTHERS), "platform")

OFFICES = "offices"  # the city's committee office, and a district's for its own district
HEADS = "heads"  # besides them, the principal of the body itself
PLATFORM = "platform"  # nobody else
STAFF = "staff"  # besides them, whoever is in office there
WHO_MAY = {
    "appoint": HEADS,
    "end_appointment": HEADS,
    "enrol": HEADS,
    "correct_name": HEADS,
    "record_contact": HEADS,
    "designate_coordinator": HEADS,
    "end_coordinator": HEADS,
    "assign_leader": OFFICES,
    "end_leader": OFFICES,
    "delegate": STAFF,
    "end_delegation": STAFF,
    "rename": OFFICES,
    "revise": OFFICES,
    "arrange": OFFICES,
    "add_unit": HEADS,
    "close_unit": HEADS,
    "add_post": OFFICES,
    "close_post": OFFICES,
    "dissolve": OFFICES,
    "name_successor": OFFICES,
    "merge_person": OFFICES,
    "follow_successor": PLATFORM,
    "person_joined": PLATFORM,
}
AFTERWARDS = {"name_successor"}  # of a dissolved body only
STILL = {*AFTERWARDS, "person_joined"}  # of a dissolved body, too
NO_LEADERS_OF_THIS_CITY = {("assign_leader", OF_THE_PROVINCE), ("end_leader", OF_THE_PROVINCE)}
REFUSED_BY_THE_TABLE = {"not_permitted", "not_found", "wrong_level", "wrong_state"}


def may(username: str, act: str, target: str) -> bool:
    """The reader's own understanding of who keeps whose page."""
    own = username.startswith(f"{target}.")
    if username == "platform" or WHO_MAY[act] == PLATFORM:
        return username == "platform"
    if username in CITY_OFFICE:
        return True
    if username in HILL_OFFICE:
        return target == OF_THE_DISTRICT
    return own and (WHO_MAY[act] == STAFF or (WHO_MAY[act] == HEADS and username in OWN_HEADS))


def answer(town: Town, act: str, target: str, actor: Actor) -> str:
    """Empty when the table lets the actor through, with nothing entered yet."""
    try:
        town.act(act, target, actor)
    except Refused as refused:
        return refused.code if refused.code in REFUSED_BY_THE_TABLE else ""
    return ""


def test_every_act_has_its_row() -> None:
    assert set(WHO_MAY) == {act.code for act in BODY.acts if not act.creates}


@pytest.mark.parametrize("act", WHO_MAY)
def test_act_is_open_to_exactly_those_who_keep_the_page(town: Town, act: str) -> None:
    actors = {name: SYSTEM if name == "platform" else town.actor(name) for name in EVERYONE}
    for username, target in product(EVERYONE, TARGETS):
        found = answer(town, act, target, actors[username])
        if (act, target) in NO_LEADERS_OF_THIS_CITY:
            expected = "wrong_level"
        else:
            expected = ("wrong_state" if act in AFTERWARDS else "") if may(username, act, target) else "not_permitted"
        assert found == expected, (username, target)


@pytest.mark.parametrize("act", sorted(set(WHO_MAY) - STILL))
def test_nothing_happens_to_a_dissolved_body(town: Town, act: str) -> None:
    town.act("dissolve", OF_THE_CITY, until="2026-03-01")

    assert answer(town, act, OF_THE_CITY, SYSTEM) == "wrong_state"


@pytest.mark.parametrize(
    ("username", "code"),
    [
        ("committee-office.director", "bad_data"),
        ("committee-office.clerk", "bad_data"),
        ("economy-bureau.principal", "not_permitted"),
        ("government.vice-mayor", "not_permitted"),
    ],
)
def test_only_a_committee_office_founds_bodies(town: Town, username: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        town.act("establish", None, town.actor(username))

    assert refused.value.code == code


def test_a_districts_committee_office_founds_nothing(town: Town) -> None:
    with pytest.raises(Refused) as refused:
        town.act(
            "establish", None, town.actor("hill-committee-office.director"), key="x", name="x", short_name="x",
            kind="department", level="city", region_code="9907",
        )  # fmt: skip

    assert refused.value.code == "keeper_only"


def test_former_keeper_may_nothing(town: Town) -> None:
    """The right goes with the post, not with the account: an actor of yesterday is made anew today."""
    former = town.account("committee-office.director")
    town.act("end_appointment", "committee-office", post="committee-office-director", until="2026-03-03")

    with pytest.raises(Refused) as refused:
        town.actor(former.username)
    assert refused.value.code == "no_post"


def test_namesake_of_a_keeper_from_nowhere_may_nothing(town: Town) -> None:
    stranger = replace(town.actor("committee-office.director"), capacities=frozenset(), body_id=None)

    assert answer(town, "rename", OF_THE_CITY, stranger) == "not_permitted"
