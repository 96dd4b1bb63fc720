"""Suits as the pages answer: the court's forms, its own page, a number and the list behind it, the pages' cost."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.matters.models import Matter
from tests.mechanisms.enforcement.litigation.steps import (
    ANSWER,
    COURT,
    COURT_NAME,
    DOCKET,
    HEAD,
    JUDGMENT,
    LEGAL,
    OFFICER,
    SUIT,
    Suit,
)


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


@pytest.mark.clause("20.1", page="/suits/")
def test_the_court_fills_in_a_suit_from_its_filing_to_its_outcome(city):
    court, bureau = city.client(COURT), city.client(LEGAL)
    form = court.get("/suits/new/").content.decode()
    for word in ("刑事诉讼", "行政诉讼", "民事诉讼", "生态环境损害赔偿诉讼", "公益诉讼"):
        assert word in form
    assert court.post("/suits/new/", {**SUIT, **DOCKET}).status_code == 302
    matter = Matter.objects.get(kind="litigation")
    assert post(court, matter, "record_service", {"on": "2026-11-20"}).status_code == 302
    page = bureau.get(f"/matters/{matter.public_id}/").content.decode()
    assert "提交答辩和证据" in page
    assert "12月5日" in page
    assert post(bureau, matter, "answer_suit", ANSWER).status_code == 302
    assert post(court, matter, "record_milestone", {"milestone": "hearing", "on": "2026-11-22"}).status_code == 302
    assert post(court, matter, "record_court_judgment", JUDGMENT).status_code == 302
    assert post(court, matter, "take_effect", {"effective_on": "2026-11-22"}).status_code == 302
    assert post(court, matter, "conclude_litigation", {"on": "2026-11-22", "note": "判决已履行"}).status_code == 302
    overview = court.get("/suits/").content.decode()
    assert "驳回诉讼请求1件" in overview
    judgment = bureau.get(f"/matters/{matter.public_id}/?tab=judgment").content.decode()
    assert "驳回诉讼请求" in judgment


def test_a_number_is_the_length_of_its_list(city):
    for sort in ("civil", "civil", "criminal"):
        Suit(city, sort=sort, agency=None, agency_role=None)
    decided = Suit(city)
    decided.do(COURT, "record_court_judgment", JUDGMENT)
    suits = list(Matter.objects.filter(kind="litigation").values_list("public_id", flat=True))
    client = city.client(COURT)
    page = client.get("/suits/").content.decode()
    links = re.findall(r'href="(/matters/\?[^"]*)"[^>]*>[^<]*?(?:<b>)?(\d+)(?:</b>)?件', page)
    assert len(links) >= 6
    for address, number in links:
        listed = client.get(address.replace("&amp;", "&")).content.decode()
        found = [one for one in suits if f"/matters/{one}/" in listed]
        assert len(found) == int(number), address


def test_who_is_named_in_none_finds_none(city):
    Suit(city)
    other = city.client("water-bureau.principal").get("/suits/").content.decode()
    assert "还没有您知情的诉讼案件" in other
    assert "市生态环境局" not in other


def test_the_department_enters_the_courts_paper_with_its_scan(city):
    suit = Suit(city, OFFICER, docket=False)
    client = city.client(OFFICER)
    bare = post(client, suit.matter, "accept_suit", DOCKET)
    assert bare.status_code == 409
    assert "代谁登记" in bare.content.decode()
    piece = SimpleUploadedFile("受理通知书.txt", "受理通知书".encode())
    whole = post(client, suit.matter, "accept_suit", {**DOCKET, "scan": piece, "_on_behalf_of": COURT_NAME})
    assert whole.status_code == 302
    assert suit.state == "trial"


def test_the_pages_cost_a_constant_number_of_queries(city, django_assert_max_num_queries):
    suit = Suit(city)
    suit.do(COURT, "record_service", {"on": "2026-11-20"})
    for _ in range(6):
        suit.do(COURT, "record_milestone", {"milestone": "exchange", "on": "2026-11-22"})
    client = city.client(HEAD)
    for address in (f"/matters/{suit.matter.public_id}/", f"/matters/{suit.matter.public_id}/?tab=judgment", "/suits/"):
        client.get(address)
        with django_assert_max_num_queries(60):
            client.get(address)
