"""Inbox, notice settings and channels in a real browser: readable for everybody, usable with the keyboard, fits a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from ecoduty.casework.deliveries import composing, outside
from ecoduty.casework.deliveries.models import NoticeSettings
from ecoduty.casework.deliveries.outside import Outside
from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Seat
from ecoduty.kernel.clock import now
from ecoduty.kernel.outbox import drainer
from ecoduty.organisation.directory.models import Person
from tests.city import PASSWORD, City
from tests.mechanisms.reports.writing import opened

pytestmark = pytest.mark.browser
NAME, KEEPER = "water-bureau.liaison", "committee-office.director"


@pytest.fixture
def furnished(fresh_city: City, live: str) -> Iterator[City]:
    """Channels, of which one refuses; notices about a report and about nothing."""

    def refuse(key: str, payload: dict[str, object]) -> None:
        composing.compose(int(str(payload["message"])), "email")
        raise drainer.DeliveryRefusedError("550 没有这个信箱")

    outside.offer(Outside("email", "电子邮件", "mail"), refuse)
    outside.offer(Outside("sms", "短信", "mobile"), refuse)
    city = fresh_city
    Person.objects.filter(accounts__username=NAME).update(mail="liaison@example.gov.cn")
    report, actor = opened(city), city.actor(NAME)
    seat = Seat(actor.post or 0, actor.person)
    notices.write([Draft(seat, "escalation", f"第{number}条", "说明", report.pk) for number in range(3)], now())
    notices.write([Draft(seat, "other", "别的事")], now())
    city.clock.advance(timedelta(minutes=1))
    drainer.drain()
    yield city
    for key in ("email", "sms"):
        outside.withdraw(key)


def sign_in(page: Page, username: str, where: str) -> Page:
    page.goto(f"/login/?next={where}")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"**{where}", wait_until="load")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_are_accessible_and_fit(
    furnished: City, new_page: Callable[..., Page], axe: Callable[[Page], None], scheme: str, width: int
) -> None:
    for username, addresses in (
        (NAME, ("/inbox/", "/inbox/?by=matter", "/inbox/?only=unread", "/account/notices/")),
        (KEEPER, ("/system/outside/",)),
    ):
        page = sign_in(new_page(color_scheme=scheme, viewport={"width": width, "height": 844}), username, "/inbox/")
        for address in addresses:
            page.goto(address)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_choices_are_made_with_the_keyboard_and_stay(furnished: City, page: Page) -> None:
    sign_in(page, NAME, "/account/notices/")
    page.get_by_label("催办用电子邮件").focus()
    page.keyboard.press("Home")
    page.get_by_label("通知用电子邮件").select_option("off")
    page.get_by_role("button", name="保存设置").press("Enter")

    expect(page.get_by_text("通知设置已保存。")).to_be_visible()
    expect(page.get_by_label("通知用电子邮件")).to_have_value("off")
    assert NoticeSettings.objects.get().chosen["modes"]["other"] == {"email": "off"}


def test_a_calendar_address_is_shown_once(furnished: City, page: Page) -> None:
    sign_in(page, NAME, "/account/notices/")
    page.get_by_role("button", name="生成日历地址").click()

    expect(page.get_by_label("日历地址", exact=True)).to_have_value(re.compile(r"^http://.+/calendar/[\w-]{40,}\.ics$"))
    page.goto("/account/notices/")
    expect(page.get_by_label("日历地址", exact=True)).to_have_count(0)
