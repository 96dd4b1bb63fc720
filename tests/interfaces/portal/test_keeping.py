"""Pages sent again from memory: the same bytes and headers, asked of nobody, until something shown changes."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.publications.models import PublishedItem
from ecoduty.interfaces.portal import answering
from ecoduty.interfaces.portal.answering import Drawn, State
from ecoduty.interfaces.portal.keeping import Kept, Shelf
from ecoduty.kernel.clock import now, today

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
OWN = {"Date", "X-Request-ID"}


@pytest.fixture
def kept(settings, monkeypatch):
    """Looks hold for an hour; `kept()` makes the next one due."""
    settings.PORTAL_LOOK_SECONDS = 3600.0
    looks = answering._Looks()
    monkeypatch.setattr(answering, "_looks", looks)
    return looks.seen.clear


def headers(response):
    return {name: value for name, value in response.items() if name not in OWN}


@pytest.mark.parametrize(
    "address", ["/portal/", "/portal/feed.atom", "/portal/published.json", "/portal/sitemap.xml", "/robots.txt"]
)
def test_page_is_sent_again_without_a_question_to_the_database(published, kept, address):
    reader = Client()
    first = reader.get(address)
    with CaptureQueriesContext(connections["portal"]) as asked:
        again = reader.get(address)
        unchanged = reader.get(address, headers={"If-None-Match": first["ETag"]})
    assert len(asked) == 0
    assert (again.content, headers(again)) == (first.content, headers(first))
    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", first["ETag"])
    assert unchanged["Cache-Control"] == "public, max-age=60"


def test_what_changed_is_drawn_anew_at_the_next_look(published, publish, kept):
    reader = Client()
    first = reader.get("/portal/")
    publish("urban-enforcement-bureau", 31)
    assert reader.get("/portal/").content == first.content
    kept()
    assert reader.get("/portal/").content != first.content


def test_what_was_taken_down_is_gone_after_the_look(published, kept):
    reader, item = Client(), published["water-bureau"]
    assert "整治排口十二个" in reader.get(f"/portal/items/{item.public_id}/").content.decode()
    PublishedItem.objects.filter(pk=item.pk).update(content=None, withdrawn_on=today(), withdrawn_reason="附表有误。")
    kept()
    assert "整治排口十二个" not in reader.get(f"/portal/items/{item.public_id}/").content.decode()


def test_another_day_host_or_type_size_is_another_page(published, kept, clock, settings):
    settings.ALLOWED_HOSTS = ["testserver", "www.example.gov.cn"]
    reader = Client()
    tags = [reader.get("/portal/")["ETag"], reader.get("/portal/", headers={"host": "www.example.gov.cn"})["ETag"]]
    reader.cookies["portal_large"] = "1"
    tags.append(reader.get("/portal/")["ETag"])
    clock.advance(timedelta(days=1))
    tags.append(reader.get("/portal/")["ETag"])
    assert len(set(tags)) == 4
    assert "evil.example" not in reader.get("/portal/feed.atom", headers={"host": "evil.example"}).content.decode()


def test_what_answers_one_person_is_kept_nowhere(planned, kept):
    reader = Client()
    for address in ("/portal/complain/", "/portal/complaints/", "/portal/complaints/code/"):
        assert reader.get(address)["Cache-Control"] == "no-store"
        with CaptureQueriesContext(connections["portal"]) as asked:
            reader.get(address)
        assert len(asked) > 0


def test_head_says_what_get_says(published, kept):
    reader = Client()
    said = headers(reader.head("/portal/plan/"))
    assert said == headers(reader.get("/portal/plan/")) == headers(reader.head("/portal/plan/"))
    assert int(said["Content-Length"]) > 10_000


def test_shelf_lets_go_of_what_was_asked_for_longest_ago():
    shelf = Shelf(most=40_000)
    drawn = Drawn(State("", now(), today()), None, '"x"')
    for number in range(3):
        shelf.put((number,), Kept(drawn, b"x" * 10_000, {}, None))
    shelf.take((0,))
    shelf.put((3,), Kept(drawn, b"x" * 10_000, {}, None))
    assert [shelf.take((number,)) is not None for number in range(4)] == [True, False, True, True]
    shelf.put((3,), Kept(drawn, b"x" * 5_000_000, {}, None))
    assert shelf.bytes <= 40_000


def test_sitemap_names_what_has_an_address_and_robots_leads_to_it(published, listed):
    reader = Client()
    robots = reader.get("/robots.txt").content.decode()
    assert "Disallow: /portal/complaints/" in robots
    assert "Sitemap: http://testserver/portal/sitemap.xml" in robots
    found = ET.fromstring(reader.get("/portal/sitemap.xml").content)
    places = {one.findtext("s:loc", namespaces=SITEMAP): one for one in found}
    item = published["water-bureau"]
    assert (
        places[f"http://testserver/portal/items/{item.public_id}/"].findtext("s:lastmod", namespaces=SITEMAP)
        == "2027-01-30"
    )
    assert f"http://testserver/portal/lists/{listed[1].pk}/" in places
    for address in places:
        assert reader.get(address.removeprefix("http://testserver")).status_code == 200, address


def test_long_sitemap_comes_in_parts(published, monkeypatch):
    monkeypatch.setattr("ecoduty.interfaces.portal.sitemap.MOST", 20)
    reader = Client()
    index = ET.fromstring(reader.get("/portal/sitemap.xml").content)
    parts = [one.findtext("s:loc", namespaces=SITEMAP) for one in index]
    assert len(parts) > 1
    sizes = [len(ET.fromstring(reader.get(part.removeprefix("http://testserver")).content)) for part in parts]
    assert sizes[:-1] == [20] * (len(parts) - 1)
    assert reader.get("/portal/sitemap.xml?part=999").status_code == 404
    assert reader.get("/portal/sitemap.xml?part=x").status_code == 404
