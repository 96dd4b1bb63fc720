"""Administrative cases as the pages answer: the whole road by forms, lists, what others see, the pages' cost."""

from __future__ import annotations

import re
from html import unescape

import pytest

from ecoduty.casework.matters.models import Matter
from ecoduty.mechanisms.enforcement.administrative import sweeping
from tests.mechanisms.enforcement.administrative_steps import (
    DECIDE,
    FILE,
    NOTICE,
    PAGE,
    PASS,
    PERFORMED,
    SERVED,
    SUBMIT,
    TONS,
    WAIVED,
    Case,
    at,
)

TABS = ("case", "crime", "measures", "decision", "concerned", "pieces", "named")


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


def boxes(data):
    """As a browser sends it: a box that is ticked."""
    return {name: "true" if value is True else value for name, value in data.items()}


@pytest.mark.clause("18.1", page="/matters/?kind=administrative_case")
@pytest.mark.parametrize(
    ("body", "group"),
    [
        ("ecology-bureau", "environment"),
        ("resources-planning-bureau", "forestry"),
        ("ocean-bureau", "fishery"),
        ("urban-enforcement-bureau", "urban"),
    ],
)
def test_a_department_takes_a_case_from_discovery_to_the_filing_note_on_the_pages(city, body, group):
    officer, head = city.client(f"{body}.enforcement-officer-1"), city.client(f"{body}.principal")
    legal = city.client(f"{body}.legal-reviewer")
    form = officer.get("/enforcement/cases/new/").content.decode()
    assert "调查取证须两人以上" in form
    team = [city.actor(f"{body}.enforcement-officer-{number}").person for number in (1, 2)]
    given = {
        "title": "甲公司涉嫌违法案",
        "group": group,
        "source": "inspection",
        "found_on": "2026-11-20",
        "officers": team,
    }
    assert officer.post("/enforcement/cases/new/", given).status_code == 302
    matter = Matter.objects.get(kind="administrative_case")
    assert "立案审查" in officer.get(f"/matters/{matter.public_id}/").content.decode()
    assert post(head, matter, "file_case", boxes(FILE)).status_code == 302
    assert post(officer, matter, "notify_party", NOTICE).status_code == 302
    page = officer.get(f"/matters/{matter.public_id}/").content.decode()
    assert "届满前不能作出决定" in page
    assert post(officer, matter, "record_statement", WAIVED).status_code == 302
    assert post(officer, matter, "submit_review", SUBMIT).status_code == 302
    assert post(legal, matter, "pass_review", boxes(PASS)).status_code == 302
    assert post(head, matter, "decide", DECIDE).status_code == 302
    assert post(officer, matter, "serve_decision", SERVED).status_code == 302
    assert (
        post(
            officer, matter, "record_payment", {"amount": "200000", "paid_on": "2026-11-22", "voucher": "票1"}
        ).status_code
        == 302
    )
    assert post(officer, matter, "propose_closing", PERFORMED).status_code == 302
    assert post(head, matter, "close_case").status_code == 302
    assert Matter.objects.get(pk=matter.pk).state == "closed"
    assert "甲公司涉嫌违法案" in head.get("/matters/?kind=administrative_case&state=closed").content.decode()
    assert (
        "甲公司涉嫌违法案"
        not in city.client("water-bureau.principal").get("/matters/?kind=administrative_case").content.decode()
    )


def test_what_is_wrong_is_said_beside_its_field(city):
    case = Case(city).filed()
    client = city.client("ecology-bureau.enforcement-officer-1")
    answer = post(client, case.matter, "measure_facts", {"hazardous_waste_tons": "三吨", "evidence": "称重单"})
    assert answer.status_code == 422
    assert "应为数字" in answer.content.decode()
    answer = post(client, case.matter, "measure_facts", boxes(TONS))
    assert answer.status_code == 302
    page = client.get(f"/matters/{case.matter.public_id}/?tab=crime").content.decode()
    assert "非法排放、倾倒、处置危险废物三吨以上" in page
    assert "法释〔2023〕7号" in page
    assert "危险废物（吨）3，不少于3" in page
    assert post(client, case.matter, "measure_facts", {**TONS, "hazardous_waste_tons": "0.3"}).status_code == 302
    assert "按先前录入的事实符合" in client.get(f"/matters/{case.matter.public_id}/?tab=crime").content.decode()


def test_the_rulebooks_page_shows_the_elements_with_their_basis(city):
    page = city.client("finance-bureau.liaison").get("/rulebook/").content.decode()
    assert "公私财产损失三十万元以上" in page
    assert "公私财产损失（元）不少于300000" in page


def test_who_may_see_the_red_list(city):
    case = Case(city).closed()
    case.officer("measure_facts", TONS)
    sweeping.sweep()
    address = "/enforcement/untransferred/"
    for who in ("ecology-bureau.principal", "ecology-bureau.legal-reviewer", "ecology-bureau.enforcement-officer-1"):
        assert case.matter.number in city.client(who).get(address).content.decode()
    others = (
        "procuratorate.linkage-officer",
        "ocean-bureau.principal",
        "ecology-bureau.liaison",
        "committee-office.director",
    )
    for who in others:
        assert case.matter.number not in city.client(who).get(address).content.decode()
    city.clock.move_to(at(11, 28, 3, 30))
    sweeping.sweep()
    seen = {who for who in others if case.matter.number in city.client(who).get(address).content.decode()}
    assert seen == {"procuratorate.linkage-officer"}


def test_the_filters_of_the_list_find_what_they_name(city):
    first, second = (
        Case(city, title="甲公司危险废物案").filed(),
        Case(city, title="乙公司毁林案", group="forestry").filed(),
    )
    first.officer("measure_facts", TONS)
    client = city.client("ecology-bureau.principal")
    for query, found in (("group=forestry", second), ("crime=open", first)):
        page = client.get(f"/matters/?kind=administrative_case&{query}").content.decode()
        assert found.matter.number in page
        other = second if found is first else first
        assert other.matter.number not in page


def test_the_pages_cost_a_constant_number_of_queries(city, django_assert_max_num_queries):
    case = Case(city).decided()
    case.officer("serve_decision", SERVED)
    case.officer("measure_facts", TONS)
    sweeping.sweep()
    client = city.client("ecology-bureau.enforcement-officer-1")
    for address in (*(f"/matters/{case.matter.public_id}/?tab={tab}" for tab in TABS), "/enforcement/untransferred/"):
        client.get(address)
        with django_assert_max_num_queries(60):
            assert client.get(address).status_code == 200


def test_what_a_case_leads_to_takes_over_what_stands_in_it(city):
    case = Case(city).decided()
    case.officer("serve_decision", SERVED)
    officer, head = city.client("ecology-bureau.enforcement-officer-1"), city.client("ecology-bureau.principal")
    page = officer.get(f"/matters/{case.matter.public_id}/?tab=decision").content.decode()
    ways = [unescape(way) for way in re.findall(r'href="([^"]+/new/\?[^"]+)"', page)]
    assert [way.split("/")[1] for way in ways] == ["court-enforcements", "eco-damage"]
    for way in ways:
        form = officer.get(way).content.decode()
        assert case.matter.number in form
    assert "/new/?" not in head.get(f"/matters/{case.matter.public_id}/?tab=decision").content.decode()
    team = [city.actor(f"ecology-bureau.enforcement-officer-{number}").person for number in (1, 2)]
    given = {"case": case.matter.number, "officers": team, "court": "court", "remedy": "none"}
    assert officer.post(ways[0], given).status_code == 302
    asked = Matter.objects.get(kind="court_enforcement").court_enforcement
    assert (asked.case_id, asked.decision_number) == (case.matter.pk, case.matter.administrative_case.decision.number)


def test_the_worklist_offers_what_is_due_before_what_comes_after_it(city):
    case = Case(city)
    case.decided()
    case.officer("serve_decision", SERVED)
    step = re.search(
        rf'/matters/{case.matter.public_id}/(\w+)/"', city.client(case.officers[0]).get("/").content.decode()
    )
    assert step is not None
    assert step[1] == "register_decision_page"
    case.officer("register_decision_page", {**PAGE, "published_on": "2026-11-22"})
    assert f"{case.matter.public_id}/record_payment" in city.client(case.officers[0]).get("/").content.decode()
    case.officer("record_payment", {"amount": "200000", "paid_on": "2026-11-22", "voucher": "票1"})
    assert f"{case.matter.public_id}/propose_closing" in city.client(case.officers[0]).get("/").content.decode()
