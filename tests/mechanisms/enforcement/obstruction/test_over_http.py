"""Police support and obstruction as the pages answer: both sides, on paper too, and the pages' cost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.matters.models import Matter
from tests.mechanisms.enforcement.obstruction.steps import (
    AGREED,
    ASKED,
    FOR_POLICE,
    HANDLED,
    HINDERED,
    OFFICER,
    PAPERS,
    POLICE,
    PUNISHED,
    Obstructed,
    Support,
    officers,
)

SCAN = b"%PDF-1.4\n%%EOF\n"


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


@pytest.mark.clause("19.1", page="/matters/?kind=police_support")
def test_support_goes_its_road_on_the_pages(city):
    officer, police = city.client(OFFICER), city.client(POLICE)
    assert "拒不配合检查" in officer.get("/police-support/new/").content.decode()
    assert officer.post("/police-support/new/", {**ASKED, "officers": officers(city)}).status_code == 302
    matter = Matter.objects.get(kind="police_support")
    assert "上次检查被门卫阻拦" in police.get(f"/matters/{matter.public_id}/answer_support/").content.decode()
    assert post(police, matter, "answer_support", AGREED).status_code == 302
    assert post(police, matter, "handle_support", HANDLED).status_code == 302
    page = officer.get(f"/matters/{matter.public_id}/").content.decode()
    assert "维持现场秩序" in page
    assert post(officer, matter, "close_support", {"text": "检查完成。"}).status_code == 302


@pytest.mark.clause("19.2", page="/matters/?kind=obstruction")
def test_obstruction_goes_its_road_on_the_pages(city):
    officer, police = city.client(OFFICER), city.client(POLICE)
    assert officer.post("/obstruction/new/", {**HINDERED, "officers": officers(city)}).status_code == 302
    matter = Matter.objects.get(kind="obstruction")
    assert police.get(f"/matters/{matter.public_id}/").status_code == 404
    answer = post(officer, matter, "report_obstruction")
    assert answer.status_code == 422
    assert "还缺4种材料" in answer.content.decode()
    for paper in PAPERS:
        assert post(officer, matter, "add_piece", {"paper": paper, "pages": "2"}).status_code == 302
    assert post(officer, matter, "report_obstruction").status_code == 302
    assert "门卫锁门并推搡" in police.get(f"/matters/{matter.public_id}/").content.decode()
    assert post(police, matter, "receive_obstruction", {"receipt_number": "厦公受〔2026〕18号"}).status_code == 302
    assert post(police, matter, "decide_obstruction", PUNISHED).status_code == 302
    told = police.get(f"/matters/{matter.public_id}/tell_obstruction/").content.decode()
    assert "治安管理处罚，厦公行罚〔2026〕9号：行政拘留三日" in told  # asked once
    assert post(police, matter, "tell_obstruction", {"text": "已处罚，厦公行罚〔2026〕9号。"}).status_code == 302
    assert "厦公行罚〔2026〕9号" in officer.get(f"/matters/{matter.public_id}/").content.decode()


def test_what_came_on_paper_is_entered_with_the_scan(city):
    officer, road = city.client(OFFICER), Obstructed(city)
    road.to_reported()
    data = {"receipt_number": "厦公受〔2026〕18号"}
    refused = post(officer, road.matter, "receive_obstruction", data)
    assert refused.status_code == 409
    assert "代谁登记" in refused.content.decode()
    data |= {"scan": SimpleUploadedFile("回执.pdf", SCAN), "_on_behalf_of": FOR_POLICE}
    assert post(officer, road.matter, "receive_obstruction", data).status_code == 302
    page = officer.get(f"/matters/{road.matter.public_id}/").content.decode()
    assert FOR_POLICE in page


def test_everybody_else_finds_nothing(city):
    support, report = Support(city), Obstructed(city)
    for who in ("committee-office.director", "ecology-bureau.liaison"):
        client = city.client(who)
        for road in (support, report):
            assert client.get(f"/matters/{road.matter.public_id}/").status_code == 404
            listed = client.get(f"/matters/?kind={road.matter.kind}&state=all").content.decode()
            assert str(road.matter.public_id) not in listed
    assert (
        "请公安联动" not in city.client("ecology-bureau.liaison").get("/matters/?kind=police_support").content.decode()
    )


def test_the_pages_cost_a_constant_number_of_queries(city, django_assert_max_num_queries):
    support, report = Support(city), Obstructed(city)
    report.to_decided()
    client = city.client(OFFICER)
    addresses = [
        f"/matters/{support.matter.public_id}/?tab=support",
        *(f"/matters/{report.matter.public_id}/?tab={tab}" for tab in ("report", "concerned", "pieces", "named")),
        "/obstruction/new/",
    ]
    for address in addresses:
        client.get(address)
        with django_assert_max_num_queries(65):
            client.get(address)
