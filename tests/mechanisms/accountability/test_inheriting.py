"""Everybody named in a restricted matter has left: the head of today is let in by the platform, and nobody else learns of it."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Matter, NamedAccess
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.succession import orphans
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.accountability.flow import REFERRALS
from ecoduty.mechanisms.accountability.omissions.flow import OMISSIONS
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory.models import Appointment, Body, Person, Post
from tests.mechanisms.accountability.steps import HANDLER, REVIEWER, Road
from tests.mechanisms.inspections.steps import Road as Problem
from tests.mechanisms.reports.writing import at

LEFT, NEXT = date(2026, 11, 24), "钱继任"
BODY = "audit-bureau"


def leave(city, *accounts):
    """The persons of these accounts hold no post from that day on."""
    persons = [city.actor(who).person for who in accounts]
    Appointment.objects.filter(person__in=persons, until=None).update(until=LEFT)


def succeed(name=NEXT, kind="principal"):
    """Somebody new heads the body."""
    body = Body.objects.get(key=BODY)
    person = Person.objects.create(name=name, body=body)
    Appointment.objects.create(post=Post.objects.get(body=body, kind=kind), person=person, since=LEFT, exclusive=False)
    return person


def named(matter):
    return set(NamedAccess.objects.filter(matter=matter, until=None).values_list("person", "relation"))


@pytest.fixture
def road(city):
    found = Road(city)
    found.fill()
    return found


def test_the_head_of_today_is_let_in_once_with_an_entry_and_a_word_to_him_alone(city, road):
    leave(city, HANDLER, REVIEWER)
    person = succeed()
    city.clock.move_to(at(11, 30, year=2026))
    Notice.objects.all().delete()

    assert [orphans.let_in_successors(), orphans.let_in_successors()] == [1, 0]

    assert (person.pk, "reviewer") in named(road.matter)
    assert set(Notice.objects.values_list("person", "title")) == {(person.pk, "通知：一件受限办件")}
    entry = Entry.objects.filter(stream=road.matter.stream).latest("seq")
    assert (entry.act, entry.actor_title) == ("inherit_access", "受限办件承接")
    assert "均已不在任" in entry.facts["note"]


def test_whoever_was_let_in_goes_on_with_a_second_person_only(city, road):
    leave(city, HANDLER, REVIEWER)
    person = succeed()
    other = succeed("孙副手", "deputy")
    city.clock.move_to(at(11, 30, year=2026))
    orphans.let_in_successors()
    head = Actor(NEXT, "局长", "principal", person=person.pk, body=BODY)

    with pytest.raises(Refused):
        perform(REFERRALS, "compare", road.pk, actor=head)
    perform(REFERRALS, "let_in", road.pk, actor=head,
            data={"person": other.pk, "part": "handler", "reason": "原经办人已离任"})  # fmt: skip

    assert (other.pk, "handler") in named(road.matter)


def test_while_somebody_named_holds_a_post_nobody_is_let_in(city, road):
    leave(city, REVIEWER)
    succeed()
    city.clock.move_to(at(11, 30, year=2026))

    assert orphans.let_in_successors() == 0


def test_it_waits_the_days_of_the_rulebook(city, road):
    leave(city, HANDLER, REVIEWER)
    succeed()
    counts = []
    for day in (25, 28, 29):
        city.clock.move_to(at(11, day, year=2026))
        counts.append(orphans.let_in_successors())

    assert counts == [0, 0, 1]


def test_while_the_post_is_vacant_it_waits(city, road):
    leave(city, HANDLER, REVIEWER)
    city.clock.move_to(at(11, 30, year=2026))

    assert orphans.let_in_successors() == 0


@pytest.mark.parametrize("concerned", [{"name": NEXT, "body": "water-bureau"}, {"name": "", "body": BODY}])
def test_whom_it_may_concern_is_not_let_in(city, road, concerned):
    road.do(HANDLER, "add_concerned", {"post": "处长", "rank": "division-chief", **concerned})
    leave(city, HANDLER, REVIEWER)
    succeed()
    city.clock.move_to(at(11, 30, year=2026))

    assert orphans.let_in_successors() == 0


def test_a_request_follows_its_referral(city, road):
    request = road.ask()
    leave(city, HANDLER, REVIEWER)
    person = succeed()
    city.clock.move_to(at(11, 30, year=2026))

    assert orphans.let_in_successors() == 2

    assert (person.pk, "asker") in named(request)


def test_a_request_goes_to_who_handles_the_referral_and_not_to_the_head(city, road):
    request = road.ask()
    leave(city, HANDLER)
    succeed("孙副手", "deputy")
    city.clock.move_to(at(11, 30, year=2026))

    assert orphans.let_in_successors() == 1

    assert (city.actor(REVIEWER).person, "asker") in named(request)


def test_a_hint_goes_to_the_next_head(city):
    problem = Problem(city, finder=BODY)
    problem.assign()
    head = city.actor(REVIEWER)
    given = {"about": problem.pk, "rule": "badly-overdue", "held": {}, "met_on": "2026-11-20", "body": head.body_id,
             "persons": [head.person]}  # fmt: skip
    hint = perform(OMISSIONS, "open_omission", actor=Actor.system("提示"), data=given).subject
    leave(city, REVIEWER)
    person = succeed()
    city.clock.move_to(at(11, 30, year=2026))

    assert orphans.let_in_successors() == 1

    assert (person.pk, "decider") in named(hint)


def test_nobody_else_sees_a_difference(city, road):
    leave(city, HANDLER, REVIEWER)
    succeed()
    city.clock.move_to(at(11, 30, year=2026))
    lookers = ("audit-bureau.liaison", "committee-office.director", "water-bureau.principal")
    before = {who: city.client(who).get("/matters/").content.count(b"<tr") for who in lookers}

    orphans.let_in_successors()

    assert {who: city.client(who).get("/matters/").content.count(b"<tr") for who in lookers} == before
    assert not any(Matter.objects.filter(visible_to(city.actor(who)), pk=road.pk).exists() for who in lookers)
    assert Account.objects.filter(username=REVIEWER).exists()


def test_no_person_lets_himself_in(city, road):
    given = {"person": city.actor("water-bureau.principal").person, "relation": "reviewer"}
    for who in (HANDLER, REVIEWER):
        with pytest.raises(Refused) as refused:
            road.do(who, "inherit_access", given)
        assert refused.value.code == "not_permitted"
