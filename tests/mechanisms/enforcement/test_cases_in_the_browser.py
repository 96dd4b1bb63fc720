"""Detention, joint listing and enforcement by the court in the browser: one road from the form to the end, every page read wide and narrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ecoduty.casework.matters.models import Matter
from tests.mechanisms.enforcement.case_steps import (
    COURT,
    HEAD,
    OFFICER,
    POLICE,
    SUPERVISED,
    CourtCase,
    DetentionCase,
    ListingCase,
)
from tests.mechanisms.inspections.test_in_the_browser import seen
from tests.mechanisms.reports.test_in_the_browser import log_in

pytestmark = pytest.mark.browser


def test_a_case_goes_from_the_form_to_the_police_and_back(fresh_city, new_page, axe):
    officer = log_in(new_page(), OFFICER)
    officer.goto("/matters/?kind=detention_transfer")
    officer.get_by_role("link", name="提请移送行政拘留").click()
    officer.get_by_label("案件名称").fill("某公司私设暗管排污案")
    officer.get_by_label("适用情形").select_option("evading")
    seen(officer, axe)
    officer.get_by_role("button", name="提请移送行政拘留").click()
    matter = Matter.objects.get(kind="detention_transfer")
    here = f"/matters/{matter.public_id}/"
    head = log_in(new_page(), HEAD)
    head.goto(here)
    head.get_by_role("button", name="决定移送").first.click()
    case = DetentionCase.__new__(DetentionCase)
    case.city, case.pk = fresh_city, matter.pk
    case.put_papers("detention-transfer")
    officer.goto(f"{here}send_detention_file/")
    officer.get_by_label("移送书文号").fill("厦环移拘〔2026〕3号")
    officer.get_by_label("原件随案移送，复印件已留存").check()
    officer.get_by_role("button", name="移送案卷").click()
    police = log_in(new_page(), POLICE)
    police.goto(f"{here}take_in_detention/")
    police.get_by_label("受案回执编号").fill("厦公受〔2026〕18号")
    police.get_by_role("button", name="受案").click()
    police.goto(f"{here}ask_detention_supplement/")
    police.get_by_label("需补充的材料").fill("暗管走向图\n排污口照片")
    police.get_by_role("button", name="要求补充材料").click()
    officer.goto(here)
    expect(officer.get_by_text("暗管走向图")).to_be_visible()
    seen(officer, axe)
    assert Matter.objects.get(pk=matter.pk).state == "supplementing"


def test_pages_of_a_listing_are_read_wide_and_narrow(fresh_city, new_page, axe):
    case = ListingCase(fresh_city)
    police = log_in(new_page(), POLICE)
    police.goto(f"{case.url}agree_listing/")
    seen(police, axe)
    case.to_listed()
    case.do(SUPERVISED, "report_listing_progress", {"text": "已转移危险废物三十吨。"})
    officer = log_in(new_page(), OFFICER)
    for address in (case.url, f"{case.url}?tab=progress", "/joint-listings/new/", "/matters/?kind=listed_supervision"):
        officer.goto(address)
        seen(officer, axe)


def test_pages_of_the_court_are_read_wide_and_narrow(fresh_city, new_page, axe):
    case = CourtCase(fresh_city)
    case.to_demanded("2026-11-11")
    officer = log_in(new_page(), OFFICER)
    for address in (case.url, f"{case.url}record_remedy/", f"{case.url}?tab=pieces", "/court-enforcements/new/"):
        officer.goto(address)
        seen(officer, axe)
    other = CourtCase(fresh_city)
    other.to_applied()
    court = log_in(new_page(), COURT)
    for address in (other.url, f"{other.url}refuse_enforcement/"):
        court.goto(address)
        seen(court, axe)
