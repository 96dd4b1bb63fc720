"""The loop nobody else closes, as people see it: a complaint nobody leads → its lead is determined, through the staffing
office → the list's next version, published → the next complaint is suggested to the new lead.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ecoduty.casework.matters.models import Link, Matter
from ecoduty.mechanisms.responsibilities.models import ResponsibilityList
from tests.mechanisms.complaints.steps import Case
from tests.mechanisms.complaints.test_loop import FIRST, SECOND
from tests.mechanisms.lead_departments.steps import ITEM, Road, at
from tests.mechanisms.reports.test_in_the_browser import log_in, press, shot
from tests.mechanisms.responsibilities.listing import CODE, Compiler, published, through

NARROW, WIDE = 390, 1440
LEAD = "transport-bureau"
PUBLIC = f"/portal/bodies/{LEAD}/responsibilities/"
OTHER = {"name": "公路建设项目扬尘监督管理", "field": "air", "words": ["公路工地扬尘"]}
WORDS = "游船油烟\n船上餐厅油烟\n船上炒菜味道大"

pytestmark = pytest.mark.browser


def seen(page: Page, axe, name: str) -> None:
    """Wide and narrow, nothing wider than the screen, WCAG 2.2 AA."""
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
        shot(page, f"loop-{name}-{width}")
    axe(page)


@pytest.mark.clause("5.4", page="/matters/?kind=lead_determination")
@pytest.mark.clause("5.6", page="/matters/?kind=lead_determination")
def test_the_loop_from_nobodys_complaint_to_the_next_one_that_finds_its_lead(fresh_city, new_page, axe, tmp_path):
    published(fresh_city, LEAD, OTHER)  # the lead has a list in force, without any row on boats
    fresh_city.clock.move_to(at(11, 25))
    clerk = log_in(new_page(), "committee-office.clerk")
    case = nobody_leads_it(fresh_city, clerk, axe)
    road = Road.of(fresh_city, Link.objects.get(source=case.pk).target)
    bureau = disagreed(road, new_page, axe)
    decided_by_the_staffing_office(road, bureau, new_page, axe, tmp_path)
    next_version(fresh_city, road, new_page, axe)
    the_next_one_finds_its_lead(case, clerk, axe)


def nobody_leads_it(city, clerk: Page, axe) -> Case:
    """No row answers to it while it is written; it is registered and handed over for determination."""
    clerk.goto("/complaints/new/")
    expect(clerk.get_by_text("写下反映内容，就能看到归谁管")).to_be_visible()
    clerk.locator("#f-text").fill(FIRST)
    expect(clerk.locator("#suggested").get_by_text("现行清单中没有找到承接的事项")).to_be_visible()
    seen(clerk, axe, "complaint-nobody")
    clerk.get_by_label("渠道").select_option(label="12345热线")
    press(clerk, "登记反映")
    matter = Matter.objects.get(kind="complaint")
    case = Case.of(city, matter)
    clerk.goto(f"/matters/{matter.public_id}/open_determination/")
    clerk.locator("#f-item").fill(ITEM)
    clerk.locator("#f-impact").fill("鹭江沿岸居民反复反映，涉及两千余户，夜间尤重。")
    clerk.locator("#f-words").fill(WORDS)
    press(clerk, "提请明确牵头部门")
    expect(clerk.get_by_text("牵头未明确").first).to_be_visible()
    seen(clerk, axe, "undetermined")
    return case


def disagreed(road: Road, new_page, axe) -> Page:
    """Accepted, put to the departments, of whom none wants it."""
    address = f"/matters/{road.matter.public_id}/"
    bureau = log_in(new_page(), "ecology-bureau.liaison")
    bureau.goto(f"{address}accept/")
    expect(bureau.get_by_text("现行清单中没有找到相近的事项")).to_be_visible()
    press(bureau, "受理")
    bureau.goto(f"{address}convene/")
    for name in ("市交通局", "市港口局"):
        bureau.get_by_label(name, exact=True).check()
    press(bureau, "召集协商")
    department = log_in(new_page(), f"{LEAD}.liaison")
    department.goto(f"{address}give_position/")
    department.locator("#f-stance").select_option(label="不属本单位职责")
    department.locator("#f-reason").fill("船舶餐饮经营许可不在本单位，无法监管排烟设施。")
    department.locator("#f-basis").fill("本单位三定规定")
    seen(department, axe, "position")
    press(department, "书面意见")
    bureau.goto(address)
    expect(bureau.get_by_text("2个有关部门，1个还没有书面意见。")).to_be_visible()
    road.say("port-authority", "not_ours")
    bureau.goto(f"{address}record_disagreement/")
    bureau.locator("#f-note").fill("两家都认为不属本单位职责，无人愿意牵头。")
    press(bureau, "记录分歧")
    bureau.goto(f"{address}refer_to_staffing_office/")
    bureau.locator("#f-note").fill("提请协调明确牵头部门。")
    press(bureau, "提请编办")
    return bureau


def decided_by_the_staffing_office(road: Road, bureau: Page, new_page, axe, folder: Path) -> None:
    """With the whole record before it, it proposes; party committee and government approve; it is published."""
    address = f"/matters/{road.matter.public_id}/"
    office = log_in(new_page(), "staffing-office.liaison")
    office.goto(address)
    office.get_by_role("link", name="全部经过").click()
    expect(office.get_by_role("heading", name="四、经过")).to_be_visible()
    expect(office.get_by_text("无法监管排烟设施").first).to_be_visible()
    seen(office, axe, "record")
    office.goto(f"{address}propose/")
    office.locator("#f-lead").select_option(label="市交通局")
    office.get_by_label("市港口局", exact=True).check()
    office.locator("#f-opinion").fill("一件事情原则上由一个部门负责，建议由市交通局牵头。")
    press(office, "提出协调意见")
    press(bureau, "报请审定", go=f"{address}submit_for_approval/")
    bureau.goto(f"{address}record_approval/")
    expect(bureau.locator("#f-lead")).to_have_value(LEAD)
    bureau.locator("#f-number").fill("厦委〔2026〕9号")
    paper = folder / "批复.txt"
    paper.write_text("同意", encoding="utf-8")
    bureau.locator("#f-file").set_input_files(paper)
    press(bureau, "登记审定结果")
    road.do("deputy", "clear_public_version")
    bureau.goto(f"{address}register_publication/")
    bureau.get_by_label("本部门网站公开网址").fill("https://ecology.example.gov.cn/lead/1.html")
    press(bureau, "登记公开")
    bureau.goto(f"{address}?tab=outcomes")
    expect(bureau.get_by_text("厦委〔2026〕9号").first).to_be_visible()
    seen(bureau, axe, "outcomes")


def next_version(city, road: Road, new_page, axe) -> None:
    """The new lead finds the row in a revision of its list, fills in unit and basis, and publishes; the public sees it come."""
    version = ResponsibilityList.objects.select_related("matter").get(body__key=LEAD, preparing=True)
    row = version.rows.get(decision=road.pk)
    own = Compiler.of(city, version)
    lead = log_in(new_page(), f"{LEAD}.liaison")
    lead.goto(f"/lists/{version.matter.public_id}/")
    expect(lead.get_by_text(ITEM).first).to_be_visible()
    expect(lead.get_by_text(road.matter.number).first).to_be_visible()
    seen(lead, axe, "row-by-decision")
    lead.goto(f"/matters/{version.matter.public_id}/edit_row/?row={row.key}")
    lead.get_by_label("责任处室").fill("水运处")
    lead.locator("#f-bases").fill(f"{CODE}第二百三十四条")
    press(lead, "改一项")
    row.refresh_from_db()
    assert row.words == WORDS.split()  # what was not touched in the form stays as it was
    through(own)
    citizen = new_page()
    citizen.goto(PUBLIC)
    entry = citizen.get_by_role("listitem").filter(has_text=ITEM)
    expect(entry).to_contain_text(f"经牵头部门研究明确（{road.matter.number}）")
    expect(entry).to_contain_text("水运处")
    citizen.get_by_role("link", name="对照第1版，看改了什么").click()
    expect(citizen.get_by_role("heading", name="新增", exact=True)).to_be_visible()
    expect(citizen.get_by_role("link", name=ITEM)).to_be_visible()
    expect(citizen.get_by_role("link", name=OTHER["name"])).to_have_count(0)  # what did not change is not told
    seen(citizen, axe, "what-changed")


def the_next_one_finds_its_lead(case: Case, clerk: Page, axe) -> None:
    """While it is written the page names the new lead; it is dispatched there by the row, and so is the one that waited."""
    clerk.goto("/complaints/new/")
    clerk.locator("#f-text").fill(SECOND)
    best = clerk.locator("#suggested .best")
    expect(best).to_contain_text("市交通局")
    expect(best).to_contain_text(ITEM)
    seen(clerk, axe, "complaint-suggested")
    clerk.get_by_label("渠道").select_option(label="12345热线")
    press(clerk, "登记反映")
    expect(clerk.locator("#f-responsibility")).not_to_have_value("")
    press(clerk, "派单")
    second = Matter.objects.select_related("holder").filter(kind="complaint").exclude(pk=case.pk).get()
    assert second.holder.key == LEAD
    clerk.goto(f"/matters/{case.matter.public_id}/")
    expect(clerk.locator(".best").first).to_contain_text("市交通局")
    clerk.goto(f"/matters/{case.matter.public_id}/dispatch/")
    clerk.locator("#f-responsibility").select_option(index=1)
    press(clerk, "派单")
    assert case.standing == ("dispatched", LEAD)
