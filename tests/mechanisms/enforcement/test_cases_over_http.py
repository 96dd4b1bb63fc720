"""Detention, joint listing and enforcement by the court as the pages answer: each side on its own page, at a constant cost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.matters.models import Matter
from tests.mechanisms.enforcement.case_steps import (
    COURT,
    HEAD,
    OFFICER,
    POLICE,
    PROCURATORATE,
    PROPOSAL,
    SUPERVISED,
    CourtCase,
    DetentionCase,
    ListingCase,
    at,
    team,
)


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


def page_of(client, matter, tab=""):
    return client.get(f"/matters/{matter.public_id}/{f'?tab={tab}' if tab else ''}").content.decode()


@pytest.mark.clause("18.4", page="/matters/?kind=listed_supervision")
def test_a_case_is_listed_and_taken_off_on_the_pages_of_every_office(city):
    officer, head = city.client(OFFICER), city.client(HEAD)
    police, procuratorate, supervised = city.client(POLICE), city.client(PROCURATORATE), city.client(SUPERVISED)
    assert "提出联合挂牌督办" in officer.get("/matters/?kind=listed_supervision").content.decode()
    form = officer.get("/joint-listings/new/").content.decode()
    assert 'value="2027-05-22"' in form
    given = {**PROPOSAL, "requirements": "全部危险废物依法处置\n受污染土壤完成修复", "officers": team(city)}
    assert officer.post("/joint-listings/new/", given).status_code == 302
    matter = Matter.objects.get(kind="listed_supervision")
    assert supervised.get(f"/matters/{matter.public_id}/").status_code == 404
    assert matter.title in police.get("/matters/?kind=listed_supervision").content.decode()
    assert "受污染土壤完成修复" in police.get(f"/matters/{matter.public_id}/agree_listing/").content.decode()
    assert post(police, matter, "agree_listing", {"body": "police"}).status_code == 302
    assert "还没有表态" in page_of(officer, matter)
    assert post(procuratorate, matter, "agree_listing", {"body": "procuratorate"}).status_code == 302
    assert post(head, matter, "list_case", {"notice_number": "厦环督〔2026〕1号"}).status_code == 302
    assert "不能普通结案" in page_of(procuratorate, matter)
    city.clock.move_to(at(2027, 1, 5))
    assert "现在缺1个月" in page_of(police, matter, "progress")
    told = {"text": "已转移危险废物三十吨。"}
    assert post(supervised, matter, "report_listing_progress", told).status_code == 302
    assert "补报" in page_of(police, matter, "progress")
    assert post(supervised, matter, "report_listing_completion", {"text": "两项要求均已完成。"}).status_code == 302
    checked = {"passed": "true", "note": "现场核查，两项均达标"}
    assert post(officer, matter, "check_listing_completion", checked).status_code == 302
    for client, body in ((head, "ecology-bureau"), (police, "police"), (procuratorate, "procuratorate")):
        assert post(client, matter, "agree_delisting", {"body": body}).status_code == 302
    assert "已摘牌" in page_of(police, matter)


@pytest.mark.clause("20.2", page="/matters/?kind=court_enforcement")
def test_an_application_is_made_accepted_ruled_on_and_executed_on_the_pages(city):
    officer, court = city.client(OFFICER), city.client(COURT)
    given = {
        "title": "某公司拒不缴纳罚款", "officers": team(city), "decision_number": "厦环罚〔2026〕7号", "served_on": "2026-04-10",
        "obligation": "缴纳罚款二十万元", "amount": "200000", "remedy": "none", "court": "court",
    }  # fmt: skip
    assert officer.post("/court-enforcements/new/", given).status_code == 302
    matter = Matter.objects.get(kind="court_enforcement")
    served = {"served_on": "2026-11-11", "demand_number": "厦环催〔2026〕7号"}
    assert post(officer, matter, "serve_demand", served).status_code == 302
    page = page_of(officer, matter)
    assert "还不能申请，11月26日起可以" in page
    assert "2027年1月10日" in page
    too_early = post(officer, matter, "apply_for_enforcement", {"application_number": "厦环强申〔2026〕2号"})
    assert "满十个工作日" in too_early.content.decode()
    city.clock.move_to(at(2026, 11, 26))
    missing = post(officer, matter, "apply_for_enforcement", {"application_number": "厦环强申〔2026〕2号"})
    assert (missing.status_code, "强制执行申请书" in missing.content.decode()) == (422, True)
    for paper in (
        "enforcement-application", "decision-and-basis", "party-opinion-and-demand", "object-of-enforcement", "final-proof",
    ):  # fmt: skip
        assert post(officer, matter, "add_piece", {"paper": paper, "pages": "3", "original": "true"}).status_code == 302
    assert court.get(f"/matters/{matter.public_id}/").status_code == 404
    applied = post(officer, matter, "apply_for_enforcement", {"application_number": "厦环强申〔2026〕2号"})
    assert applied.status_code == 302
    assert matter.title in court.get("/matters/?kind=court_enforcement").content.decode()
    assert post(court, matter, "accept_enforcement", {"court_number": "（2026）闽02行审9号"}).status_code == 302
    ruled = {"ruling_number": "（2026）闽02行审9号之一", "grant": "true"}
    assert post(court, matter, "rule_on_enforcement", ruled).status_code == 302
    assert post(court, matter, "record_execution", {"outcome": "whole", "amount": "200000"}).status_code == 302
    assert "全部执行完毕" in page_of(officer, matter)


def test_a_paper_of_the_police_is_entered_with_its_scan_on_the_page(city):
    case = DetentionCase(city)
    case.to_sent()
    officer, police, matter = city.client(OFFICER), city.client(POLICE), case.matter
    assert "由您代为登记" in officer.get(f"{case.url}take_in_detention/").content.decode()
    assert "由您代为登记" not in police.get(f"{case.url}take_in_detention/").content.decode()
    given = {"receipt_number": "厦公受〔2026〕18号", "_on_behalf_of": "市公安局"}
    assert "扫描件" in post(officer, matter, "take_in_detention", given).content.decode()
    paper = SimpleUploadedFile("受案回执.txt", "受案回执".encode())
    assert post(officer, matter, "take_in_detention", {**given, "scan": paper}).status_code == 302
    page = page_of(police, matter)
    assert "厦公受〔2026〕18号" in page
    assert "代市公安局" in page or "市公安局" in page


def test_whoever_is_no_enforcement_officer_begins_none(city):
    for who in ("ecology-bureau.liaison", POLICE, COURT, "committee-office.director"):
        client = city.client(who)
        for kind, address in (
            ("detention_transfer", "/detentions/new/"),
            ("listed_supervision", "/joint-listings/new/"),
            ("court_enforcement", "/court-enforcements/new/"),
        ):
            assert client.get(address).status_code == 403
            assert address not in client.get(f"/matters/?kind={kind}").content.decode()


def test_the_pages_cost_a_constant_number_of_queries(city, django_assert_max_num_queries):
    detention, listing, court = DetentionCase(city), ListingCase(city), CourtCase(city)
    detention.to_taken_in()
    listing.to_listed()
    court.to_accepted()
    city.clock.move_to(at(2027, 4, 20))
    client = city.client(OFFICER)
    for case, tabs in (
        (detention, ("detention", "concerned", "pieces", "named")),
        (listing, ("listing", "progress")),
        (court, ("court", "pieces")),
    ):
        for tab in tabs:
            address = f"{case.url}?tab={tab}"
            client.get(address)
            with django_assert_max_num_queries(75):
                client.get(address)


def test_strangers_find_nothing_of_them_anywhere(city):
    cases = [DetentionCase(city), ListingCase(city), CourtCase(city)]
    for who in ("ecology-bureau.liaison", "committee-office.director", "water-bureau.principal"):
        client = city.client(who)
        for case in cases:
            matter = case.matter
            assert client.get(case.url).status_code == 404
            assert matter.title not in client.get(f"/matters/?kind={matter.kind}").content.decode()
            assert case.url not in client.get("/search/", {"q": matter.title}).content.decode()
