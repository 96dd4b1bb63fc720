"""A recommendation goes its whole road in the browser; its pages, wide and narrow, are read by everybody: WCAG 2.2 AA."""

from __future__ import annotations

import pytest

from tests.mechanisms.enforcement.cooperation_steps import BUREAU, COURT, Cooperation
from tests.mechanisms.enforcement.procuratorial_steps import (
    CASE,
    DEMANDS,
    OFFICER,
    PROSECUTOR,
    Procuracy,
)
from tests.mechanisms.inspections.test_in_the_browser import seen
from tests.mechanisms.reports.test_in_the_browser import log_in, press

pytestmark = pytest.mark.browser


def test_a_recommendation_goes_its_road_in_the_browser(fresh_city, new_page, axe, tmp_path):
    prosecutor, officer = log_in(new_page(), PROSECUTOR), log_in(new_page(), OFFICER)
    prosecutor.goto("/recommendations/new/")
    seen(prosecutor, axe)
    prosecutor.get_by_label("文书号").fill("厦检行公建〔2026〕5号")
    prosecutor.get_by_label("事由").fill("排洪沟污水直排监管")
    prosecutor.get_by_label("查明的问题").fill("三个排口长期直排。")
    prosecutor.get_by_label("建议事项").fill(DEMANDS[0])
    prosecutor.get_by_label("被建议单位").select_option("water-bureau")
    press(prosecutor, "发出检察建议")
    here = prosecutor.url.partition("?")[0]
    assert "/matters/" in here
    officer.goto(f"{here}acknowledge_recommendation/")
    seen(officer, axe)
    press(officer, "签收")
    seen(officer, axe)
    officer.goto(f"{here}?tab=rectification")
    seen(officer, axe)
    officer.get_by_role("link", name="写第1项的整改情况").click()
    officer.get_by_label("整改情况").fill("三个排口已封堵。")
    officer.get_by_label("已完成").check()
    officer.get_by_label("凭证说明或存放处").fill("封堵照片存局档案室")
    press(officer, "写整改情况")
    officer.goto(f"{here}reply_recommendation/")
    seen(officer, axe)
    paper = tmp_path / "回复函.txt"
    paper.write_text("盖章的回复函", encoding="utf-8")
    officer.get_by_label("回复函文号").fill("厦水函〔2026〕31号")
    officer.locator("input[name=letter]").set_input_files(paper)
    press(officer, "书面回复")
    prosecutor.goto(f"{here}judge_reply/")
    seen(prosecutor, axe)
    prosecutor.get_by_label("已依法履职").check()
    prosecutor.get_by_label("理由").fill("整改到位。")
    press(prosecutor, "审查回复")
    assert "待回访" in prosecutor.locator("main").inner_text()
    for tab in ("letter", "judged", "named"):
        officer.goto(f"{here}?tab={tab}")
        seen(officer, axe)


def test_pages_of_cases_meetings_and_inquiries_are_read_by_everybody(fresh_city, new_page, axe):
    room, together = Procuracy(fresh_city), Cooperation(fresh_city)
    case, protest = room.case(), room.supervision()
    held = together.held()
    together.decided(held)
    asked = together.asked()
    room.do(PROSECUTOR, CASE, "publish_notice", case.pk, {"published_on": "2026-11-03", "place": "检察日报"})
    prosecutor = log_in(new_page(), PROSECUTOR)
    for address in (
        "/public-interest-cases/new/",
        "/litigation-supervision/new/",
        f"/matters/{asked.public_id}/answer_legal_inquiry/",
    ):
        prosecutor.goto(address)
        seen(prosecutor, axe)
    for matter in (case, protest, asked):
        prosecutor.goto(f"/matters/{matter.public_id}/")
        seen(prosecutor, axe)
    court = log_in(new_page(), COURT)
    there = f"/matters/{held.public_id}/"
    for address in (
        "/joint-meetings/new/",
        there,
        f"{there}?tab=decided",
        f"{there}record_joint_decision/",
        f"{there}issue_joint_minutes/",
    ):
        court.goto(address)
        seen(court, axe)
    bureau = log_in(new_page(), BUREAU)
    bureau.goto("/legal-inquiries/new/")
    seen(bureau, axe)
