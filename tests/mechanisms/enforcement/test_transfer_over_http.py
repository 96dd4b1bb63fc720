"""Criminal transfers as the pages answer: every office on its own screen, the scans, the two countings, the pages' cost."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from tests.mechanisms.enforcement.transfer_steps import (
    GOODS,
    HAND_BACK,
    HEAD,
    LETTER,
    NUMBER,
    OFFICER,
    POLICE,
    PROCURATORATE,
    REASONED,
    RECEIPT,
    SEND,
    TITLE,
    Road,
)

REPORT = {"crime": "pollution", "facts_found": "总排口铅超标五倍。", "lawful": "true", "proved": "true"}
TABS = ("road", "concerned", "pieces", "named")


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


@pytest.mark.clause("18.3", page="/matters/?kind=criminal_transfer")
def test_a_case_goes_its_road_on_the_pages(city):
    officer, head, police, prosecutor = (city.client(who) for who in (OFFICER, HEAD, POLICE, PROCURATORATE))
    form = officer.get("/transfers/new/").content.decode()
    assert "两名以上执法人员" in form
    team = [city.actor(who).person for who in (OFFICER, "ecology-bureau.enforcement-officer-2")]
    given = {"title": TITLE, "group": "environment", "officers": team}
    assert officer.post("/transfers/new/", given).status_code == 302
    matter = Matter.objects.get(kind="criminal_transfer")
    here = f"/matters/{matter.public_id}/"
    assert TITLE in officer.get("/matters/?kind=criminal_transfer").content.decode()
    assert TITLE not in police.get("/matters/?kind=criminal_transfer").content.decode()
    assert post(officer, matter, "report_transfer", REPORT).status_code == 302
    asked = head.get(f"{here}approve_transfer/").content.decode()
    assert "总排口铅超标五倍" in asked
    assert "还缺" in asked
    assert post(head, matter, "approve_transfer").status_code == 302
    refused = post(officer, matter, "send_transfer", SEND)
    assert refused.status_code == 422
    assert "案件移送书" in refused.content.decode()
    for code in ("transfer-letter", "inventory", "investigation-report", "site-record"):
        file = SimpleUploadedFile(f"{code}.txt", f"{code}的内容".encode())
        assert post(officer, matter, "add_piece", {"paper": code, "file": file, "original": "true"}).status_code == 302
    for code in ("inquiry-record", "goods-list", "photos", "monitoring-report"):
        assert post(officer, matter, "no_such_paper", {"paper": code, "reason": "本案没有此项"}).status_code == 302
    assert post(officer, matter, "send_transfer", SEND).status_code == 302
    form = police.get(f"{here}receive_transfer/").content.decode()
    assert f'value="{LETTER}"' in form
    assert post(police, matter, "receive_transfer", RECEIPT).status_code == 302
    assert post(police, matter, "decide_filing", NUMBER).status_code == 302
    assert post(police, matter, "notify_filing", NUMBER).status_code == 302
    assert post(officer, matter, "hand_over_goods", GOODS).status_code == 302
    assert post(police, matter, "transfer_to_prosecution", NUMBER).status_code == 302
    assert post(prosecutor, matter, "decide_non_prosecution", {**REASONED, "ground": "minor"}).status_code == 302
    assert post(prosecutor, matter, "notify_non_prosecution", NUMBER).status_code == 302
    assert post(officer, matter, "hand_back", HAND_BACK).status_code == 302
    page = prosecutor.get(here).content.decode()
    assert RECEIPT["receipt_number"] in page
    assert "不起诉" in page


def test_the_paper_of_the_police_is_entered_with_its_scan(city):
    road = Road(city)
    road.to_sent()
    officer = city.client(OFFICER)
    here = f"/matters/{road.matter.public_id}/receive_transfer/"
    assert f'value="{LETTER}"' not in officer.get(here).content.decode()
    told = post(officer, road.matter, "receive_transfer", RECEIPT)
    assert (told.status_code, "代为登记的" in told.content.decode()) == (409, True)
    scan = SimpleUploadedFile("回执.txt", "回执".encode())
    entered = post(officer, road.matter, "receive_transfer", {**RECEIPT, "scan": scan, "_on_behalf_of": "厦门市公安局"})
    assert entered.status_code == 302
    piece = road.matter.pieces.get(code="received-paper")
    read = city.client(POLICE).get(f"/files/{piece.file.public_id}/")
    assert b"".join(read.streaming_content) == "回执".encode()
    assert city.client("water-bureau.principal").get(f"/files/{piece.file.public_id}/").status_code == 404


def test_the_number_of_the_letter_is_taken_from_the_letter(city):
    road = Road(city)
    road.to_approved()
    road.do(OFFICER, "add_piece", {"paper": "transfer-letter", "pages": 2, "number": LETTER})
    form = city.client(OFFICER).get(f"/matters/{road.matter.public_id}/send_transfer/").content.decode()
    assert f'value="{LETTER}"' in form


def test_a_list_of_papers_is_shown_at_its_leg_and_links_to_whose_they_are(city):
    road = Road(city)
    road.to_received()
    address = f"/matters/{road.matter.public_id}/?tab=pieces"
    page = city.client(OFFICER).get(address).content.decode()
    assert "立案监督建议书" not in page
    assert "add_piece" in page
    assert "add_piece" not in city.client(POLICE).get(address).content.decode()
    road.do(POLICE, "decide_not_filing", REASONED)
    road.do(POLICE, "notify_not_filing", NUMBER)
    assert "立案监督建议书" in city.client(OFFICER).get(address).content.decode()


def test_both_days_for_reconsideration_stand_on_the_page(city):
    city.clock.move_to(datetime(2026, 11, 27, 9, 0, tzinfo=SHANGHAI))
    road = Road(city)
    road.to_not_filed()
    here = f"/matters/{road.matter.public_id}/"
    for address in (here, f"{here}apply_reconsideration/"):
        page = city.client(OFFICER).get(address).content.decode()
        assert "12月2日" in page
        assert "11月30日" in page
        assert "3个工作日" in page
        assert "3个自然日" in page


def test_a_paper_that_is_due_within_a_day_says_until_when(city):
    road = Road(city)
    road.to_received()
    page = city.client(POLICE).get(f"/matters/{road.matter.public_id}/ask_materials/").content.decode()
    assert "11月23日 10:00" in page


def test_the_pages_cost_a_constant_number_of_queries(city, django_assert_max_num_queries):
    road = Road(city)
    road.to_received()
    for _ in range(6):
        road.do(POLICE, "ask_evidence", {"wanted": "补充采样记录。"})
        road.do(OFFICER, "supply_evidence", {"answer": "已补充采样记录。"})
    client = city.client(OFFICER)
    for tab in TABS:
        address = f"/matters/{road.matter.public_id}/?tab={tab}"
        client.get(address)
        with django_assert_max_num_queries(75):
            client.get(address)


def test_everybody_else_is_told_that_there_is_nothing(city):
    road = Road(city)
    road.to_received()
    here = f"/matters/{road.matter.public_id}/"
    for who in ("ecology-bureau.liaison", "court.linkage-officer", "committee-office.director"):
        client = city.client(who)
        assert {client.get(f"{here}{part}").status_code for part in ("", "decide_filing/", "?tab=pieces")} == {404}
        assert client.get("/transfers/new/").status_code == 403
