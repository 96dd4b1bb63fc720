"""Assistance (clause 15.4): who is asked brings what is asked for, in time, and learns nothing of why."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import access_matter
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.accountability.assistance_flow import ASSISTANCES
from tests.mechanisms.accountability.steps import HANDLER, REVIEWER, WANTED, Road
from tests.mechanisms.who_may import checked

ASKED = "water-bureau.principal"
GIVEN = {"given": "all", "answered_on": "2026-11-22", "list_number": "交〔2026〕5号", "pieces": 4}


@pytest.mark.clause("15.4", page="/matters/?kind=assistance")
def test_a_request_is_answered_returned_and_accepted(city):
    road = Road(city)
    request = road.ask()
    limit = Deadline.objects.get(matter=request, key="accountability.assistance-reply")
    assert limit.due_on == date(2026, 12, 4)
    page = city.client(ASKED).get(f"/matters/{request.public_id}/").content.decode()
    assert WANTED["wanted"][0] in page
    road.on_request(request, ASKED, "answer_assistance", GIVEN)
    assert Deadline.objects.get(pk=limit.pk).state == "met"
    road.on_request(request, HANDLER, "return_assistance", {"note": "缺第二项"})
    assert Deadline.objects.filter(matter=request, state="running").count() == 1
    road.on_request(request, ASKED, "answer_assistance", GIVEN)
    road.on_request(request, HANDLER, "accept_assistance")
    assert not Matter.objects.get(pk=request.pk).open
    told = city.client(HANDLER).get(f"/matters/{road.matter.public_id}/?tab=passing").content.decode()
    assert "已全部提供" in told


def test_who_is_asked_learns_nothing_of_the_referral(city):
    road = Road(city)
    road.fill()
    request = road.ask()
    asked = city.actor(ASKED)
    with pytest.raises(Refused) as refused:
        access_matter(asked, road.matter.public_id)
    assert refused.value.status == 404
    client = city.client(ASKED)
    for address in (f"/matters/{request.public_id}/", f"/matters/{request.public_id}/ledger/", "/matters/?state=all"):
        page = client.get(address).content.decode()
        for word in (road.matter.number, road.matter.title, str(road.matter.public_id), "移交件（"):
            assert word not in page
    facts = [entry.facts for entry in Entry.objects.filter(stream=request.stream)]
    assert all("referral" not in one for one in facts)


def test_a_request_names_an_office_where_somebody_is_and_a_day_within_the_limit(city):
    road = Road(city)
    other_house = road.refused(HANDLER, "ask_assistance", {**WANTED, "body": "audit-bureau"})
    assert other_house.code == "unknown_choice"
    assert road.refused(HANDLER, "ask_assistance", {**WANTED, "posts": ["director"]}).code == "nobody_there"
    assert road.refused(HANDLER, "ask_assistance", {**WANTED, "reply_by": "2027-03-01"}).code == "reply_by_unfit"
    sooner = road.ask(reply_by="2026-11-27")
    assert Deadline.objects.get(matter=sooner).due_on == date(2026, 11, 27)


def test_nobody_else_can_ask_in_the_name_of_a_referral(city):
    road = Road(city)
    data = {"referral": road.pk, **WANTED}
    for who in (REVIEWER, "audit-bureau.liaison", ASKED):
        with pytest.raises(Refused) as refused:
            perform(ASSISTANCES, "open_assistance", actor=city.actor(who), data=data)
        assert refused.value.status == 404


def test_something_given_names_its_list(city):
    road = Road(city)
    request = road.ask()
    with pytest.raises(Refused, match="交接清单编号"):
        road.on_request(request, ASKED, "answer_assistance", {"given": "partly", "answered_on": "2026-11-22"})
    road.on_request(request, ASKED, "answer_assistance", {"given": "none", "answered_on": "2026-11-22"})


def test_every_act_in_every_state_is_refused_to_whom_the_table_does_not_name(city):
    request = Road(city).ask()
    roles = (HANDLER, REVIEWER, ASKED, "water-bureau.liaison", "committee-office.director")
    assert checked(city, ASSISTANCES, request, roles) > 200
