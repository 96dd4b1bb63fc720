"""Requests for cooperation as the pages answer; clauses 7.2–7.4 are shown here."""

from __future__ import annotations

import html
import re

import pytest

from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from tests.mechanisms.coordination.steps import ITEM, POINTS, Road, at
from tests.mechanisms.work_plans.steps import Work

LIST = "/matters/?kind=cooperation"
NEW = {
    "partners": "construction-bureau",
    "item": ITEM,
    "reason": "流域水质不达标，错接点都在市政管网一侧。",
    "points": "\n".join(POINTS),
}


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


@pytest.mark.clause("7.2", page="/matters/?kind=cooperation")
def test_a_lead_asks_and_the_supporter_answers_point_by_point(city):
    lead, supporter = city.client("water-bureau.liaison"), city.client("construction-bureau.liaison")
    form = lead.get("/cooperation/new/").content.decode()
    assert "市建设局" in form
    assert 'value="water-bureau"' not in form
    missing = lead.post("/cooperation/new/", {"partners": "construction-bureau", "item": ITEM})
    assert missing.status_code == 422
    assert f'value="{ITEM}"' in missing.content.decode()
    assert lead.post("/cooperation/new/", NEW).status_code == 302
    matter = Matter.objects.get(kind="cooperation")
    assert ITEM in supporter.get(LIST).content.decode()
    page = supporter.get(f"/matters/{matter.public_id}/").content.decode()
    assert POINTS[0] in page
    assert "还没有答复" in page
    assert POINTS[1] in supporter.get(f"/matters/{matter.public_id}/answer/").content.decode()
    assert post(supporter, matter, "receive").status_code == 302
    assert post(supporter, matter, "answer", {"text": "清单已报送，接驳已完成并回传。"}).status_code == 302
    refused = post(lead, matter, "accept", {"covered": ["0"]})
    assert refused.status_code == 422
    assert POINTS[1] in refused.content.decode()
    assert post(lead, matter, "accept", {"covered": ["0", "1"]}).status_code == 302
    assert ITEM not in city.client("ocean-bureau.liaison").get(LIST).content.decode()


@pytest.mark.clause("7.2", page="/cooperation/liaisons/")
def test_the_lead_of_a_task_asks_whoever_has_not_handed_in_its_part(city):
    task = Work(city).under_way().matter
    page = city.client("water-bureau.liaison").get(f"/matters/{task.public_id}/?tab=parts").content.decode()
    address = html.unescape(re.search(r'href="(/cooperation/new/[^"]+)"', page)[1])
    form = city.client("water-bureau.liaison").get(address).content.decode()
    assert f'value="{task.number}"' in form
    assert 'value="construction-bureau" checked' in form
    assert "/cooperation/new/" not in city.client("construction-bureau.liaison").get(
        f"/matters/{task.public_id}/?tab=parts"
    ).content.decode()  # fmt: skip
    lead = city.client("water-bureau.liaison")
    assert lead.post("/cooperation/new/", {**NEW, "about": task.number}).status_code == 302
    assert ITEM in lead.get(f"/matters/{task.public_id}/").content.decode()


@pytest.mark.clause("7.3", page="/matters/?kind=cooperation")
@pytest.mark.clause("7.4", page="/matters/?kind=cooperation")
def test_the_lead_releases_every_rung_and_the_record_goes_up(city):
    road = Road(city)
    city.clock.move_to(at(12, 7))
    sweep()
    deputy = city.client("water-bureau.deputy")
    page = deputy.get(f"/matters/{road.matter.public_id}/?tab=ladder").content.decode()
    assert "平台已拟好，等牵头单位放行" in page
    assert post(deputy, road.matter, "release_rung", {"rung": road.rung("talk").pk}).status_code == 302
    road.climb(at(12, 15), "meeting", "deputy")
    road.climb(at(12, 23), "reminder-letter", "principal")
    road.climb(at(1, 4, year=2027), "report", "principal")
    supporter = city.client("construction-bureau.liaison")
    assert post(supporter, road.matter, "acknowledge").status_code == 302
    page = supporter.get(f"/matters/{road.matter.public_id}/?tab=ladder").content.decode()
    for words in (
        "沟通",
        "协调会",
        "提醒函",
        "报告同级党委、政府",
        f"关于“{ITEM}”推进情况的报告",
        "字号待登记",
        "市委",
    ):
        assert words in page, words


def test_the_page_costs_a_constant_number_of_queries(city, django_assert_max_num_queries):
    road = Road(city)
    road.to_the_report()
    client = city.client("water-bureau.deputy")
    address = f"/matters/{road.matter.public_id}/?tab=ladder"
    client.get(address)
    with django_assert_max_num_queries(50):
        client.get(address)
