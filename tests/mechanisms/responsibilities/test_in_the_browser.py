"""One department's list from a file to the page that the public reads, an objection on the way, as the people of the city do it."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from ecoduty.mechanisms.responsibilities.models import ResponsibilityList
from tests.mechanisms.reports.test_in_the_browser import log_in
from tests.mechanisms.responsibilities.listing import CODE, URL

SHOTS = os.environ.get("SHOTS", "")
PUBLIC = "/portal/bodies/water-bureau/responsibilities/"
ROWS = (
    ("序号", "事项名称", "牵头单位", "配合单位", "责任处室", "依据"),
    (1, "水土保持方案的审批和监督检查", "市水利局", "", "水保处", f"{CODE}第八百九十七条"),
    (2, "河道管理范围内排污口的巡查", "市水利局", "市生态环境局", "河湖处", f"{CODE}第二百七十五条"),
    (3, "生态流量的管控和有关工作", "市水利局", "", "水资源处", "《中华人民共和国水污染防治法》第二十七条"),
)


def shot(page: Page, name: str) -> None:
    """Keep pictures, wide and narrow, where somebody asked for pictures."""
    if SHOTS:
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1440, "height": 900})


def workbook() -> bytes:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).last.click()


@pytest.mark.clause("4.1", page="/lists/")
@pytest.mark.clause("4.3", page="/lists/")
@pytest.mark.clause("4.4", page="/lists/")
@pytest.mark.clause("4.6", page="/lists/")
@pytest.mark.browser
def test_from_import_to_the_portal_with_an_objection_that_stops_it_and_is_taken_back(fresh_city, new_page, axe):
    liaison = log_in(new_page(), "water-bureau.liaison")
    liaison.goto("/lists/")
    axe(liaison)
    liaison.get_by_role("link", name="立项").click()
    liaison.get_by_label("缘由").select_option("provincial")
    liaison.get_by_label("省级公布日期").fill("2026-11-20")
    press(liaison, "立项")
    liaison.wait_for_url("**/matters/*-*/")
    version = ResponsibilityList.objects.get(body__key="water-bureau")
    matter, rows = f"/matters/{version.matter.public_id}/", f"/lists/{version.matter.public_id}/"
    expect(liaison.get_by_text("2027年1月20日").first).to_be_visible()
    press(liaison, "开始起草")

    liaison.goto(f"{rows}import/")
    axe(liaison)
    shot(liaison, "import")
    liaison.get_by_label("清单文件").set_input_files(
        {"name": "市水利局清单.xlsx", "mimeType": "application/octet-stream", "buffer": workbook()}
    )
    press(liaison, "上传并预览")
    expect(liaison.get_by_role("heading", name="读出3项，待确认")).to_be_visible()
    axe(liaison)
    shot(liaison, "preview")
    press(liaison, "确认导入")
    expect(liaison.get_by_text("已导入3项")).to_be_visible()
    expect(liaison.get_by_text("依据失效").first).to_be_visible()
    axe(liaison)
    shot(liaison, "list-drafting")
    liaison.get_by_role("link", name="改引").click()
    liaison.locator("#f-proposal").fill(f"{CODE}第七百四十八条")
    shot(liaison, "replace-basis")
    press(liaison, "改引依据")
    expect(liaison.get_by_text("第七百四十八条").first).to_be_visible()
    liaison.get_by_role("link", name="改", exact=True).first.click()
    expect(liaison.get_by_label("责任处室")).to_have_value("水保处")
    axe(liaison)
    shot(liaison, "edit-row")
    liaison.goto(matter)
    press(liaison, "送质检")

    deputy = log_in(new_page(), "water-bureau.deputy")
    deputy.goto(f"{matter}start_consultation/")
    press(deputy, "质检通过，送会签")

    ecology = log_in(new_page(), "ecology-bureau.liaison")
    ecology.goto(f"{matter}answer_consultation/")
    ecology.locator("#f-answer").select_option("objection")
    ecology.get_by_label("具体意见").fill("第2项应写明巡查频次")
    shot(ecology, "answer")
    press(ecology, "签署会签意见")

    liaison.goto(f"{matter}?tab=opinions")
    expect(liaison.get_by_text("第2项应写明巡查频次").first).to_be_visible()
    axe(liaison)
    shot(liaison, "objection")
    liaison.goto(matter)
    liaison.get_by_text("现在还不能办的").click()
    expect(liaison.get_by_text("还有单位的异议没有解决").first).to_be_visible()
    expect(liaison.get_by_role("main").get_by_role("button", name="送审定", exact=True)).to_have_count(0)
    citizen = new_page()
    citizen.goto(PUBLIC)
    expect(citizen.get_by_text("尚无已公布清单").first).to_be_visible()
    ecology.goto(f"{matter}withdraw_objection/")
    ecology.get_by_label("撤回说明").fill("已商定每季度巡查一次")
    press(ecology, "撤回异议")
    liaison.goto(matter)
    press(liaison, "送审定")

    principal = log_in(new_page(), "water-bureau.principal")
    principal.goto(f"{matter}approve/")
    principal.get_by_label("审定会议").fill("2026年第12次局党组会")
    principal.get_by_label("审定日期").fill("2026-11-22")
    press(principal, "审定")
    expect(principal.get_by_text("待公布").first).to_be_visible()

    liaison.goto(f"{matter}register_publication/")
    liaison.get_by_label("本部门网站公开网址").fill(URL)
    liaison.locator("#f-published_on").fill("2026-11-22")
    press(liaison, "登记公开")
    expect(liaison.get_by_text("已公布，备案中").first).to_be_visible()
    shot(liaison, "published-matter")
    liaison.goto("/lists/")
    expect(liaison.get_by_role("row", name="市水利局").get_by_text("施行中")).to_be_visible()
    shot(liaison, "overview")
    liaison.goto(rows)
    expect(liaison.get_by_text("XM-HB-SLJ-2026-001")).to_be_visible()
    shot(liaison, "list-in-force")
    read_by_a_citizen(new_page(), axe)  # who has just been there keeps the page for a minute


def read_by_a_citizen(citizen: Page, axe) -> None:
    """Nobody is signed in; the portal asks with a role of its own that reads what is published."""
    citizen.goto("/portal/responsibilities/")
    citizen.get_by_label("遇到什么问题").fill("河道排污口没人巡查")
    citizen.get_by_label("遇到什么问题").press("Enter")
    expect(citizen.get_by_text("河道管理范围内排污口的巡查").first).to_be_visible()
    citizen.goto(PUBLIC)
    expect(citizen.get_by_role("heading", name="3个事项")).to_be_visible()
    row = citizen.get_by_role("listitem").filter(has_text="河道管理范围内排污口的巡查")
    for words in ("XM-HB-SLJ-2026-002", "市生态环境局", "河湖处", "第二百七十五条"):
        expect(row).to_contain_text(words)
    expect(citizen.get_by_role("link", name=URL)).to_be_visible()
    expect(citizen.get_by_text("2026年第12次局党组会").first).to_be_visible()
    expect(citizen.get_by_text("应写明巡查频次")).to_have_count(0)  # what departments say to each other stays inside
    axe(citizen)
    shot(citizen, "portal-list")
