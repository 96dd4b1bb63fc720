"""What issue and plan want to see at work: one task from a meeting's decision to accepted, with a supporter who does not answer
and the ladder going up to the report.
"""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from tests.mechanisms.leadership.steps import OFFICE, at
from tests.mechanisms.reports.test_in_the_browser import log_in, press, shot

DECISION = "年底前完成三个片区雨污管网错接点改造。"
LEAD, SUPPORTER = "water-bureau", "市建设局"
ITEM = "三个片区管网错接点接驳"

pytestmark = pytest.mark.browser


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"#f-{name}").fill(value)


def test_a_decision_becomes_a_task_that_is_accepted_though_a_supporter_was_silent(fresh_city, new_page, axe, watch):
    watch.expected.append("422")  # it applies without a word about the silent supporter
    office, lead = log_in(new_page(), OFFICE), log_in(new_page(), f"{LEAD}.liaison")
    meeting = held(office, axe)
    task = decided(office, meeting, axe)
    started(lead, task)
    request = asked(lead, task)
    for moment, rung, post in (
        (at(12, 7), "talk", "deputy"),
        (at(12, 15), "meeting", "deputy"),
        (at(12, 23), "reminder-letter", "principal"),
        (at(1, 4, year=2027), "report", "principal"),
    ):
        released(fresh_city, new_page(), request, moment, rung, post)
    accepted(fresh_city, new_page, axe, meeting, task, request)


def held(office: Page, axe) -> Matter:
    """The committee office registers an executive meeting on the government's behalf, and that it took place."""
    office.goto("/meetings/new/")
    office.locator("#f-kind").select_option(label="政府常务会")
    office.locator("#f-held_by").select_option(label="市政府")
    fill(office, title="市政府第8次常务会议", planned_on="2026-11-20", agenda="流域治理｜市水利局")
    axe(office)
    press(office, "登记会议")
    meeting = Matter.objects.get(kind="meeting")
    office.goto(f"/matters/{meeting.public_id}/hold/")
    office.locator("#f-presided").select_option(label="主要负责人")
    fill(office, held_on="2026-11-20", chair="市长", attendees="常务会议组成人员")
    press(office, "登记召开")
    return meeting


def decided(office: Page, meeting: Matter, axe) -> Matter:
    """One decision, in one step a task, which is issued to its lead."""
    here = f"/matters/{meeting.public_id}/"
    office.goto(f"{here}record_decision/")
    fill(office, text=DECISION)
    press(office, "登记决定")
    office.goto(f"{here}?tab=decided")
    axe(office)
    office.get_by_role("link", name="转任务", exact=True).click()
    office.locator("#f-lead").select_option(label="市水利局")
    fill(
        office, limit_on="2027-02-26", supporters=f"{SUPPORTER}｜接驳验收单", measures="排查、接驳、验收。", requirements="每月报送台账。"
    )  # fmt: skip
    shot(office, "walk-decision-to-task")
    press(office, "决定转任务")
    task = Matter.objects.get(kind="task")
    office.goto(f"{here}?tab=decided")
    office.get_by_role("link", name=f"任务 {task.number}").click()
    expect(office.get_by_role("heading", name=DECISION)).to_be_visible()
    expect(office.get_by_role("link", name="市政府第8次常务会议")).to_be_visible()
    press(office, "下达")
    return task


def started(lead: Page, task: Matter) -> None:
    """The lead signs for it and says who does it."""
    lead.goto(f"/matters/{task.public_id}/sign_for/")
    fill(lead, unit="河湖处", person="李明")
    press(lead, "签收")


def asked(lead: Page, task: Matter) -> Matter:
    """The lead asks the supporter for its part, from the task's own page."""
    lead.goto(f"/matters/{task.public_id}/?tab=parts")
    lead.get_by_role("link", name="请还没交成果的单位配合").click()
    expect(lead.get_by_label(SUPPORTER, exact=True)).to_be_checked()
    fill(
        lead,
        item=ITEM,
        reason="市政府常务会议决定的任务，错接点都在市政管网一侧。",
        points="报送错接点清单\n完成接驳并回传验收单",
    )
    press(lead, "请求配合")
    return Matter.objects.get(kind="cooperation")


def released(city, page: Page, request: Matter, moment: datetime, rung: str, post: str) -> None:
    """Nobody answers; the platform prepares the next rung, the lead's head sends it."""
    city.clock.move_to(moment)
    sweep()
    number = Rung.objects.get(deadline__matter=request.pk, rung=rung).pk
    log_in(page, f"{LEAD}.{post}")
    press(page, "发出升级事项", go=f"/matters/{request.public_id}/release_rung/?rung={number}")
    page.close()


def accepted(city, new_page, axe, meeting: Matter, task: Matter, request: Matter) -> None:
    """The report lies with party committee and government; the lead finishes without the supporter and says so; it is accepted."""
    city.clock.move_to(at(1, 20, year=2027))
    lead = log_in(new_page(), f"{LEAD}.liaison")
    lead.goto(f"/matters/{request.public_id}/?tab=ladder")
    expect(lead.get_by_text(f"关于“{ITEM}”推进情况的报告").first).to_be_visible()
    expect(lead.get_by_text("市委：").first).to_be_visible()
    shot(lead, "walk-ladder")
    axe(lead)
    lead.goto(f"/matters/{task.public_id}/apply_completion/")
    fill(lead, result="三个片区错接点全部改造完成。", evidence="验收报告1号")
    with lead.expect_response(lambda answer: answer.request.method == "POST") as refused:
        lead.get_by_role("button", name="申请办结", exact=True).first.click()
    assert refused.value.status == 422
    expect(lead.get_by_text(f"{SUPPORTER}还没有交分项成果").first).to_be_visible()
    fill(lead, open_parts="市建设局没有答复，已报告市委、市政府；接驳由本局组织完成。")
    press(lead, "申请办结")
    office = log_in(new_page(), OFFICE)
    office.goto(f"/matters/{task.public_id}/accept_task/")
    fill(office, opinion="现场核查，错接点全部改造完成。")
    press(office, "验收通过")
    assert Matter.objects.get(pk=task.pk).state == "accepted"
    office.goto(f"/matters/{meeting.public_id}/?tab=decided")
    expect(office.locator("table").get_by_text("办结").first).to_be_visible()
    shot(office, "walk-meeting-at-the-end")
