"""The list of complaints by channel, category, district and state: in the address, and for a constant number of queries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.city import City
from tests.mechanisms.complaints.steps import HOTLINE, taken_in

ALL = "/matters/?kind=complaint&state=all"


@pytest.fixture
def complaints(city: City) -> list[str]:
    """Numbers of four: air in 思明 by 12345, water in 湖里 by letter, one that says nothing, one refused."""
    said: list[Mapping[str, Any]] = [
        {"category": "air", "district": "siming", "channel": "hotline"},
        {"category": "water", "district": "huli", "channel": "letter"},
        {"category": "", "district": "", "channel": "hotline"},
        {"category": "air", "district": "huli", "channel": "hotline"},
    ]
    cases = [taken_in(city, text=f"第{number}件：有怪味。", **one) for number, one in enumerate(said)]
    cases[3].do(HOTLINE, "refuse", {"ground": "legal-remedy", "go_where": "可向有关部门提出。"})
    return [case.matter.number for case in cases]


def listed(city: City, query: str) -> set[str]:
    page = city.client(HOTLINE).get(f"{ALL}&{query}").content.decode()
    return set(re.findall(r'<td class="nw q">(\d{4}-\d+)</td>', page))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", {0, 1, 2, 3}),
        ("channel=hotline", {0, 2, 3}),
        ("channel=letter", {1}),
        ("category=air", {0, 3}),
        ("category=none", {2}),
        ("district=huli", {1, 3}),
        ("district=none", {2}),
        ("category=air&district=huli&channel=hotline", {3}),
        ("state=refused&category=air", {3}),
        ("category=nonsense", {0, 1, 2, 3}),
        ("category='; DROP TABLE", {0, 1, 2, 3}),
    ],
)
def test_what_is_chosen_is_what_is_listed(city: City, complaints: list[str], query: str, wanted: set[int]) -> None:
    assert listed(city, query) == {complaints[place] for place in wanted}


def test_the_choices_stand_on_the_page_of_complaints_only_and_what_is_chosen_stays(
    city: City, complaints: list[str]
) -> None:
    client = city.client(HOTLINE)
    page = client.get(f"{ALL}&category=air&district=huli").content.decode()
    for name, label in (("channel", "渠道"), ("category", "类别"), ("district", "所在区")):
        assert f'<label for="by-{name}">{label}</label>' in page
    assert '<option value="huli" selected>' in page
    assert "category=air&amp;district=huli" in page  # sorting, pages and the file keep it
    assert 'for="by-category"' not in client.get("/matters/").content.decode()
    assert 'for="by-category"' not in client.get("/matters/?kind=annual_report").content.decode()
    assert client.get(f"{ALL}&category=air&format=xlsx")["Content-Type"].endswith("spreadsheetml.sheet")


def test_another_kind_chosen_brings_its_own_choices(city: City, complaints: list[str]) -> None:
    client = city.client(HOTLINE)
    htmx = {"HX-Request": "true", "HX-Current-URL": "http://testserver/matters/"}
    answer = client.get("/matters/?kind=complaint&state=open", headers=htmx)
    assert answer["HX-Redirect"] == "/matters/?kind=complaint&state=open"
    same = {**htmx, "HX-Current-URL": "http://testserver/matters/?kind=complaint"}
    rows = client.get(f"{ALL}&category=water", headers=same).content.decode()
    assert "<html" not in rows
    assert 'data-total="1"' in rows


def test_more_complaints_cost_no_more_queries(city: City, complaints: list[str]) -> None:
    client = city.client(HOTLINE)
    url = f"{ALL}&channel=hotline&category=air&district=siming"
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(8):
        taken_in(city, text=f"又一件{number}", category="air", district="siming", channel="hotline")
    with CaptureQueriesContext(connection) as many:
        assert 'data-total="9"' in client.get(url).content.decode()
    assert len(many) == len(few)


def test_the_clerk_registers_from_the_list_and_the_numbers_over_it_say_whose_they_are(
    city: City, complaints: list[str]
) -> None:
    page = city.client(HOTLINE).get("/matters/?kind=complaint").content.decode()
    head = page[page.index('<div class="head">') : page.index('<form class="filters')]
    buttons = re.findall(r'<a class="btn[^"]*" href="([^"]+)">([^<]+)</a>', head)
    assert buttons[0] == ("/complaints/new/", "登记群众反映")
    assert re.search(r'<p class="facts"><span>(各单位|本单位|本区)</span>', head)
