"""Lead determinations as the pages answer; each clause of article 5 is shown here."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.matters.models import Matter
from tests.mechanisms.lead_departments.steps import CITY_TALKS, IMPACT, ITEM, Road
from tests.mechanisms.lead_departments.test_district import RAISER, TALKS

LIST = "/matters/?kind=lead_determination"


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


@pytest.mark.clause("5.1", page="/matters/?kind=lead_determination")
@pytest.mark.clause("5.2", page="/matters/?kind=lead_determination")
def test_any_department_raises_an_item_and_acceptance_checks_the_lists_in_force(city, lists):
    raiser = city.client("water-bureau.deputy")
    form = raiser.get("/lead-determinations/new/").content.decode()
    assert "影响说明" in form
    way = '<a class="btn go" href="/lead-determinations/new/">提请明确牵头部门</a>'
    assert way in raiser.get("/matters/?kind=lead_determination").content.decode()
    missing = raiser.post("/lead-determinations/new/", {"item": ITEM})
    assert missing.status_code == 422
    assert f'value="{ITEM}"' in missing.content.decode()
    raiser.post("/lead-determinations/new/", {"item": ITEM, "impact": IMPACT, "words": "船上油烟\n游船味道大"})
    matter = Matter.objects.get(kind="lead_determination")
    assert matter.lead_determination.words == ["船上油烟", "游船味道大"]
    assert ITEM in raiser.get(LIST).content.decode()
    lists.add("urban-enforcement-bureau", "餐饮油烟污染执法", "油烟")
    bureau = city.client("ecology-bureau.liaison")
    page = bureau.get(f"/matters/{matter.public_id}/accept/").content.decode()
    assert "餐饮油烟污染执法" in page
    refused = post(bureau, matter, "accept")
    assert refused.status_code == 422
    assert "请写明为何不涵盖此事" in refused.content.decode()
    assert post(bureau, matter, "accept", {"why_not_covered": "该条只及于岸上餐饮场所。"}).status_code == 302


@pytest.mark.clause("5.3", page="/matters/?kind=lead_determination")
def test_positions_and_meetings_stand_in_the_record_and_the_silent_are_marked(city):
    road = Road(city)
    road.to_negotiation()
    road.say("transport-bureau", "lead")
    meeting = {"held_on": "2026-11-22", "attendees": "三家联络员", "result": "市港口局再研究。"}
    assert post(city.client("ecology-bureau.liaison"), road.matter, "record_conferral", meeting).status_code == 302
    page = city.client("port-authority.liaison").get(f"/matters/{road.matter.public_id}/").content.decode()
    assert "愿意牵头" in page
    assert page.count("未答复") == 2
    assert "市港口局再研究。" in page
    assert "没有意见不算同意" in page


@pytest.mark.clause("5.4", page="/matters/?kind=lead_determination")
@pytest.mark.clause("5.5", page="/matters/?kind=lead_determination")
@pytest.mark.clause("5.6", page="/matters/?kind=lead_determination")
def test_through_the_staffing_office_to_approval_and_publication(city):
    road = Road(city)
    road.to_disagreement()
    matter = road.matter
    bureau, office = city.client("ecology-bureau.liaison"), city.client("staffing-office.liaison")
    assert post(bureau, matter, "refer_to_staffing_office", {"note": "提请协调。"}).status_code == 302
    record = office.get(f"/matters/{matter.public_id}/record/").content.decode()
    for words in (IMPACT, "不属本单位职责", "全部经过", "记录分歧"):
        assert words in record
    proposal = {
        "lead": "transport-bureau",
        "supporters": ["port-authority"],
        "opinion": "由其牵头。",
        "decided_on": "2026-11-22",
    }
    assert post(office, matter, "propose", proposal).status_code == 302
    assert post(bureau, matter, "submit_for_approval").status_code == 302
    form = bureau.get(f"/matters/{matter.public_id}/record_approval/").content.decode()
    assert '<option value="transport-bureau" selected>市交通局</option>' in form
    scan = SimpleUploadedFile("批复.txt", "同意".encode())
    approval = {**proposal, "number": "厦委〔2026〕9号", "file": scan}
    assert post(bureau, matter, "record_approval", approval).status_code == 302
    assert post(city.client("ecology-bureau.deputy"), matter, "clear_public_version").status_code == 302
    registration = {"own_url": "https://ecology.example.gov.cn/1.html", "published_on": "2026-11-22"}
    assert post(bureau, matter, "register_publication", registration).status_code == 302
    page = bureau.get(f"/matters/{matter.public_id}/?tab=outcomes").content.decode()
    assert "厦委〔2026〕9号" in page
    assert "https://ecology.example.gov.cn/1.html" in page


@pytest.mark.clause("5.7", page="/portal/responsibilities/")
def test_a_district_settles_its_own_and_the_city_sees_it(city):
    road = Road(city, RAISER)
    road.to_disagreement(TALKS)
    page = city.client("siming-ecology-office.liaison").get(f"/matters/{road.matter.public_id}/").content.decode()
    assert "提请区委编办" in page
    assert "提出区级明确意见" in page
    assert ITEM in city.client("committee-office.director").get(LIST).content.decode()
    assert ITEM not in city.client("huli-committee-office.director").get(LIST).content.decode()


def test_raising_is_for_everybody_in_office_but_leaders_and_administrators(city):
    for who, status in {
        "water-bureau.liaison": 200, "water-bureau.principal": 200, "staffing-office.liaison": 200,
        "siming-committee-office.clerk": 200, "committee-office.director": 200, "government.vice-mayor-ecology": 403,
    }.items():  # fmt: skip
        assert city.client(who).get("/lead-determinations/new/").status_code == status, who


def test_the_record_is_for_who_sees_the_whole_matter(city):
    road = Road(city)
    road.to_negotiation(CITY_TALKS)
    address = f"/matters/{road.matter.public_id}/record/"
    for who, status in {
        "water-bureau.liaison": 200, "port-authority.liaison": 200, "committee-office.clerk": 200, "ocean-bureau.liaison": 404,
        "staffing-office.liaison": 404, "siming-committee-office.clerk": 404,
    }.items():  # fmt: skip
        assert city.client(who).get(address).status_code == status, who


def test_pages_cost_a_constant_number_of_queries(city, django_assert_max_num_queries):
    road = Road(city)
    road.to_negotiation((*CITY_TALKS, "ocean-bureau", "construction-bureau", "water-bureau"))
    for body in CITY_TALKS:
        road.say(body, "support")
    client = city.client("ecology-bureau.liaison")
    client.get(f"/matters/{road.matter.public_id}/")
    with django_assert_max_num_queries(50):
        client.get(f"/matters/{road.matter.public_id}/")
    with django_assert_max_num_queries(30):
        client.get(f"/matters/{road.matter.public_id}/record/")
