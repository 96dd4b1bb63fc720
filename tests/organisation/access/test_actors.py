"""From an account to the posts it may act in, on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.access import actor_for, actors_of, oversight_of, own_actor, portfolio_of
from ecoduty.organisation.directory.models import Post
from tests.organisation.towns import Town

BODY = "economy-bureau"
DAY = date(2026, 3, 3)


def test_actor_carries_name_title_and_place(town: Town) -> None:
    body, actor = town.body(BODY), town.actor("economy-bureau.deputy")

    assert (actor.name, actor.title, actor.post_kind, actor.body, actor.body_id, actor.level) == (
        "市经济局副局长", "市经济局·副局长", "deputy", BODY, body.pk, "city",
    )  # fmt: skip
    assert actor.capacities == {"coordinator"}
    assert actor.account == town.account("economy-bureau.deputy").pk


def test_title_says_nothing_twice(town: Town) -> None:
    assert town.actor("committee-office.director").title == "市环委办·主任"


def test_district_of_an_actor_is_that_of_his_body(town: Town) -> None:
    assert town.actor("hill-ecology-bureau.liaison").region_id == town.body("hill").pk
    assert town.actor("ecology-bureau.liaison").region_id is None


def test_first_post_in_official_order_is_the_default(town: Town) -> None:
    person = town.person("economy-bureau.deputy")
    town.act("appoint", "ecology-bureau", post="deputy", person=person.pk, since="2026-01-01")
    account = town.account("economy-bureau.deputy")

    assert [actor.body for actor in actors_of(account, DAY)] == ["ecology-bureau", BODY]
    assert actor_for(account, None, DAY).body == "ecology-bureau"
    assert actor_for(account, Post.objects.get(body__key=BODY, key="deputy").pk, DAY).body == BODY
    assert actor_for(account, None, date(2025, 12, 31)).body == BODY


@pytest.mark.parametrize(("post", "code"), [("ecology-bureau", "post_not_held"), (None, "no_post")])
def test_post_not_held_is_refused(town: Town, post: str | None, code: str) -> None:
    on = DAY if post else date(2024, 12, 31)
    chosen = Post.objects.get(body__key=post, key="principal").pk if post else None

    with pytest.raises(Refused) as refused:
        actor_for(town.account("economy-bureau.principal"), chosen, on)

    assert (refused.value.code, refused.value.status) == (code, 403)


def test_account_without_post_still_acts_on_itself(town: Town) -> None:
    town.act("end_appointment", BODY, post="principal", until="2026-03-01")

    actor = own_actor(town.account("economy-bureau.principal"), DAY)
    assert (actor.post, actor.post_kind, actor.name) == (None, "", "市经济局局长")


def test_closed_account_has_no_posts(town: Town) -> None:
    account = town.account("economy-bureau.principal")
    account.is_active = False

    assert actors_of(account, DAY) == []


def test_post_of_a_dissolved_body_is_gone(town: Town) -> None:
    town.act("dissolve", BODY, until="2026-03-01")

    assert actors_of(town.account("economy-bureau.principal"), DAY) == []
    assert len(actors_of(town.account("economy-bureau.principal"), date(2026, 2, 28))) == 1


def test_actors_cost_the_same_for_one_post_and_for_many(town: Town, django_assert_num_queries) -> None:
    person = town.person("economy-bureau.deputy")
    liaison = town.account("economy-bureau.liaison")
    with django_assert_num_queries(1):
        assert len(actors_of(liaison, DAY)) == 1
    for key in ("ecology-bureau", "construction-bureau", "hill-ecology-bureau"):
        town.act("appoint", key, post="deputy", person=person.pk, since="2026-01-01")
    account = town.account("economy-bureau.deputy")
    with django_assert_num_queries(1):
        assert len(actors_of(account, DAY)) == 4


# ------------------------------------------------------------------ delegation


def delegate(town: Town, post: str, to: str) -> None:
    town.act(
        "delegate", BODY, post=post, delegate=town.person(to).pk, since="2026-03-01", until="2026-03-10", cause="休假"
    )


def test_delegate_acts_for_the_absent_and_is_named_himself(town: Town) -> None:
    delegate(town, "principal", "economy-bureau.deputy")
    account, post = town.account("economy-bureau.deputy"), Post.objects.get(body__key=BODY, key="principal")

    acting = actor_for(account, post.pk, DAY)
    assert (acting.name, acting.delegated_from, acting.post_kind, acting.person) == (
        "市经济局副局长", "市经济局局长", "principal", account.person_id,
    )  # fmt: skip
    assert actors_of(account, DAY)[0].post_kind == "deputy"  # one's own post comes first
    assert [actor.post_kind for actor in actors_of(account, date(2026, 3, 10))] == ["deputy"]


def test_entry_of_a_delegate_says_for_whom(town: Town) -> None:
    delegate(town, "principal", "economy-bureau.deputy")
    post = Post.objects.get(body__key=BODY, key="principal")
    acting = actor_for(town.account("economy-bureau.deputy"), post.pk, DAY)

    town.act("add_unit", BODY, acting, name="法规处")

    entry = Entry.objects.filter(stream=f"body:{BODY}").latest("seq")
    assert (entry.actor_name, entry.actor_title) == ("市经济局副局长", "市经济局·局长（代市经济局局长）")


def test_delegate_passes_nothing_on(town: Town) -> None:
    delegate(town, "principal", "economy-bureau.deputy")
    post = Post.objects.get(body__key=BODY, key="principal")
    acting = actor_for(town.account("economy-bureau.deputy"), post.pk, DAY)

    with pytest.raises(Refused) as refused:
        town.act(
            "delegate", BODY, acting, post="liaison", delegate=town.person("economy-bureau.deputy").pk,
            since="2026-03-03", until="2026-03-04", cause="休假",
        )  # fmt: skip

    assert refused.value.code == "delegate_passes_on"


def test_coordinators_designation_goes_with_his_delegated_post(town: Town) -> None:
    delegate(town, "deputy", "economy-bureau.liaison")

    acting = actors_of(town.account("economy-bureau.liaison"), DAY)[1]
    assert (acting.delegated_from, acting.capacities) == ("市经济局副局长", {"coordinator"})


def test_delegation_by_somebody_no_longer_in_office_gives_nothing(town: Town) -> None:
    delegate(town, "principal", "economy-bureau.deputy")
    town.act("end_appointment", BODY, post="principal", until="2026-03-02")

    assert [actor.post_kind for actor in actors_of(town.account("economy-bureau.deputy"), DAY)] == ["deputy"]


# ------------------------------------------------------------------ predicates


def test_leader_and_secretary_have_the_portfolio_of_the_day(town: Town) -> None:
    town.act("assign_leader", BODY, leader="government/vice-mayor", since="2026-03-02", replaces=True)
    led = {town.body(key).pk for key in ("ecology-bureau", "agriculture-water-bureau")}
    leader, secretary = town.actor("government.vice-mayor"), town.actor("government.secretary-of-vice-mayor")

    assert portfolio_of(leader, date(2026, 3, 1)) == portfolio_of(secretary, date(2026, 3, 1)) == led
    assert portfolio_of(leader, DAY) == portfolio_of(secretary, DAY) == led | {town.body(BODY).pk}


def test_whoever_leads_nothing_costs_no_query(town: Town, django_assert_num_queries) -> None:
    actor = town.actor("economy-bureau.principal")
    with django_assert_num_queries(0):
        assert portfolio_of(actor, DAY) == frozenset()


def test_only_the_citys_office_oversees(town: Town) -> None:
    director = town.actor("committee-office.director")

    assert oversight_of(director) == {"committee_office", "oversight"}
    assert oversight_of(town.actor("hill-committee-office.director")) == frozenset()
    assert oversight_of(town.actor("economy-bureau.principal")) == frozenset()
    assert oversight_of(replace(director, level="district")) == frozenset()
