"""A criminal transfer as people do it: officers, head, police, procuratorate, one receipt on paper; wide and narrow, WCAG 2.2 AA."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ecoduty.casework.matters.models import Matter
from tests.mechanisms.enforcement.transfer_steps import HEAD, LETTER, OFFICER, POLICE, PROCURATORATE, TITLE, Road
from tests.mechanisms.inspections.test_in_the_browser import seen
from tests.mechanisms.reports.test_in_the_browser import log_in, press

pytestmark = pytest.mark.browser


def test_from_the_special_team_to_the_filing_and_a_receipt_on_paper(fresh_city, new_page, axe, tmp_path):
    officer = log_in(new_page(), OFFICER)
    officer.goto("/matters/?kind=criminal_transfer")
    officer.get_by_role("link", name="登记移送案件").click()
    officer.get_by_label("案件名称").fill(TITLE)
    officer.get_by_label("类别").select_option("environment")
    seen(officer, axe)
    press(officer, "登记移送案件")
    matter = Matter.objects.get(kind="criminal_transfer")
    here = f"/matters/{matter.public_id}/"
    officer.goto(f"{here}report_transfer/")
    officer.get_by_label("涉嫌罪名").select_option("pollution")
    officer.get_by_label("涉嫌犯罪的事实和证据").fill("总排口铅超标五倍，有采样记录和监测报告。")
    officer.get_by_label("执法主体和程序合法").check()
    officer.get_by_label("有合法证据证明涉嫌犯罪的事实发生").check()
    press(officer, "提出移送报告")
    head = log_in(new_page(), HEAD)
    head.goto(f"{here}approve_transfer/")
    expect(head.get_by_text("总排口铅超标五倍").first).to_be_visible()
    seen(head, axe)
    press(head, "批准移送")
    officer.goto(f"{here}send_transfer/")
    expect(officer.get_by_text("补齐之前不能移送")).to_be_visible()
    seen(officer, axe)
    road = Road.__new__(Road)
    road.city, road.body, road.officer, road.head, road.pk = fresh_city, "ecology-bureau", OFFICER, HEAD, matter.pk
    road.lay_ready()
    officer.goto(f"{here}send_transfer/")
    officer.get_by_label("移送书文号").fill(LETTER)
    press(officer, "移送公安机关")
    scan = tmp_path / "回执.txt"
    scan.write_text("回执", encoding="utf-8")
    officer.goto(f"{here}receive_transfer/")
    expect(officer.get_by_text("您是代为登记")).to_be_visible()
    officer.get_by_label("文书扫描件").set_input_files(scan)
    officer.get_by_label("回执所载移送书文号").fill(LETTER)
    officer.get_by_label("回执文号").fill("厦公受〔2026〕31号")
    officer.get_by_text("补录、代录", exact=True).click()
    officer.get_by_label("代谁登记").fill("厦门市公安局")
    press(officer, "接受案件并出具回执")
    police = log_in(new_page(), POLICE)
    police.goto(f"{here}ask_materials/")
    seen(police, axe)
    police.goto(f"{here}decide_not_filing/")
    police.get_by_label("文号").fill("厦公不立〔2026〕2号")
    police.get_by_label("理由").first.fill("现有证据不能证明重金属来自该厂。")
    press(police, "决定不予立案")
    police.goto(f"{here}notify_not_filing/")
    police.get_by_label("文号").fill("厦公不立通〔2026〕2号")
    press(police, "书面通知不予立案")
    for page in (officer, log_in(new_page(), PROCURATORATE)):
        page.goto(here)
        expect(page.get_by_role("heading", name="申请复议的期限")).to_be_visible()
        for tab in ("road", "concerned", "pieces", "named"):
            page.goto(f"{here}?tab={tab}")
            seen(page, axe)
    assert Matter.objects.get(pk=matter.pk).state == "not_filed"
