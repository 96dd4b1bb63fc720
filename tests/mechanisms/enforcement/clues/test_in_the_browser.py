"""A clue on its whole road in a browser, from both sides, wide and narrow: WCAG 2.2 AA, nothing wider than the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.mechanisms.enforcement.clues.steps import HEAD, RECEIVER, SEEN, SENDER, Road
from tests.mechanisms.enforcement.obstruction.steps import AGREED, OFFICER, POLICE, Obstructed, Support
from tests.mechanisms.inspections.test_in_the_browser import seen
from tests.mechanisms.reports.test_in_the_browser import log_in, press

pytestmark = pytest.mark.browser


def test_a_clue_is_sent_checked_and_reported_back(fresh_city, new_page, axe):
    sender, receiver = log_in(new_page(), SENDER), log_in(new_page(), RECEIVER)
    sender.goto("/clues/new/")
    seen(sender, axe)
    sender.get_by_label("行为种类").select_option("discharge")
    sender.get_by_label("发现的情况").fill(SEEN["text"])
    sender.get_by_label("地点").fill(SEEN["place"])
    sender.get_by_label("发现日期").fill(SEEN["seen_on"])
    sender.get_by_label("涉嫌单位").fill("甲公司")
    press(sender, "转送线索")
    seen(sender, axe)
    here = sender.url
    receiver.goto(here)
    press(receiver, "签收")
    press(receiver, "受理")
    receiver.goto(f"{here}conclude_clue/")
    seen(receiver, axe)
    receiver.get_by_label("不予立案").check()
    receiver.get_by_label("核查情况和理由").fill("采样未超标")
    press(receiver, "作出核查结论")
    receiver.goto(f"{here}report_back_clue/")
    expect(receiver.get_by_label("回告内容")).to_have_value("不予立案。采样未超标")
    press(receiver, "回告")
    sender.goto(f"{here}?tab=outcome")
    expect(sender.locator("main")).to_contain_text("不予立案。采样未超标")
    seen(sender, axe)


def test_every_page_of_clues_support_and_obstruction_is_read_by_everybody(fresh_city, new_page, axe):
    road, support, report = Road(fresh_city), Support(fresh_city), Obstructed(fresh_city)
    support.do(POLICE, "answer_support", AGREED)
    report.to_decided()
    officer, head, police = (log_in(new_page(), who) for who in (OFFICER, HEAD, POLICE))
    for address in ("/police-support/new/", "/obstruction/new/", *(f"/matters/{report.matter.public_id}/?tab={tab}" for tab in ("report", "concerned", "pieces", "named"))):  # fmt: skip
        officer.goto(address)
        seen(officer, axe)
    for address in (f"/matters/{support.matter.public_id}/handle_support/", f"/matters/{report.matter.public_id}/tell_obstruction/"):  # fmt: skip
        police.goto(address)
        seen(police, axe)
    for address in ("/clues/letter/", f"/matters/{road.matter.public_id}/", f"/matters/{road.matter.public_id}/return_clue/", "/matters/?kind=clue"):  # fmt: skip
        head.goto(address)
        seen(head, axe)
