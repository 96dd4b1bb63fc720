"""One lead determination through the staffing office to the new list version's draft, as the people of the city do it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ecoduty.casework.matters.models import Matter
from ecoduty.mechanisms.responsibilities.models import Responsibility
from tests.mechanisms.lead_departments.steps import CITY_TALKS, IMPACT, ITEM
from tests.mechanisms.reports.test_in_the_browser import log_in, press, shot

NAMES = {"transport-bureau": "市交通局", "port-authority": "市港口局", "urban-enforcement-bureau": "市执法局"}
NARROW, WIDE = 390, 1440


def seen(page: Page, axe, name: str) -> None:
    """Wide and narrow, nothing wider than the screen, WCAG 2.2 AA."""
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
        axe(page)
        shot(page, f"leads-{name}-{width}")


@pytest.mark.clause("5.4", page="/matters/?kind=lead_determination")
@pytest.mark.browser
def test_through_the_staffing_office_to_a_row_in_the_new_leads_list(fresh_city, new_page, axe, tmp_path: Path):
    raiser = log_in(new_page(), "water-bureau.liaison")
    raiser.get_by_role("link", name="提请明确牵头部门").first.click()
    raiser.locator("#f-item").fill(ITEM)
    raiser.locator("#f-impact").fill(IMPACT)
    raiser.locator("#f-words").fill("船上油烟\n游船味道大")
    seen(raiser, axe, "raise")
    press(raiser, "提请")
    matter = Matter.objects.get(kind="lead_determination")
    address = f"/matters/{matter.public_id}/"

    bureau = log_in(new_page(), "ecology-bureau.liaison")
    bureau.goto(f"{address}accept/")
    expect(bureau.get_by_text("现行清单中没有找到相近的事项")).to_be_visible()
    press(bureau, "受理")
    bureau.goto(f"{address}convene/")
    for name in NAMES.values():
        bureau.get_by_label(name, exact=True).check()
    seen(bureau, axe, "convene")
    press(bureau, "召集协商")

    for body in CITY_TALKS[:2]:
        department = log_in(new_page(), f"{body}.liaison")
        department.goto(f"{address}give_position/")
        department.locator("#f-stance").select_option(label="不属本单位职责")
        department.locator("#f-reason").fill("船舶餐饮经营许可不在本单位，无法监管排烟设施。")
        department.locator("#f-basis").fill("本单位三定规定")
        seen(department, axe, "position")
        press(department, "书面意见")
    bureau.goto(address)
    expect(bureau.get_by_text("3个有关部门，1个还没有书面意见。")).to_be_visible()
    seen(bureau, axe, "silent")
    bureau.goto(f"{address}give_position/")
    bureau.locator("#f-body").select_option(label="市执法局")
    bureau.locator("#f-stance").select_option(label="可以配合")
    bureau.locator("#f-reason").fill("可以配合查处。")
    bureau.locator("#f-basis").fill("无")
    bureau.locator("#f-evidence").fill("厦执函〔2026〕5号")
    press(bureau, "书面意见")
    bureau.goto(f"{address}record_disagreement/")
    bureau.locator("#f-note").fill("两家都认为不属本单位职责，无人愿意牵头。")
    press(bureau, "记录分歧")
    bureau.goto(f"{address}refer_to_staffing_office/")
    bureau.locator("#f-note").fill("提请协调明确牵头部门。")
    press(bureau, "提请编办")

    office = log_in(new_page(), "staffing-office.liaison")
    office.goto(address)
    office.get_by_role("link", name="全部经过").click()
    expect(office.get_by_role("heading", name="四、经过")).to_be_visible()
    seen(office, axe, "record")
    office.goto(f"{address}propose/")
    office.locator("#f-lead").select_option(label="市交通局")
    for name in ("市港口局", "市执法局"):
        office.get_by_label(name, exact=True).check()
    office.locator("#f-opinion").fill("一件事情原则上由一个部门负责，建议由市交通局牵头。")
    seen(office, axe, "propose")
    press(office, "提出协调意见")

    press(bureau, "报请审定", go=f"{address}submit_for_approval/")
    bureau.goto(f"{address}record_approval/")
    expect(bureau.locator("#f-lead")).to_have_value("transport-bureau")
    bureau.locator("#f-number").fill("厦委〔2026〕9号")
    paper = tmp_path / "批复.txt"
    paper.write_text("同意", encoding="utf-8")
    bureau.locator("#f-file").set_input_files(paper)
    press(bureau, "登记审定结果")
    deputy = log_in(new_page(), "ecology-bureau.deputy")
    press(deputy, "审定公开版", go=address)
    bureau.goto(f"{address}register_publication/")
    bureau.get_by_label("本部门网站公开网址").fill("https://ecology.example.gov.cn/lead/1.html")
    press(bureau, "登记公开")
    bureau.goto(f"{address}?tab=outcomes")
    expect(bureau.get_by_text("厦委〔2026〕9号").first).to_be_visible()
    seen(bureau, axe, "outcomes")
    row = Responsibility.objects.select_related("body").get(decision=matter)
    assert (row.body.key, row.name, row.words) == ("transport-bureau", ITEM, ["船上油烟", "游船味道大"])
