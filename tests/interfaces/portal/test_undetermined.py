"""牵头未明确 before the public: in the search, in the list of open items, on the home page, for machines; until it has a lead."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ecoduty.interfaces.portal import listed
from tests.interfaces.portal.test_lists import Reader, text
from tests.mechanisms.lead_departments.steps import ITEM, Road

ASKED = {"q": "船上炒菜油烟太大"}


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def road(planned) -> Road:
    return Road(planned)


@pytest.mark.clause("5.2", page="/portal/responsibilities/")
def test_the_public_sees_the_item_from_acceptance_on_and_nothing_of_the_inside(road, reader):
    before = text(reader.get("/portal/responsibilities/", ASKED))
    assert "牵头未明确" not in before
    etag = reader.get("/portal/")["ETag"]
    road.to_negotiation()
    road.say("transport-bureau", "not_ours")
    home = reader.get("/portal/")
    assert home["ETag"] != etag
    assert "1个事项牵头未明确" in text(home).replace(" ", "")
    asked = text(reader.get("/portal/responsibilities/", ASKED))
    assert f"“{ITEM}”（厦门市）还没有牵头部门，2027年2月10日起研究明确" in asked
    page = text(reader.get("/portal/responsibilities/"))
    assert "牵头未明确的事项" in page
    assert ITEM in page
    data = reader.get("/portal/responsibilities.json", ASKED).json()
    assert data["undetermined"] == [{"item": ITEM, "field": "大气", "where": "厦门市", "since": "2027-02-10"}]
    whole = asked + page + str(data)
    for inside in (road.matter.number, "协商中", "不属本单位职责", "三个社区", "市水利局提请"):
        assert inside not in whole
    road.say("transport-bureau", "lead")


def test_it_is_gone_when_the_lead_is_published(road, reader):
    road.to_agreement()
    road.approve()
    assert ITEM in text(reader.get("/portal/responsibilities/"))
    road.publish()
    assert ITEM not in text(reader.get("/portal/responsibilities/"))
    assert listed.undetermined() == []
    assert "厦门市交通运输局" in text(reader.get(f"/portal/items/{_announcement()}/"))


def _announcement():
    from ecoduty.casework.publications.models import PublishedItem  # noqa: PLC0415 -- only to find its address

    return PublishedItem.objects.get(kind="lead_determination").pk


@pytest.mark.parametrize(
    "address", ["/portal/", "/portal/responsibilities/", "/portal/responsibilities/?q=船上炒菜油烟太大"]
)
def test_the_pages_ask_the_same_number_of_questions_however_many_are_open(planned, reader, address):
    Road(planned).do("liaison", "accept")
    with CaptureQueriesContext(connections["portal"]) as few:
        reader.get(address)
    for number in range(4):
        Road(planned, item=f"第{number}类船上炒菜油烟监管").do("liaison", "accept")
    with CaptureQueriesContext(connections["portal"]) as many:
        reader.get(address)
    assert len(many) == len(few)
    assert len(few) <= 10
