"""A claim that becomes a suit, as its people do it on the pages: the officer sues, the court tries, the claim goes on (clause 20.1)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ecoduty.casework.matters.models import Matter
from tests.mechanisms.enforcement.damage.steps import COURT, OFFICER, Road
from tests.mechanisms.enforcement.litigation.steps import LEGAL, Suit
from tests.mechanisms.inspections.test_in_the_browser import seen
from tests.mechanisms.reports.test_in_the_browser import log_in, press

pytestmark = pytest.mark.browser


def test_an_officer_sues_the_court_tries_and_the_claim_goes_on(fresh_city, new_page, axe):
    road = Road(fresh_city)
    road.to_failed()
    for code in ("complaint", "damage-assessment", "failure-proof", "negotiation-record", "evidence"):
        road.paper(code)
    officer = log_in(new_page(), OFFICER)
    here = f"/matters/{road.matter.public_id}/"
    officer.goto(f"{here}sue_for_damage/")
    expect(officer.get_by_label("诉讼请求数额（元）")).to_have_value("480000.50")
    seen(officer, axe)
    press(officer, "提起诉讼")
    suit = Matter.objects.get(kind="litigation")
    there = f"/matters/{suit.public_id}/"

    court = log_in(new_page(), COURT)
    court.goto("/")
    expect(court.get_by_role("link", name=suit.title).first).to_be_visible()
    court.goto(f"{there}accept_suit/")
    court.get_by_label("案号").fill("（2026）闽02民初7号")
    press(court, "登记立案")
    court.goto(f"{there}record_milestone/")
    court.get_by_label("节点").select_option("hearing")
    press(court, "登记审理节点")
    court.goto(f"{there}record_court_judgment/")
    court.get_by_label("裁判结果").select_option("partly")
    court.get_by_label("裁判文书文号").fill("（2026）闽02民初7号判决")
    court.get_by_label("裁判数额（元）").fill("400000")
    seen(court, axe)
    press(court, "登记一审裁判")
    court.goto(f"{there}take_effect/")
    press(court, "登记裁判生效")
    court.goto("/suits/")
    expect(court.get_by_role("link", name="部分支持1件")).to_be_visible()
    seen(court, axe)
    court.goto(f"{there}?tab=judgment")
    seen(court, axe)

    officer.goto(f"{here}record_damage_judgment/")
    expect(officer.get_by_label("裁判文书文号")).to_have_value("（2026）闽02民初7号判决")
    officer.get_by_label("支持赔偿（含部分支持、调解）").check()
    officer.get_by_label("履行和修复期限").fill("2027-05-31")
    press(officer, "登记裁判结果")
    expect(officer.get_by_text("修复和履行中").first).to_be_visible()
    for tab in ("case", "claim", "restoration", "pieces"):
        officer.goto(f"{here}?tab={tab}")
        seen(officer, axe)


def test_forms_and_pages_of_a_suit_are_read_by_everybody_named(fresh_city, new_page, axe):
    suit = Suit(fresh_city)
    suit.do(COURT, "record_service", {"on": "2026-11-20"})
    legal = log_in(new_page(), LEGAL)
    here = f"/matters/{suit.matter.public_id}/"
    for address in (here, f"{here}answer_suit/", f"{here}plan_appearance/", "/suits/new/", "/reconsiderations/new/"):
        legal.goto(address)
        seen(legal, axe)
    clerk = log_in(new_page(), OFFICER)
    clerk.goto("/eco-damage/new/")
    seen(clerk, axe)
