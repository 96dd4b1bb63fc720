"""The plan, its lists and the rulebook in a real browser: for everybody, on every screen, without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.city import PASSWORD, City
from tests.mechanisms.reports.writing import at, opened

pytestmark = pytest.mark.browser
ADDRESSES = (
    "/plan/",
    "/plan/?only=attention",
    "/plan/?view=print",
    "/plan/10.2/",
    "/plan/11.1/",
    "/plan/4.5/",
    "/rulebook/",
)


@pytest.fixture
def january(live, fresh_city: City) -> City:
    opened(fresh_city)
    fresh_city.clock.move_to(at(1, 20))
    return fresh_city


def sign_in(page: Page, username: str = "committee-office.director") -> Page:
    page.goto("/login/?next=/plan/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/plan/")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_quiet(january, new_page: Callable[..., Page], axe, scheme: str):
    page = sign_in(new_page(color_scheme=scheme))
    for address in ADDRESSES:
        page.goto(address)
        axe(page)


@pytest.mark.parametrize("width", [360, 390, 768, 1024, 1440])
def test_no_page_is_wider_than_the_screen(january, new_page: Callable[..., Page], width: int):
    page = sign_in(new_page(viewport={"width": width, "height": 800}))
    for address in ADDRESSES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_contents_lead_into_closed_articles_without_script(january, new_page: Callable[..., Page]):
    page = sign_in(new_page(java_script_enabled=False))
    expect(page.locator("#c4\\.5")).not_to_be_visible()  # nothing to count there: the article is closed
    page.get_by_role("navigation", name="目录").get_by_text("公开事项清单").click()
    expect(page.locator("#c4\\.5")).to_be_visible()
    page.get_by_role("link", name="逾期15").last.click()
    expect(page.get_by_role("row")).to_have_count(16)
