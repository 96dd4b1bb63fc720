"""A district's item is settled in the district (clause 5.7): the city sees it, another district sees nothing."""

from __future__ import annotations

import pytest

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.lead_departments.models import Outcome
from tests.mechanisms.lead_departments.steps import Road, named, proposal

TALKS = ("siming-urban-management-bureau", "siming-market-regulation-bureau")
RAISER = "siming-urban-management-bureau.liaison"


def test_the_district_path_with_its_own_bodies_and_its_own_approval(city):
    road = Road(city, RAISER)
    matter = road.matter
    assert (matter.holder.key, matter.level, matter.region.key) == ("siming-ecology-office", "district", "siming")
    assert matter.clauses == ["5.1", "5.2", "5.7"]
    road.to_disagreement(TALKS)
    with pytest.raises(Refused) as refused:
        road.do("liaison", "refer_to_staffing_office", {"note": "提请协调。"})
    assert refused.value.code == "wrong_level"
    road.do("liaison", "refer_in_district", {"note": "提请区委编办协调。"})
    road.do("siming-staffing-office.liaison", "propose", proposal(*TALKS))
    road.approve(act="record_district_approval", lead=TALKS[0], supporters=TALKS[1:])
    assert Outcome.objects.get(stage="approved").authority == "思明区委、思明区政府"
    road.publish()
    assert road.state == "determined"


def test_the_district_may_settle_it_without_the_staffing_office(city):
    road = Road(city, RAISER)
    road.to_disagreement(TALKS)
    office = "siming-committee-office.director"
    settled = {**named(TALKS[0], TALKS[1]), "opinion": "由区城管局牵头。", "decided_on": "2026-11-22"}
    road.do(office, "settle_in_district", settled)
    road.approve(office, "record_district_approval", TALKS[0], TALKS[1:])
    assert road.state == "approved"


def test_the_city_sees_it_and_another_district_sees_nothing(city):
    road = Road(city, RAISER)
    road.to_negotiation(TALKS)
    address = f"/matters/{road.matter.public_id}/"
    for who, status in {
        "committee-office.director": 200, "siming-committee-office.director": 200, "siming-ecology-office.liaison": 200,
        TALKS[1] + ".liaison": 200, "siming-finance-bureau.liaison": 404, "huli-committee-office.director": 404,
        "huli-urban-management-bureau.liaison": 404, "huli-ecology-office.liaison": 404, "water-bureau.liaison": 404,
    }.items():  # fmt: skip
        assert city.client(who).get(address).status_code == status, who
    assert Matter.objects.filter(visible_to(city.actor("huli-committee-office.director")), pk=road.pk).count() == 0
    assert Matter.objects.filter(visible_to(city.actor("committee-office.director")), pk=road.pk).count() == 1


def test_a_districts_item_that_needs_the_city_goes_to_the_citys_bureau(city):
    road = Road(city, RAISER, city_matter=True)
    assert (road.matter.holder.key, road.matter.level) == ("ecology-bureau", "city")
    assert city.client(RAISER).get(f"/matters/{road.matter.public_id}/").status_code == 200
