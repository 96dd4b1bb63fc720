"""Bodies are founded, renamed, rearranged and dissolved; every earlier day can still be asked about."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.db import connection

from ecoduty.kernel.flow import Refused
from ecoduty.kernel.rulebook.schema import Selector
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Appointment, Body, Delegation
from tests.organisation.towns import Town

BODY = "economy-bureau"
DAY = date(2026, 3, 3)


def test_renamed_body_keeps_its_former_name_for_former_days(empty_town: Town) -> None:
    empty_town.act("rename", BODY, name="云泽市产业发展局", short_name="市产业局", since="2026-03-01")

    body = empty_town.body(BODY)
    former, present = queries.name_on(body, date(2026, 2, 28)), queries.name_on(body, date(2026, 3, 1))
    assert former is not None
    assert present is not None
    assert (former.short_name, present.short_name, body.name) == ("市经济局", "市产业局", "云泽市产业发展局")
    assert queries.find_body("市经济局") == body
    assert queries.find_body("市产业局") == body


@pytest.mark.parametrize(("since", "code"), [("2026-03-04", "date_ahead"), ("2026-03-01", "before_present_name")])
def test_name_changes_neither_ahead_nor_backwards(empty_town: Town, since: str, code: str) -> None:
    empty_town.act("rename", BODY, name="甲局", short_name="甲", since="2026-03-01")

    with pytest.raises(Refused) as refused:
        empty_town.act("rename", BODY, name="乙局", short_name="乙", since=since)

    assert refused.value.code == code


def test_superiors_of_a_day_follow_the_rearrangement(empty_town: Town) -> None:
    empty_town.act(
        "arrange", BODY, parent="government", superiors=["province-construction", "province-water"], since="2026-02-01"
    )

    body = empty_town.body(BODY)
    assert [one.key for one in queries.superiors(body, date(2026, 1, 31))] == ["province-economy"]
    assert [one.key for one in queries.superiors(body, DAY)] == ["province-water", "province-construction"]
    assert queries.counterparts(body, DAY) == queries.superiors(body, DAY)


def test_body_is_never_part_of_itself(empty_town: Town) -> None:
    with pytest.raises(Refused) as refused:
        empty_town.act("arrange", "government", parent=BODY, since="2026-02-01")

    assert refused.value.code == "above_itself"


def test_dissolved_body_takes_everyone_out_of_office(town: Town) -> None:
    town.act("dissolve", BODY, until="2026-03-02", successor="ecology-bureau")

    body = town.body(BODY)
    assert (body.state, body.exists_on(date(2026, 3, 1)), body.exists_on(date(2026, 3, 2))) == (
        "dissolved",
        True,
        False,
    )
    assert [one.name for one in queries.who_was("principal", body, date(2026, 3, 1))] == ["市经济局局长"]
    assert not Appointment.objects.filter(post__body=body, until=None).exists()
    assert BODY not in {one.key for one in queries.bodies(on=DAY)}
    assert queries.vacant_coordinators(DAY).count() == 0
    with pytest.raises(Refused) as refused:
        town.act("appoint", BODY, post="principal", name="甲", since="2026-03-03")
    assert refused.value.code == "wrong_state"


def test_new_body_of_a_district_belongs_to_it(empty_town: Town) -> None:
    founded = empty_town.act(
        "establish", None, key="hill-ocean-bureau", name="山前区海洋局", short_name="山前区海洋局", kind="department",
        level="district", region_code="990701", order=1030, valid_from="2026-01-01",
        posts=[{"key": "principal", "kind": "principal", "title": "局长"}],
    ).subject  # fmt: skip

    assert founded.region.key == "hill"
    assert not founded.exists_on(date(2025, 12, 31))
    empty_town.act("appoint", founded.key, post="principal", name="甲", since="2026-01-01")


def test_key_of_a_body_is_given_once(empty_town: Town) -> None:
    with pytest.raises(Refused) as refused:
        empty_town.act(
            "establish", None, key=BODY, name="又一个", short_name="又一个", kind="department", level="city",
            region_code="9907",
        )  # fmt: skip

    assert refused.value.code == "body_key_taken"
    assert Body.objects.filter(key=BODY).count() == 1


def test_units_and_posts_come_and_go(empty_town: Town) -> None:
    empty_town.act("add_unit", BODY, name="法规处", since="2026-01-01")
    empty_town.act(
        "add_post", BODY, key="legal-clerk", kind="clerk", title="法规处经办人", unit="法规处", since="2026-01-01"
    )
    empty_town.act("appoint", BODY, post="legal-clerk", name="甲", since="2026-01-01")
    refusals = []
    for act, data in (
        ("add_unit", {"name": "法规处"}),
        ("add_post", {"key": "legal-clerk", "kind": "clerk", "title": "又一个"}),
        ("add_post", {"key": "other", "kind": "clerk", "title": "又一个", "unit": "没有的处"}),
        ("close_unit", {"name": "法规处", "until": "2026-03-01"}),
        ("close_post", {"post": "legal-clerk", "until": "2026-03-01"}),
    ):
        with pytest.raises(Refused) as refused:
            empty_town.act(act, BODY, **data)
        refusals.append(refused.value.code)
    empty_town.act("end_appointment", BODY, post="legal-clerk", until="2026-03-01")
    empty_town.act("close_post", BODY, post="legal-clerk", until="2026-03-01")
    empty_town.act("close_unit", BODY, name="法规处", until="2026-03-01")

    assert refusals == ["unit_twice", "post_key_taken", "no_such_unit", "unit_in_use", "post_taken"]
    with pytest.raises(Refused):
        empty_town.act("appoint", BODY, post="legal-clerk", name="乙", since="2026-03-01")


def test_revision_says_what_it_was_before(empty_town: Town) -> None:
    done = empty_town.act("revise", BODY, enforcement="entrusted", enforcement_to="construction-bureau", order=15)

    body = empty_town.body(BODY)
    assert (body.enforcement, body.enforcement_to and body.enforcement_to.key, body.order) == (
        "entrusted", "construction-bureau", 15,
    )  # fmt: skip
    assert done.subject.version == 5  # established, arranged, revised and given a leader before


def test_revision_of_nothing_is_refused(empty_town: Town) -> None:
    with pytest.raises(Refused) as refused:
        empty_town.act("revise", BODY)

    assert refused.value.code == "nothing_to_change"


@pytest.mark.parametrize(
    "selector",
    [
        {"kinds": ("department",)},
        {"tags": ("named_departments",), "without": ("ecology-bureau",)},
        {"levels": ("district",), "kinds": ("government", "committee_office")},
        {"regions": ("990702",)},
        {"keys": ("government", "province-water")},
    ],
)
def test_selector_takes_in_the_same_bodies_as_in_the_rulebook(empty_town: Town, selector: dict) -> None:
    wanted = Selector(**selector)

    assert tuple(body.key for body in queries.bodies(wanted)) == empty_town.book.select(wanted)


def test_bodies_stand_in_official_order(empty_town: Town) -> None:
    assert [body.key for body in queries.bodies()] == list(empty_town.book.bodies)


def test_roster_costs_the_same_for_one_body_and_for_all(town: Town, django_assert_num_queries) -> None:
    every = list(queries.bodies(on=DAY))
    for some in ([body for body in every if body.key == BODY], every):
        with django_assert_num_queries(5):
            entries = queries.roster(some, DAY)
    economy = next(entry for entry in entries if entry.body.key == BODY)

    assert [(post.key, [one.name for one in people]) for post, people in economy.posts] == [
        ("principal", ["市经济局局长"]),
        ("deputy", ["市经济局副局长"]),
        ("liaison", ["市经济局联络员"]),
    ]
    assert not economy.coordinator_missing


# ------------------------------------------------------------------ delegation


def test_delegate_exercises_the_post_for_its_days_only(town: Town) -> None:
    liaison, principal = town.person("economy-bureau.liaison"), town.actor("economy-bureau.principal")
    town.act(
        "delegate", BODY, principal, post="principal", delegate=liaison.pk, since="2026-03-03", until="2026-03-10",
        cause="外出学习",
    )  # fmt: skip

    assert [row.delegate for row in queries.delegations(town.body(BODY), DAY)] == [liaison]
    assert queries.delegations(town.body(BODY), date(2026, 3, 10)) == []


@pytest.mark.parametrize(
    ("username", "data", "code"),
    [
        ("economy-bureau.liaison", {"post": "principal"}, "not_own_post"),
        ("economy-bureau.principal", {"post": "principal", "delegate": "economy-bureau.principal"}, "delegate_outside"),
        ("economy-bureau.principal", {"post": "principal", "delegate": "ecology-bureau.deputy"}, "delegate_outside"),
        ("economy-bureau.principal", {"post": "principal", "until": "2026-03-03"}, "dates_reversed"),
        ("ecology-bureau.principal", {"post": "principal"}, "not_permitted"),
    ],
)
def test_wrong_delegation_is_refused(town: Town, username: str, data: dict, code: str) -> None:
    given = {"delegate": "economy-bureau.deputy", "since": "2026-03-03", "until": "2026-03-10", "cause": "休假", **data}

    with pytest.raises(Refused) as refused:
        town.act("delegate", BODY, town.actor(username), **{**given, "delegate": town.person(given["delegate"]).pk})

    assert refused.value.code == code
    assert Delegation.objects.count() == 0


def test_delegation_ends_early_and_with_the_office(town: Town) -> None:
    deputy, liaison = town.person("economy-bureau.deputy"), town.person("economy-bureau.liaison")
    for post in ("deputy", "principal"):
        town.act("delegate", BODY, post=post, delegate=liaison.pk, since="2026-02-01", until="2026-06-01", cause="休假")
    town.act("end_delegation", BODY, post="principal", until="2026-03-01")
    town.act("end_appointment", BODY, post="deputy", person=deputy.pk, until="2026-03-02")

    assert {row.post.key: row.until for row in Delegation.objects.select_related("post")} == {
        "principal": date(2026, 3, 1),
        "deputy": date(2026, 3, 2),
    }


def test_successors_of_former_releases_are_read_from_the_ledger(empty_town: Town) -> None:
    empty_town.act("dissolve", BODY, until="2026-02-01", successor="construction-bureau")
    empty_town.act("dissolve", "construction-bureau", until="2026-03-02", successor="ecology-bureau")
    Body.objects.update(successor=None, heir=None)
    migration = import_module("ecoduty.organisation.directory.migrations.0005_successors_and_joined_people")

    with connection.cursor() as cursor:
        cursor.execute(migration.FROM_THE_LEDGER)

    found = {one.key: one for one in Body.objects.exclude(successor=None).select_related("successor", "heir")}
    assert {key: (one.successor.key, one.heir.key) for key, one in found.items() if one.successor and one.heir} == {
        BODY: ("construction-bureau", "ecology-bureau"),
        "construction-bureau": ("ecology-bureau", "ecology-bureau"),
    }


def test_the_part_that_takes_over_steps_into_the_place_of_the_whole(empty_town: Town) -> None:
    empty_town.act("arrange", "construction-bureau", parent=BODY, since="2026-01-01")
    above = empty_town.body(BODY).parent

    empty_town.act("dissolve", BODY, until="2026-03-02", successor="construction-bureau")

    assert empty_town.body("construction-bureau").parent == above
