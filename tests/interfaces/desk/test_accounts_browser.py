"""The pages of accounts in a real browser: nothing of WCAG 2.2 AA is broken, and the second factor works by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import expect

from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import perform
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.models import Account, Factor
from tests.city import PASSWORD
from tests.organisation.accounts.factors import Phone, bind
from tests.organisation.towns import SYSTEM

FOLDER = Path(__file__).resolve().parents[3] / "var" / "screenshots"
AUDIT = "audit.administrator"


def log_in(page, username: str) -> None:
    page.goto("/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("口令", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def shot(page, name: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.browser
def test_a_principal_binds_a_factor_and_logs_in_with_it(fresh_city, live, page, axe):
    log_in(page, "water-bureau.principal")
    page.goto("/account/")
    axe(page)
    page.get_by_role("link", name="绑定", exact=True).click()
    secret = page.locator(".secret").inner_text().replace(" ", "")
    axe(page)
    shot(page, "factor-bind")
    page.get_by_label("动态口令").fill(pyotp.TOTP(secret).generate_otp(int(wall_now().timestamp()) // 30))
    page.get_by_role("button", name="绑定").click()
    expect(page.locator(".codes code")).to_have_count(10)
    axe(page)
    shot(page, "factor-codes")
    page.goto("/account/")
    axe(page)
    shot(page, "account-bound")
    page.locator("details.menu summary").first.click()
    page.get_by_role("button", name="退出登录").click()
    log_in(page, "water-bureau.principal")
    axe(page)
    shot(page, "second-step")
    Factor.objects.update(last_step=0)
    page.get_by_label("动态口令").fill(pyotp.TOTP(secret).generate_otp(int(wall_now().timestamp()) // 30))
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(f"{live.url}/")


@pytest.mark.browser
def test_pages_of_the_administrators(fresh_city, live, page, new_page, axe):
    phone = _ready(AUDIT)
    log_in(page, AUDIT)
    page.get_by_label("动态口令").fill(phone.code(1))
    page.get_by_role("button", name="登录").click()
    for address, name in (("/system/events/", "events"), ("/system/accounts/", "accounts")):
        page.goto(address)
        axe(page)
        shot(page, name)
    liaison = Account.objects.get(username="water-bureau.liaison")
    clerk = new_page()
    log_in(clerk, "committee-office.clerk")
    clerk.goto(f"/system/accounts/{liaison.pk}/")
    clerk.get_by_role("button", name="发邀请链接").click()
    link = clerk.get_by_label("链接").input_value()
    axe(clerk)
    shot(clerk, "account-invited")
    guest = new_page()
    guest.goto(re.sub(r"^https?://[^/]+", "", link))
    axe(guest)
    shot(guest, "invitation")


def _ready(username: str) -> Phone:
    account = Account.objects.get(username=username)
    perform(ACCOUNT, "unlock", account.pk, actor=SYSTEM)
    Account.objects.filter(pk=account.pk).update(must_change_password=False)
    return bind(account)
