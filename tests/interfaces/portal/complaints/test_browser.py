"""A resident's report on a telephone, in a real browser with script: riddle, draft over a lost connection, place on the map."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ecoduty.casework.intakes.models import Intake
from ecoduty.casework.intakes.states import IntakeState
from ecoduty.casework.intakes.taking import take_in
from ecoduty.mechanisms.complaints.models import Complaint
from tests.interfaces.portal.complaints.citizen import FORM, TEXT

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


@pytest.mark.clause("24.2", page="/portal/complain/")
def test_report_survives_a_lost_connection_is_proved_by_script_and_followed(
    planned, new_page: Callable[..., Page], axe: Callable[[Page], None], watch
):
    page = new_page(viewport=PHONE, has_touch=True)
    page.goto(FORM)
    page.get_by_label("反映哪一类").select_option("noise")
    page.get_by_label("什么事、什么时候").fill(TEXT)
    page.get_by_label("所在区").select_option("huli")
    page.context.set_offline(True)
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_text("网络断开了")).to_be_focused()
    page.context.set_offline(False)
    page = _opened_again(page, watch)
    expect(page.get_by_text("已从这台设备恢复")).to_be_visible()
    expect(page.get_by_label("什么事、什么时候")).to_have_value(TEXT)
    _point(page)
    expect(page.get_by_label("所在区").locator("option:checked")).to_have_text("思明区")
    expect(page.get_by_label("什么事、什么时候")).to_have_value(TEXT)
    axe(page)
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_role("heading", name="核对后发送")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="发送").click()  # at once: the press waits for the riddle
    expect(page.get_by_role("heading", name="已收到")).to_be_visible(timeout=60_000)
    axe(page)
    assert page.evaluate("localStorage.length") == 0
    assert Intake.objects.get().state == IntakeState.WAITING  # proved: nobody has to look at it first
    take_in()
    report = Complaint.objects.get()
    assert (report.text, report.district.key) == (TEXT, "siming")
    assert report.longitude is not None
    page.get_by_role("button", name="查进度").click()
    expect(page.get_by_text("已收到，待受理")).to_be_visible()
    axe(page)


def _opened_again(page: Page, watch) -> Page:
    """The same telephone, the page closed meanwhile."""
    context = page.context
    page.close()
    again = context.new_page()
    watch.follow(again)
    again.goto(FORM)
    return again


def _point(page: Page) -> None:
    """Touch the map where the district's name stands, as its picture draws it."""
    picture = page.locator(".map input")
    expect(picture).to_have_js_property("width", 340)
    source = page.request.get(str(picture.get_attribute("src")))
    assert "style-src 'unsafe-inline'" in source.headers["content-security-policy"]
    name = source.text().partition(">思明区<")[0].rpartition("<text ")[2]
    x, y = (float(part) for part in name.replace("x=", "").replace("y=", "").replace('"', "").split())
    picture.click(position={"x": x, "y": y})
    expect(page.get_by_text("已标出位置")).to_be_visible()
