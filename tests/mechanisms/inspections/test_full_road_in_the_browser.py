"""A covert inspection finds something, the inspected body disputes it, it is put right, accepted, and comes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from ecoduty.casework.matters.models import Matter
from tests.mechanisms.inspections.full_road import BASES, FullRoad
from tests.mechanisms.inspections.planning_steps import Inspected
from tests.mechanisms.inspections.steps import DONE, TITLE, at
from tests.mechanisms.inspections.test_in_the_browser import seen
from tests.mechanisms.reports.test_in_the_browser import log_in, press

pytestmark = pytest.mark.browser


def do(page: Page, road: FullRoad, act: str, button: str, **said: str) -> None:
    """Fill in an act's form by its labels, and press its button."""
    page.goto(f"/matters/{road.matter.public_id}/{act}/")
    for label, value in said.items():
        field = page.get_by_label(label, exact=False).first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    press(page, button)


def test_a_covert_inspections_problem_is_disputed_put_right_and_comes_back(fresh_city, new_page, axe):
    visit = Inspected(fresh_city, by="committee-office").carried_out()
    clerk = log_in(new_page(), "committee-office.clerk")
    clerk.goto(f"/matters/{visit.matter.public_id}/register_finding/")
    clerk.get_by_label("问题", exact=False).first.fill(TITLE)
    clerk.get_by_label("具体情况").fill("晴天仍有污水入沟，岸边有异味。")
    clerk.get_by_label("所在区").select_option("jimei")
    press(clerk, "登记发现的问题")
    road = FullRoad(fresh_city, pk=Matter.objects.get(kind="problem").pk)
    assert road.matter.problem.source == "covert"
    bureau = log_in(new_page(), "water-bureau.liaison")
    do(clerk, road, "ask_statement", "听取陈述", 被检查单位="water-bureau")
    bureau.goto(f"/matters/{road.matter.public_id}/give_statement/")
    bureau.get_by_label("有异议").check()
    bureau.get_by_label("陈述和理由").fill("接驳点在用户侧，不属本单位设施。")
    press(bureau, "陈述意见")
    road.confer()
    do(clerk, road, "determine", "定性", 处置意见="责令限期截污。", 依据=BASES, 对异议的回应="接驳点在公共侧，不予采纳。",
       定性="晴天污水直排入湾。")  # fmt: skip
    assert road.state == "determined"
    clerk.goto(f"/matters/{road.matter.public_id}/?tab=hearing")
    expect(clerk.get_by_text("接驳点在用户侧，不属本单位设施。").first).to_be_visible()
    seen(clerk, axe)
    road.assign()
    do(bureau, road, "submit_plan", "报送整改方案", 整改实施主体="排水处，处长", 整改目标="晴天无污水入湾",
       重点措施="接通截污管，排查错接点。", 验收单位="ecology-bureau")  # fmt: skip
    road.do(road.head, "approve_plan", {})
    road.do("responsible.liaison", "apply_closing", DONE)
    road.check()
    acceptor = log_in(new_page(), "ecology-bureau.deputy")
    acceptor.goto(f"/matters/{road.matter.public_id}/accept_rectification/")
    for need in acceptor.locator("input[name=covered]").all():
        need.check()
    acceptor.get_by_label("验收人", exact=False).first.fill("陈某")
    acceptor.get_by_label("验收人职务").fill("副局长")
    acceptor.get_by_label("验收意见").fill("逐条核对，同意通过验收。")
    press(acceptor, "验收")
    assert road.state == "accepted"
    road.publish()
    road.do("responsible.liaison", "settle_policy", {"way": "not_needed", "reason": "执行不到位，制度不缺。"})
    fresh_city.clock.move_to(at(12, 8))
    road.do(road.head, "close_out", {"text": "公示期满无异议。"})
    clerk.goto(f"/matters/{road.matter.public_id}/look_back/")
    clerk.get_by_label("复发", exact=True).check()
    clerk.get_by_label("查看情况").fill("雨后又见污水入沟。")
    clerk.get_by_label("新的整改期限").fill("2027-03-31")
    press(clerk, "登记回头看")
    assert (road.state, road.matter.problem.relapses) == ("assigned", 1)
    clerk.goto(f"/matters/{road.matter.public_id}/?tab=acceptance")
    expect(clerk.get_by_text("雨后又见污水入沟。").first).to_be_visible()
    seen(clerk, axe)
    clerk.goto("/matters/?kind=problem&stands=relapsed")
    expect(clerk.get_by_role("link", name=TITLE)).to_be_visible()
