"""Eco-damage compensation as the pages answer: forms with what is known, the tabs, the pages' cost."""

from __future__ import annotations

from ecoduty.casework.matters.models import Matter
from tests.mechanisms.enforcement.damage.steps import COURT, HEAD, OFFICER, PROCURATORATE, SECOND, Road, clue


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


def test_a_clue_is_registered_checked_and_filed_on_the_pages(city):
    officer, head = city.client(OFFICER), city.client(HEAD)
    form = officer.get("/eco-damage/new/").content.decode()
    assert "生态环境保护督察" in form
    assert f'value="{city.actor(SECOND).person}"' in form
    assert head.get("/eco-damage/new/").status_code == 403
    assert officer.post("/eco-damage/new/", clue(city)).status_code == 302
    matter = Matter.objects.get(kind="eco_damage")
    checked = {"checked_on": "2026-11-20", "finding": "not", "ground": "manifestly-slight", "text": "损害轻微"}
    assert post(officer, matter, "report_damage_check", checked).status_code == 302
    refused = head.get(f"/matters/{matter.public_id}/do_not_start/").content.decode()
    assert '<option value="manifestly-slight" selected' in refused
    assert post(head, matter, "file_damage", {"number": "厦环赔立〔2026〕3号"}).status_code == 302
    page = officer.get(f"/matters/{matter.public_id}/").content.decode()
    assert "委托评估" in page
    assert "损害显著轻微" not in page


def test_the_suit_brings_its_judgment_into_the_form(city):
    road = Road(city)
    road.to_sued()
    suit = Matter.objects.get(kind="litigation")
    court = city.client(COURT)
    accepted = {"docket_number": "（2026）闽02民初7号", "accepted_on": "2026-11-22"}
    assert post(court, suit, "accept_suit", accepted).status_code == 302
    judged = {"outcome": "partly", "number": "（2026）闽02民初7号判决", "judged_on": "2026-11-22", "awarded": "400000"}
    assert post(court, suit, "record_court_judgment", judged).status_code == 302
    assert post(court, suit, "take_effect", {"effective_on": "2026-11-22"}).status_code == 302
    form = city.client(OFFICER).get(f"/matters/{road.matter.public_id}/record_damage_judgment/").content.decode()
    assert "（2026）闽02民初7号判决" in form
    assert "诉讼案件" in form
    tab = city.client(OFFICER).get(f"/matters/{road.matter.public_id}/?tab=claim").content.decode()
    assert f"/matters/{suit.public_id}/" in tab


def test_the_pages_cost_a_constant_number_of_queries(city, django_assert_max_num_queries):
    road = Road(city)
    road.confirmed()
    for _ in range(5):
        road.do(OFFICER, "record_performance", {"on": "2026-12-24", "paid": "1000", "text": "支付一笔"})
    client = city.client(HEAD)
    for tab in ("case", "claim", "restoration", "concerned", "pieces", "named"):
        address = f"/matters/{road.matter.public_id}/?tab={tab}"
        client.get(address)
        with django_assert_max_num_queries(60):
            page = client.get(address)
        assert page.status_code == 200


def test_the_procuratorate_finds_nothing_before_its_day(city):
    road = Road(city)
    client = city.client(PROCURATORATE)
    for address in (f"/matters/{road.matter.public_id}/", f"/matters/{road.matter.public_id}/ledger/"):
        assert client.get(address).status_code == 404
    assert road.matter.title not in client.get("/matters/?kind=eco_damage&state=all").content.decode()
