"""工作台: what one asked of others and what waits for one's name are filters like the others, for the price of the others."""

from __future__ import annotations

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.city import City
from tests.mechanisms.coordination.steps import ITEM, LEAD, SUPPORTER, Road


def counters(client, address: str = "/") -> dict[str, int]:
    page = client.get(address).content.decode()
    return {label: int(number) for label, number in re.findall(r'hx-push-url="true">(\S+) <b>(\d+)</b>', page)}


def test_what_i_asked_of_others_stands_until_it_is_my_turn_again(city: City) -> None:
    lead, supporter = city.client(f"{LEAD}.liaison"), city.client(f"{SUPPORTER}.liaison")
    road = Road(city)
    assert counters(lead)["请别人办的"] == 1
    assert counters(supporter)["请别人办的"] == 0
    page = lead.get("/?show=asked").content.decode()
    assert ITEM in page
    assert "whose=asked" in page
    assert lead.get("/matters/?whose=asked").context["listing"].totals.count == 1

    road.do("supporter.liaison", "answer", {"text": "三个片区错接点清单已报送，接驳全部完成并回传验收单。"})
    assert counters(lead)["请别人办的"] == 0
    assert ITEM in lead.get("/").content.decode()


def test_the_figures_cost_the_same_however_much_was_asked(city: City) -> None:
    client = city.client(f"{LEAD}.liaison")
    Road(city)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for _ in range(8):
        Road(city)
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few)
