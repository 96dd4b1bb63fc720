"""常用筛选 over HTTP, and being told of what comes in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.saved_filters.models import Entered, Shelf
from ecoduty.interfaces.desk import watching
from ecoduty.kernel.ledger.models import Entry
from tests.city import City
from tests.mechanisms.coordination.steps import ITEM, LEAD, SUPPORTER, Road, at

NAME = f"{SUPPORTER}.liaison"
MINE = "kind=cooperation&whose=turn"


def keep(client: Client, name: str = "别人请我配合的", query: str = MINE, **more: Any) -> Any:
    return client.post("/filters/", {"do": "keep", "name": name, "query": query, **more})


def act(client: Client, do: str, city: City, place: int = 0, **more: Any) -> Any:
    key = Shelf.objects.get(account=city.account(NAME)).every[place].key
    return client.post("/filters/", {"do": do, "filter": key, **more})


def names(city: City) -> list[str]:
    return [one.name for one in Shelf.objects.get(account=city.account(NAME)).every]


def told(city: City) -> list[str]:
    found = Notice.objects.filter(kind="filter", person=city.actor(NAME).person).order_by("pk")
    return list(found.values_list("title", flat=True))


def test_a_list_is_kept_with_its_conditions_and_stands_with_its_count(city: City) -> None:
    client = city.client(NAME)
    page = client.get(f"/matters/?{MINE}&sort=-opened&page=3").content.decode()
    query = re.search(r'name="query" value="([^"]+)"', page)
    assert query is not None
    assert keep(client, query=query[1].replace("&amp;", "&")).status_code == 302
    Road(city)

    shelf = Shelf.objects.get(account=city.account(NAME))
    assert shelf.every[0].query == {"kind": "cooperation", "whose": "turn", "sort": "-opened"}
    part = client.get("/filters/", headers={"HX-Request": "true", "HX-Target": "saved"}).content.decode()
    assert "别人请我配合的" in part
    assert 'data-n="1"' in part
    assert "<html" not in part
    assert 'hx-get="/filters/"' in client.get("/").content.decode()


def test_filters_are_renamed_ordered_and_removed_by_acts_that_do_not_tell_what_is_asked(city: City) -> None:
    client = city.client(NAME)
    keep(client, "甲")
    keep(client, "乙", "due=overdue")
    act(client, "move", city, 1, up="true")
    assert names(city) == ["乙", "甲"]
    act(client, "rename", city, 0, name="逾期的")
    assert names(city) == ["逾期的", "甲"]
    act(client, "remove", city, 1)
    assert names(city) == ["逾期的"]
    entries = Entry.objects.filter(stream=f"account:{city.account(NAME).pk}", kind="saved_filters")
    assert [one.act for one in entries.order_by("seq")] == ["keep", "keep", "move", "rename", "remove"]
    assert "逾期" not in str([one.facts for one in entries])


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("甲", MINE, "您已有同名的常用筛选"),
        ("", MINE, "名称"),
        ("空的", "nothing=known", "筛选条件"),
    ],
)
def test_what_cannot_be_kept_is_said_in_words(city: City, name: str, query: str, said: str) -> None:
    client = city.client(NAME)
    keep(client, "甲")
    answer = keep(client, name, query)
    assert answer.status_code in {409, 422}
    assert said in answer.content.decode()
    assert names(city) == ["甲"]


def test_a_thirteenth_filter_is_refused_and_a_stranger_s_cannot_be_touched(city: City) -> None:
    client = city.client(NAME)
    for number in range(12):
        keep(client, f"第{number}个")
    answer = keep(client, "多的")
    assert "最多12个" in answer.content.decode()
    key = Shelf.objects.get(account=city.account(NAME)).every[0].key
    other = city.client(f"{LEAD}.liaison").post("/filters/", {"do": "remove", "filter": key})
    assert other.status_code in {409, 422}
    assert len(names(city)) == 12


def test_the_page_costs_the_same_for_one_filter_and_for_twelve(city: City) -> None:
    client = city.client(NAME)
    keep(client, "第一个")
    client.get("/filters/")
    with CaptureQueriesContext(connection) as few:
        client.get("/filters/")
    for number in range(11):
        keep(client, f"第{number}个", "kind=cooperation&due=week&whose=given")
    with CaptureQueriesContext(connection) as many:
        client.get("/filters/")
    assert len(many) <= len(few)


def test_who_asked_for_it_is_told_once_of_every_matter_that_comes_in(city: City) -> None:
    Road(city)
    client = city.client(NAME)
    keep(client, notify="true")
    assert watching.look() == 0  # what was there is known

    Road(city)
    assert watching.look() == 1
    assert told(city) == [f"“别人请我配合的”新进：{Matter.objects.latest('pk').title}"]
    assert watching.look() == 0

    road = Road(city)
    road.do("supporter.liaison", "answer", {"text": "三个片区错接点清单已报送，接驳全部完成并回传验收单。"})
    assert watching.look() == 0  # in and out again between two looks
    city.clock.move_to(at(12, 1))
    road.do("lead.liaison", "return_answer", {"note": "缺验收单。"})
    assert watching.look() == 1
    assert Entered.objects.filter(left_at=None).count() == 3


def test_many_at_once_are_one_notice(city: City) -> None:
    keep(city.client(NAME), notify="true")
    for _ in range(6):
        Road(city)
    assert watching.look() == 1
    assert told(city) == ["“别人请我配合的”新进6件"]
    page = city.client(NAME).get("/inbox/").content.decode()
    assert 'href="/filters/"' in page


def test_nobody_is_told_of_a_restricted_matter_nor_of_one_he_may_not_see(city: City) -> None:
    client = city.client(NAME)
    keep(client, "全部", "state=all", notify="true")
    road = Road(city)
    Matter.objects.filter(pk=road.pk).update(secrecy=Secrecy.RESTRICTED)
    Road(city, supporter="ocean-bureau")
    watching.look()
    assert not [title for title in told(city) if ITEM in title]


def test_who_no_longer_wants_to_be_told_is_not(city: City) -> None:
    client = city.client(NAME)
    keep(client, notify="true")
    act(client, "watch", city, notify="false")
    Road(city)
    assert watching.look() == 0
    assert not Entered.objects.exists()
