"""Registering a complaint: the answer to its text comes while it is written, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ecoduty.casework.matters.models import Matter
from tests.mechanisms.complaints.steps import TEXT
from tests.mechanisms.lead_departments.test_in_the_browser import seen
from tests.mechanisms.reports.test_in_the_browser import log_in, press
from tests.mechanisms.responsibilities.standing import in_force

pytestmark = pytest.mark.browser


def test_the_answer_comes_while_it_is_written_and_is_offered_when_dispatched(fresh_city, new_page, axe):
    in_force(
        "construction-bureau",
        {"name": "建筑施工噪声监管", "unit": "安全处", "field": "noise", "words": ["打桩", "工地噪声"]},
    )
    in_force("police", {"name": "社会生活噪声监管", "field": "noise", "words": ["广场舞", "唱歌", "噪声"]})
    clerk = log_in(new_page(), "committee-office.clerk")
    clerk.goto("/complaints/new/")
    expect(clerk.get_by_text("写下反映内容，就能看到归谁管")).to_be_visible()
    seen(clerk, axe, "complaint-empty")
    clerk.locator("#f-text").fill(TEXT)
    expect(clerk.locator("#suggested").get_by_text("建筑施工噪声监管").first).to_be_visible()
    seen(clerk, axe, "complaint-suggested")
    clerk.get_by_label("渠道").select_option(label="12345热线")
    press(clerk, "登记反映")
    expect(clerk.locator("#f-responsibility")).not_to_have_value("")
    seen(clerk, axe, "complaint-dispatch")
    press(clerk, "派单")
    matter = Matter.objects.select_related("holder").get(kind="complaint")
    assert matter.holder.key == "construction-bureau"
    builder = log_in(new_page(), "construction-bureau.liaison")
    builder.goto(f"/matters/{matter.public_id}/")
    seen(builder, axe, "complaint-matter")
    builder.goto(f"/matters/{matter.public_id}/?tab=ways")
    expect(builder.get_by_text("建筑施工噪声监管").first).to_be_visible()


def test_without_scripts_the_same_by_plain_forms(fresh_city, new_page):
    in_force("construction-bureau", {"name": "建筑施工噪声监管", "field": "noise", "words": ["打桩", "工地噪声"]})
    clerk = log_in(new_page(java_script_enabled=False), "committee-office.clerk")
    clerk.goto("/complaints/new/")
    clerk.locator("#f-text").fill(TEXT)
    press(clerk, "查归谁管")
    expect(clerk.locator("#suggested").get_by_text("建筑施工噪声监管").first).to_be_visible()
    clerk.get_by_label("渠道").select_option(label="12345热线")
    press(clerk, "登记反映")
    press(clerk, "派单")
    assert Matter.objects.get(kind="complaint").holder.key == "construction-bureau"
