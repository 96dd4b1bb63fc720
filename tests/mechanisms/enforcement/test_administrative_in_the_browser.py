"""One case in the browser, from discovery to the filing note; its pages are WCAG 2.2 AA and nothing is wider than the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from ecoduty.casework.matters.models import Matter
from ecoduty.mechanisms.enforcement.administrative import sweeping
from tests.mechanisms.enforcement.administrative_steps import PERFORMED, SERVED, TONS, Case
from tests.mechanisms.inspections.test_in_the_browser import seen
from tests.mechanisms.reports.test_in_the_browser import log_in

pytestmark = pytest.mark.browser
OFFICER, HEAD, LEGAL = (
    "ecology-bureau.enforcement-officer-1",
    "ecology-bureau.principal",
    "ecology-bureau.legal-reviewer",
)


def done(page: Page, address: str, act: str, button: str, fields: dict[str, str], boxes: tuple[str, ...] = ()) -> None:
    """Fill in the form of an act and send it."""
    page.goto(f"{address}{act}/")
    for label, value in fields.items():
        control = page.get_by_label(label, exact=False).first
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    for label in boxes:
        page.get_by_label(label, exact=False).first.check()
    page.locator("main").get_by_role("button", name=button, exact=True).click()
    page.wait_for_url(f"**{address}**")
    expect(page.locator(".note.error")).to_have_count(0)


def test_a_case_goes_its_road_in_the_browser(fresh_city, new_page, axe):
    officer, head = log_in(new_page(), OFFICER), log_in(new_page(), HEAD)
    legal = log_in(new_page(), LEGAL)
    officer.goto("/enforcement/cases/new/")
    seen(officer, axe)
    officer.get_by_label("案由").fill("甲公司涉嫌超标排放废水案")
    officer.get_by_label("类别").select_option("environment")
    officer.get_by_label("案件来源").select_option("inspection")
    officer.get_by_label("执法人员（二）").check()
    officer.get_by_role("button", name="登记案件", exact=True).click()
    officer.wait_for_url("**/matters/**")
    here = f"/matters/{Matter.objects.get(kind='administrative_case').public_id}/"
    checks = ("有初步证据", "依法应当或者可以", "属于本机关管辖", "没有超过追究时效")
    done(
        head, here, "file_case", "批准立案", {"立案号": "厦环立〔2026〕1号", "违反的规定": "水污染防治有关规定"}, checks
    )
    notice = {"告知书文号": "厦环罚告〔2026〕1号", "送达方式": "direct", "拟作出的决定": "拟罚款二十万元"}
    done(officer, here, "notify_party", "告知当事人", notice)
    officer.goto(here)
    expect(officer.get_by_text("届满前不能作出决定")).to_be_visible()
    seen(officer, axe)
    done(officer, here, "record_statement", "登记陈述申辩", {"主要意见": "当事人书面放弃"}, ("书面放弃陈述申辩和听证",))
    done(officer, here, "submit_review", "送法制审核", {"法制审核的情形": "house-rule", "处理建议": "建议罚款二十万元"})
    points = ("主体、权限合法", "事实清楚", "适用法律准确", "程序合法", "已核对是否涉嫌犯罪")
    done(legal, here, "pass_review", "审核通过", {"审核意见": "同意"}, points)
    decision = {"决定书文号": "厦环罚〔2026〕1号", "罚款（元）": "200000", "决定的主要内容": "罚款二十万元"}
    done(head, here, "decide", "作出决定", decision, ("罚款",))
    done(officer, here, "serve_decision", "登记送达", {"送达方式": "direct"})
    officer.goto(f"{here}?tab=decision")
    officer.get_by_role("link", name="登记缴款").click()
    expect(officer.get_by_label("金额（元）")).to_have_value("200000.00")
    officer.get_by_label("缴款凭证号").fill("票0001")
    officer.locator("main").get_by_role("button", name="登记缴款", exact=True).click()
    officer.wait_for_url(f"**{here}**")
    done(
        officer, here, "propose_closing", "提请结案", {"结案方式": "performed", "履行、改正情况": "罚款缴清，已经改正"}
    )
    done(head, here, "close_case", "批准结案", {})
    assert Matter.objects.get(kind="administrative_case").state == "closed"


def test_the_pages_of_a_red_case_are_read_by_everybody_named(fresh_city, new_page, axe):
    case = Case(fresh_city).decided()
    case.officer("serve_decision", SERVED)
    case.officer("record_payment", {"amount": "200000", "paid_on": "2026-11-22", "voucher": "票1"})
    case.officer("order_correction", {"number": "厦环改〔2026〕1号", "demand": "立即停止违法排放", "daily": True})
    case.officer("measure_facts", TONS)
    case.officer("propose_closing", PERFORMED)
    sweeping.sweep()
    head = log_in(new_page(), HEAD)
    here = f"/matters/{case.matter.public_id}/"
    for address in (
        *(f"{here}?tab={tab}" for tab in ("case", "crime", "measures", "decision", "concerned", "pieces", "named")),
        f"{here}keep_here/", "/enforcement/untransferred/", "/matters/?kind=administrative_case",
    ):  # fmt: skip
        head.goto(address)
        seen(head, axe)
