"""Clues as the pages answer: forms with what is known filled in, both sides, the pages' cost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.matters.models import Matter
from ecoduty.mechanisms.enforcement.clues.models import ClueEvidence
from tests.mechanisms.enforcement.clues.steps import HEAD, NOT_FILED, RECEIVER, SEEN, SENDER, Road

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
    "0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


@pytest.mark.clause("18.2", page="/matters/?kind=clue")
@pytest.mark.clause("18.2", page="/clues/new/")
def test_a_clue_goes_its_road_on_the_pages(city):
    sender, receiver, head = city.client(SENDER), city.client(RECEIVER), city.client(HEAD)
    form = sender.get("/clues/new/").content.decode()
    assert "违法排放废水、废气、噪声（转市生态环境局）" in form
    assert "船舶污染（函告海事管理机构）" in form
    assert sender.post("/clues/new/", {**SEEN, "file": SimpleUploadedFile("现场.png", PICTURE)}).status_code == 302
    matter = Matter.objects.get(kind="clue")
    piece = ClueEvidence.objects.get(clue=matter.pk)
    shown = receiver.get(f"/files/{piece.file.public_id}/")
    assert b"".join(shown.streaming_content) == PICTURE
    waiting = receiver.get("/matters/?kind=clue").content.decode()
    assert "甲公司" in waiting
    assert "甲公司" in receiver.get("/").content.decode()  # it is the receiver's turn
    assert post(receiver, matter, "sign_for_clue").status_code == 302
    assert post(receiver, matter, "accept_clue").status_code == 302
    assert post(receiver, matter, "conclude_clue", NOT_FILED).status_code == 302
    told = receiver.get(f"/matters/{matter.public_id}/report_back_clue/").content.decode()
    assert f"不予立案。{NOT_FILED['reason']}" in told  # asked once
    assert post(receiver, matter, "report_back_clue", {"text": "经核查不予立案。"}).status_code == 302
    page = sender.get(f"/matters/{matter.public_id}/?tab=outcome").content.decode()
    assert "经核查不予立案。" in page
    assert "提出不同意见" in page
    assert post(sender, matter, "object_to_clue_report", {"text": "采样不在排放时段，请择时再查。"}).status_code == 302
    assert "采样不在排放时段" in head.get(f"/matters/{matter.public_id}/answer_clue_objection/").content.decode()
    again = {"again": "no", "text": "在线数据也未超标，维持"}
    assert post(head, matter, "answer_clue_objection", again).status_code == 302
    page = sender.get(f"/matters/{matter.public_id}/?tab=outcome").content.decode()
    assert "维持原来的结论" in page


def test_a_body_with_a_team_is_told_in_the_form_and_refused(city):
    client = city.client("transport-bureau.liaison")
    assert "道路运输、公路施工污染（本单位应自己查处）" in client.get("/clues/new/").content.decode()
    answer = client.post("/clues/new/", {**SEEN, "conduct": "road-transport"})
    assert answer.status_code == 422
    assert "自己依法查处" in answer.content.decode()


def test_given_back_the_form_knows_where_it_belongs(city):
    road = Road(city)
    given = {"reason": "排水口属市政管网", "belongs_to": "urban-enforcement-bureau"}
    assert post(city.client(RECEIVER), road.matter, "return_clue", given).status_code == 302
    form = city.client(SENDER).get(f"/matters/{road.matter.public_id}/resend_clue/").content.decode()
    assert 'value="urban-enforcement-bureau" selected' in form


def test_everybody_else_does_not_find_it(city):
    road = Road(city)
    for who in ("committee-office.director", "water-bureau.principal"):
        client = city.client(who)
        assert client.get(f"/matters/{road.matter.public_id}/").status_code == 404
        assert "甲公司" not in client.get("/matters/?kind=clue&state=all").content.decode()
        assert str(road.matter.public_id) not in client.get("/search/?q=甲公司").content.decode()


def test_filters_narrow_the_list(city):
    Road(city)
    client = city.client(RECEIVER)
    for asked, found in (
        ("conduct=discharge", True), ("conduct=muck", False), ("district=haicang", True), ("district=none", False),
        ("outcome=filed", False),
    ):  # fmt: skip
        assert ("甲公司" in client.get(f"/matters/?kind=clue&{asked}").content.decode()) is found, asked


def test_the_pages_cost_a_constant_number_of_queries(city, django_assert_max_num_queries):
    road = Road(city)
    road.to_reported()
    client = city.client(SENDER)
    for tab in ("clue", "outcome"):
        address = f"/matters/{road.matter.public_id}/?tab={tab}"
        client.get(address)
        with django_assert_max_num_queries(60):
            client.get(address)
    client.get("/clues/new/")
    with django_assert_max_num_queries(40):
        client.get("/clues/new/")
