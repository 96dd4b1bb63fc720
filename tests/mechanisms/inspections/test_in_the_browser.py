"""A finger on the map of the districts: the place of a problem, as a person points at it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from ecoduty.interfaces.desk import district_map
from tests.mechanisms.inspections.steps import Road
from tests.mechanisms.leadership.test_site_visits import record
from tests.mechanisms.reports.test_in_the_browser import log_in, press

NARROW, WIDE = 390, 1440

pytestmark = pytest.mark.browser


def seen(page: Page, axe) -> None:
    """Wide and narrow, nothing wider than the screen, WCAG 2.2 AA."""
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
    axe(page)


def test_a_place_is_pointed_at_and_stands_on_the_map_of_problems(fresh_city, new_page, axe):
    road = Road(fresh_city)
    record(fresh_city)
    clerk = log_in(new_page(), "committee-office.clerk")
    clerk.goto(f"/matters/{road.matter.public_id}/point-at-place/")
    picture, _ = district_map.drawn()
    x, y = picture.middle(next(area for area in picture.areas if area.key == "siming"))
    clerk.locator("input[type=image]").click(position={"x": x, "y": y})
    expect(clerk.get_by_label("所在区")).to_have_value("siming")
    seen(clerk, axe)
    press(clerk, "在图上标出位置")
    own = road.matter.problem
    assert own.district.key == "siming"
    clerk.goto("/problems/")
    expect(clerk.get_by_role("link", name="杏林湾排洪沟污水直排")).to_be_visible()
    seen(clerk, axe)
    clerk.goto("/site-visits/")
    seen(clerk, axe)
    clerk.goto("/matters/?kind=inspection")
    expect(clerk.get_by_role("link", name="安排计划外检查")).to_be_visible()  # three buttons beside each other
    seen(clerk, axe)
