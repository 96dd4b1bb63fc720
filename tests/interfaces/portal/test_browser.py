"""The portal in a real browser: readable for everybody, quiet, without script, at every width, carried into another page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from ecoduty.casework.publications.models import (
    PublishedCampaign,
    PublishedHotspots,
    PublishedMap,
    PublishedOpinion,
    PublishedSession,
)
from ecoduty.kernel.clock import now
from tests.interfaces.portal.conftest import list_row
from tests.interfaces.portal.test_hotspots import CONTENT, MAP
from tests.mechanisms.facility_openings.steps import Doors, at
from tests.mechanisms.participation.steps import Asking, Event

pytestmark = pytest.mark.browser


@pytest.fixture
def fresh_db(fresh_city):
    """The browser's server answers from the city."""
    return fresh_city.database


@pytest.fixture
def listed(listed, planned):
    """With what else the public is offered: open days, campaigns, opinions, the map."""
    outreach(planned)
    return listed


def outreach(city) -> None:
    doors = Doors(city, last_opened_on="2027-01-05")
    doors.announce(at(2, 27), waiting_limit=5)
    Event(city, starts_on="2027-02-20", ends_on="2027-02-20").do("announce")
    Asking(city, date(2027, 3, 20))
    PublishedMap.objects.create(content=MAP, published_at=now())
    PublishedHotspots.objects.create(month=date(2026, 12, 1), content=CONTENT, published_at=now())


def addresses(published, listed) -> list[str]:
    old, new = listed
    session, opinion = PublishedSession.objects.get(), PublishedOpinion.objects.get()
    campaign = PublishedCampaign.objects.get()
    return [
        "/portal/openings/", f"/portal/openings/{session.pk}/", "/portal/openings/bookings/", "/portal/campaigns/",
        "/portal/commendations/",
        f"/portal/campaigns/{campaign.pk}/", "/portal/opinions/", f"/portal/opinions/{opinion.pk}/", "/portal/map/",
        "/portal/responsibilities/", "/portal/responsibilities/?q=河道", "/portal/responsibilities/fields/water/",
        "/portal/bodies/water-bureau/responsibilities/", f"/portal/lists/{old.pk}/",
        f"/portal/lists/{new.pk}/changes/{old.pk}/", "/portal/embed/water-bureau/responsibilities/",
        f"/portal/responsibilities/rows/{list_row(1, '').key}/",
        "/portal/", "/portal/plan/", "/portal/reports/", "/portal/reports/2026/", "/portal/bodies/water-bureau/",
        "/portal/accessibility/", "/portal/embed/water-bureau/",
        *(f"/portal/items/{published[key].public_id}/" for key in ("water-bureau", "declined", "withdrawn")),
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_quiet(published, listed, new_page: Callable[..., Page], axe, watch, scheme: str):
    watch.expected.append("404 (Not Found)")
    page = new_page(color_scheme=scheme)
    for address in [*addresses(published, listed), "/portal/nothing/"]:
        page.goto(address)
        axe(page)


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_page_is_wider_than_the_screen_even_in_large_type(
    published, listed, new_page: Callable[..., Page], width: int
):
    page = new_page(viewport={"width": width, "height": 800})
    for large in (0, 1):
        page.goto(f"/portal/type/?large={large}&next=/portal/")
        for address in addresses(published, listed):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_text_of_twice_the_size_fits_a_phone(published, publish, listed, new_page: Callable[..., Page]):
    publish(
        "water-bureau", 9, kind="problem", kind_label="整改结果公示", title="整改结果公示：杏林湾一处排口", period=""
    )
    page = new_page(viewport={"width": 390, "height": 800}, bypass_csp=True)
    for address in ("/portal/", "/portal/reports/", "/portal/reports/2026/", "/portal/bodies/water-bureau/", "/portal/openings/",
                    "/portal/campaigns/", "/portal/responsibilities/?q=河道"):  # fmt: skip
        page.goto(address)
        page.add_style_tag(content="html { font-size: 200% !important; }")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_bars_keep_their_proportions_on_a_phone(planned, new_page: Callable[..., Page]):
    for month, total in ((10, 30), (11, 60), (12, 120)):
        content = {**CONTENT, "cells": [*CONTENT["cells"][:-1], [0, 0, total]]}
        PublishedHotspots.objects.create(month=date(2026, month, 1), content=content, published_at=now())
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto("/portal/map/")
    widths = [one.bounding_box()["width"] for one in page.locator(".bars rect").all()]
    assert [round(width / widths[0], 1) for width in widths] == [1.0, 0.5, 0.2]


def test_from_home_to_a_report_without_script(published, new_page: Callable[..., Page]):
    page = new_page(java_script_enabled=False)
    page.goto("/portal/")
    page.get_by_role("link", name="长者版").click()
    expect(page.locator("html")).to_have_class("large")
    page.get_by_label("主导航").get_by_role("link", name="看公开").click()
    row = page.get_by_role("row", name="市水利局")
    row.get_by_role("link", name="已公开").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("市水利局2026年度生态环境保护履职专题报告")
    expect(page.get_by_text("整治排口十二个")).to_be_visible()


def test_first_tab_leads_past_the_frame(published, new_page: Callable[..., Page]):
    page = new_page()
    page.goto("/portal/plan/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_list_is_carried_into_another_page_and_the_portal_is_not(published, new_page: Callable[..., Page], live, watch):
    watch.expected += ["Refused to frame", "Framing", "frame-ancestors", "X-Frame-Options"]
    page = new_page()
    frames = '<iframe id="list" src="/portal/embed/water-bureau/"></iframe><iframe id="all" src="/portal/"></iframe>'
    site = f'<!doctype html><link rel="icon" href="data:,">{frames}'
    page.route("**/department/", lambda route: route.fulfill(body=site, content_type="text/html"))
    page.goto("/department/")
    expect(page.frame_locator("#list").get_by_role("link", name="市水利局2026年度")).to_be_visible()
    expect(page.frame_locator("#all").get_by_role("link", name="看报告")).to_have_count(0)
