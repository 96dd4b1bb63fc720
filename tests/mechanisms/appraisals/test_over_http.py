"""Target letters and portraits as their pages answer; clauses 2.2, 2.3 and 23.1 are shown here."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from ecoduty.casework.figures.snapshots import snapshot
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from tests.mechanisms.appraisals.steps import BODY, DIRECTOR, HEAD, OFFICE, SIGNED, USER, Letter
from tests.mechanisms.work_plans.steps import ISSUER, Work


def post(client, pk, act, data):
    matter = Matter.objects.get(pk=pk)
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": matter.version, **data})


@pytest.mark.clause("2.3", page="/matters/?kind=target_letter")
def test_a_letter_is_drawn_up_signed_and_scored_on_the_pages(city):
    office, body, head = city.client(OFFICE), city.client(BODY), city.client(HEAD)
    assert office.post("/target-letters/new/", {"body": "water-bureau", "year": "2026"}).status_code == 302
    letter = Matter.objects.get(kind="target_letter")
    page = office.get(f"/matters/{letter.public_id}/").content.decode()
    assert "重点任务按期完成" in page
    assert "分值 × （任务按期办结 占 任务办结和逾期 的比例）" in page
    assert "<code" in page  # whoever writes it sees how it is written
    assert post(office, letter.pk, "send_for_signing", {}).status_code == 302
    assert post(head, letter.pk, "sign_letter", SIGNED).status_code == 302
    assert post(office, letter.pk, "open_scoring", {"as_of": "2026-11-22"}).status_code == 302
    page = body.get(f"/matters/{letter.public_id}/").content.decode()
    assert "还没有填" in page
    refused = post(body, letter.pk, "submit_self_score", {})
    assert refused.status_code == 422
    assert "还没有填" in refused.content.decode()
    given = {"code": "own-field", "value": "90", "source": "年度总结第3页"}
    assert post(body, letter.pk, "enter_value", given).status_code == 302
    page = body.get(f"/matters/{letter.public_id}/").content.decode()
    assert "年度总结第3页" in page
    assert "填报的数 ÷ 100" in page
    assert not re.search(r"weight|share\(|closed_in_time\]", page)
    assert city.client("construction-bureau.liaison").get(f"/matters/{letter.public_id}/").status_code == 404


def test_every_number_of_a_score_opens_the_list_behind_it(city):
    letter = Letter(city)
    letter.to_reviewed()
    client = city.client(BODY)
    page = client.get(f"/matters/{letter.matter.public_id}/").content.decode()
    links = re.findall(r'<a class="under" href="(/matters/\?figure=[^"]+)">(\d+)</a>', page)
    assert len(links) >= 8
    for address, number in links:
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert f"共<b>{number}</b>件" in answer.content.decode()


def test_figures_of_a_night_open_the_list_of_that_night_and_what_the_year_began_with_its_own(city):
    for night in (date(2025, 12, 31), date(2026, 11, 21)):
        Work(city).applied().do(ISSUER, "accept_task", {"opinion": "抽查合格"})
        snapshot(night)
    Work(city).under_way()
    letter = Letter(city)
    letter.to_signed()
    letter.do("open_scoring", {"as_of": "2026-11-21"})
    client = city.client(BODY)
    page = client.get(f"/matters/{letter.matter.public_id}/").content.decode()
    assert '减年初<a class="under" href="/cockpit/list/?on=2025-12-31&amp;figure=task.closed_in_time' in page
    links = re.findall(r'<a class="under" href="(/cockpit/list/[^"]+)">(\d+)</a>', page)
    assert len(links) >= 8
    assert not re.search(r'href="/matters/\?figure=', page)
    for address, number in links:
        assert f'data-total="{number}"' in client.get(address.replace("&amp;", "&")).content.decode(), address


@pytest.mark.clause("23.1", page="/matters/?kind=target_letter")
def test_the_organisation_department_sees_the_result_and_says_what_it_was_used_for(city):
    letter = Letter(city)
    letter.to_approved()
    user = city.client(USER)
    address = f"/matters/{letter.matter.public_id}/"
    assert user.get(address).status_code == 404
    letter.do("publish_result", {"address": "https://office.example.gov.cn/8", "published_on": "2026-11-22"})
    letter.do("deliver_result", {"number": "厦环委办〔2026〕30号"})
    assert letter.matter.title in user.get("/matters/?kind=target_letter&state=delivered").content.decode()
    given = {"sort": "performance", "used_on": "2026-11-22", "note": "计入领导班子年度实绩"}
    assert post(user, letter.pk, "register_use", given).status_code == 302
    assert "计入领导班子年度实绩" in user.get(f"{address}?tab=uses").content.decode()
    assert "计入领导班子年度实绩" in city.client(DIRECTOR).get(f"{address}?tab=uses").content.decode()


@pytest.mark.clause("2.2", page="/portraits/")
def test_a_portrait_says_who_answers_and_what_was_met(city):
    client = city.client(HEAD)
    page = client.get("/portraits/").content.decode()
    assert "市水利局" in page
    assert "市住建局" not in page
    page = client.get("/portraits/water-bureau/").content.decode()
    assert "党政主要负责人" in page
    assert "市水利局主要负责人" in page
    assert "半年" in page
    for address, number in re.findall(r'href="(/matters/\?figure=[^"]+)">(\d+)</a>', page):
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert f"共<b>{number}</b>件" in answer.content.decode()
    assert client.get("/portraits/construction-bureau/").status_code == 404
    assert city.client(OFFICE).get("/portraits/construction-bureau/").status_code == 200
    assert city.client("hotline-office.hotline-clerk").get("/portraits/water-bureau/").status_code == 404


def test_pages_ask_no_more_for_more_indicators(city, django_assert_max_num_queries):
    letter = Letter(city)
    letter.to_reviewed()
    client = city.client(BODY)
    client.get(f"/matters/{letter.matter.public_id}/")
    with django_assert_max_num_queries(45):
        client.get(f"/matters/{letter.matter.public_id}/")
    with django_assert_max_num_queries(30):
        city.client(OFFICE).get("/portraits/")


def test_in_january_the_letter_of_the_year_before_is_still_the_last_one(city):
    letter = Letter(city)
    letter.do("send_for_signing")
    city.clock.move_to(datetime(2027, 1, 20, 10, 0, tzinfo=SHANGHAI))
    page = city.client(OFFICE).get("/portraits/").content.decode()
    assert letter.matter.title in page
