"""One department's annual report from opening to the portal, as the people of the city do it (articles 10 and 11)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ecoduty.casework.duties.instances import open_due
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from tests.city import PASSWORD
from tests.mechanisms.reports.writing import ANNUAL, DECEMBER, at

SHOTS = os.environ.get("SHOTS", "")


def shot(page: Page, name: str) -> None:
    """Keep a picture where somebody asked for pictures."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def log_in(page: Page, username: str) -> Page:
    page.goto("/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    return page


@pytest.mark.clause("11.1", page="/matters/?kind=annual_report")
@pytest.mark.clause("11.2", page="/matters/?kind=annual_report")
@pytest.mark.clause("11.3", page="/matters/?kind=annual_report")
@pytest.mark.clause("11.4", page="/matters/?kind=annual_report")
@pytest.mark.browser
def test_from_opening_to_the_portal_late_with_a_paper_recipient_and_a_rung_released(fresh_city, new_page, axe):
    fresh_city.clock.move_to(DECEMBER)
    open_due()
    matter = Matter.objects.get(kind=ANNUAL, holder__key="water-bureau")
    address = f"/matters/{matter.public_id}/"

    liaison = log_in(new_page(), "water-bureau.liaison")
    expect(liaison.get_by_role("heading", name="工作台")).to_be_visible()
    axe(liaison)
    shot(liaison, "worklist-liaison")
    liaison.goto(f"{address}save_draft/")
    liaison.locator("form[data-ready]").wait_for()
    for section, text in list(SECTIONS.items())[:-1]:
        liaison.get_by_role("textbox", name=section).fill(text)
    press(liaison, "保存成稿")
    expect(liaison.get_by_text("还缺1节：生态系统质量")).to_be_visible()
    liaison.goto(f"{address}save_draft/")
    liaison.locator("form[data-ready]").wait_for()
    liaison.get_by_role("textbox", name="生态系统质量").fill(SECTIONS["生态系统质量"])
    shot(liaison, "act-draft")
    axe(liaison)
    press(liaison, "保存成稿")
    expect(liaison.get_by_text("各节齐全")).to_be_visible()
    shot(liaison, "matter-drafted")

    fresh_city.clock.move_to(at(2, 5))  # five days late: the ladder has gone up, a letter waits for release
    sweep()
    sweep()
    director = log_in(new_page(), "committee-office.director")
    shot(director, "worklist-director")
    by_rail(director, "四 推进落实与专题报告", "报送进度")
    expect(director.get_by_role("heading", name="年度专题报告报送进度")).to_be_visible()
    axe(director)
    shot(director, "progress")
    director.get_by_label("选择市水利局").check()
    director.get_by_label("催办要求").fill("请今天报送")
    director.get_by_role("button", name="催办所选单位").click()
    expect(director.get_by_text("已催办1家：市水利局。")).to_be_visible()
    director.goto(f"{address}release_rung/")
    shot(director, "act-release")
    director.get_by_label("升级事项").select_option(index=1)
    press(director, "发出升级事项")
    expect(director.get_by_text("发出升级事项").first).to_be_visible()

    press(liaison, "送审", go=address)
    deputy = log_in(new_page(), "water-bureau.deputy")
    shot(deputy, "worklist-deputy")
    press(deputy, "审核通过", go=f"{address}pass_review/")
    principal = log_in(new_page(), "water-bureau.principal")
    principal.goto(f"{address}sign/")
    principal.get_by_label("发文字号").fill("厦水〔2027〕3号")
    shot(principal, "act-sign")
    press(principal, "签发")
    press(liaison, "报送", go=address)
    shot(liaison, "matter-sent")
    liaison.goto(f"{address}record_receipt/")
    liaison.get_by_label("收文单位").select_option(label="抄送 省水利厅")
    liaison.locator("#f-evidence").fill("公文交换站回执第35号")
    press(liaison, "登记回执")
    liaison.goto(f"{address}?tab=recipients")
    expect(liaison.get_by_text("公文交换站回执第35号")).to_be_visible()
    axe(liaison)
    shot(liaison, "matter-recipients")
    liaison.goto(f"{address}edit_public_version/")
    liaison.get_by_label("污染防治攻坚").evaluate("area => area.setSelectionRange(0, 11)")
    liaison.get_by_role("button", name="遮盖所选文字").nth(2).click()
    liaison.get_by_label("遮盖的理由和依据").fill("入河排口数尚未公布")
    axe(liaison)
    shot(liaison, "act-public-version")
    press(liaison, "编公开版")
    press(liaison, "送审公开版", go=address)
    deputy.goto(f"{address}?tab=public")
    expect(deputy.locator(".diff").get_by_text("清理入河排口112")).to_be_visible()
    axe(deputy)
    shot(deputy, "matter-public-version")
    press(deputy, "审定公开版", go=address)
    liaison.goto(f"{address}register_publication/")
    liaison.get_by_label("本部门网站公开网址").fill("https://water.example.gov.cn/report-2026.html")
    press(liaison, "登记公开")
    liaison.goto(address)
    expect(liaison.get_by_text("已公开").first).to_be_visible()
    expect(liaison.get_by_text("逾期办结").first).to_be_visible()
    liaison.get_by_role("button", name="核验").click()
    shot(liaison, "matter-published")
    axe(liaison)
    phone = log_in(new_page(viewport={"width": 390, "height": 844}), "water-bureau.liaison")
    shot(phone, "worklist-390")
    phone.goto(address)
    shot(phone, "matter-390")

    public = new_page()
    public.goto("/portal/")
    expect(public.get_by_text("2026年度生态环境保护履职专题报告").first).to_be_visible()
    axe(public)
    shot(public, "portal")


SECTIONS = {
    "绿色低碳发展": "全年用水总量控制在6.82亿立方米，新建再生水利用设施3处。",
    "督察整改": "承担督察整改任务7项，已销号6项，其余1项正在办理销号。",
    "污染防治攻坚": "清理入河排口112个，收到涉水举报268件，按时答复251件。",
    "生态系统质量": "完成水土流失治理18.4平方公里，核定生态下泄流量的小水电站23座。",
}


def by_rail(page: Page, chapter: str, way: str) -> None:
    """To a page by the rail, with the keyboard: its chapter is folded away until it is opened."""
    rail = page.get_by_label("主导航")
    expect(rail.get_by_role("link", name=way)).to_be_hidden()
    rail.get_by_text(chapter, exact=True).press("Enter")
    rail.get_by_role("link", name=way).press("Enter")


def press(page: Page, label: str, go: str = "") -> None:
    """Press the act's own button and wait for the answer."""
    if go:
        page.goto(go)
    with page.expect_navigation():
        page.get_by_role("button", name=label, exact=True).first.click()
