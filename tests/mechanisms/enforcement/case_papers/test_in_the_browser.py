"""A paper drawn up, completed and signed as people do it; the road and the page of legs: wide and narrow, WCAG 2.2 AA."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from ecoduty.mechanisms.enforcement.case_papers.composing import BLANK
from tests.mechanisms.enforcement.transfer_steps import HEAD, OFFICER, Road
from tests.mechanisms.inspections.test_in_the_browser import seen
from tests.mechanisms.reports.test_in_the_browser import log_in, press

pytestmark = pytest.mark.browser


def test_a_transfer_letter_is_drawn_up_completed_and_signed(fresh_city, new_page, axe):
    road = Road(fresh_city)
    road.to_approved()
    here = f"/matters/{road.matter.public_id}/"
    officer = log_in(new_page(), OFFICER)
    officer.goto(f"{here}?tab=papers")
    expect(officer.get_by_text("现在等", exact=True)).to_be_visible()
    seen(officer, axe)
    press(officer, "案件移送书")
    officer.get_by_role("link", name="案件移送书", exact=True).click()
    text = officer.get_by_label("正文")
    expect(text).to_have_value(re.compile("总排口铅超标五倍"))
    seen(officer, axe)
    text.fill(text.input_value().replace(BLANK, "无"))
    press(officer, "保存文书")
    head = log_in(new_page(), HEAD)
    head.goto(f"{here}?tab=papers")
    head.get_by_role("link", name="签发", exact=True).click()
    head.get_by_label("发文字号").fill("厦环移〔2026〕9号")
    seen(head, axe)
    press(head, "签发文书")
    head.goto(f"{here}?tab=papers")
    expect(head.get_by_text("厦环移〔2026〕9号").first).to_be_visible()
    head.goto("/enforcement/statistics/")
    seen(head, axe)
    head.get_by_role("row", name="移送公安").get_by_role("link").nth(2).click()
    expect(head.get_by_role("heading", name="移送公安：在办的")).to_be_visible()
    seen(head, axe)
