"""接口令牌 on the desk: issued once, shown once, listed without it, ended at once; each keeper sees his own."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from ecoduty.interfaces.desk.forms import KEY
from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.tokens.models import Token
from tests.city import City
from tests.interfaces.api.calling import Program, issued
from tests.interfaces.desk.test_accounts_browser import AUDIT, log_in, shot
from tests.interfaces.desk.test_accounts_browser import _ready as ready
from tests.organisation.accounts.factors import bind

SYSTEM = "system.administrator"
NEW = "/system/tokens/new/"


def client(city: City, username: str) -> Client:
    if username.endswith(".administrator"):
        Account.objects.filter(username=username).update(must_change_password=False)
        if city.account(username).factor_since is None:
            bind(city.account(username))
    return city.client(username)


def given(**changes: object) -> dict[str, object]:
    return {
        "seat": "water-bureau/liaison", "purpose": "OA报送", "scopes": ["matters:read", "acts:write"],
        "expires_on": str(wall_now().date() + timedelta(days=90)), KEY: "once", **changes,
    }  # fmt: skip


def html(response) -> str:
    return response.content.decode()


def shown(page: str) -> str:
    return re.search(r'value="(ecoduty_[^"]+)"', page)[1]


def test_a_token_is_shown_once_works_and_leaves_neither_itself_nor_its_digest(city):
    system = client(city, SYSTEM)
    answer = system.post(NEW, given())
    token = shown(html(answer))
    made = Token.objects.get()
    assert "no-store" in answer["Cache-Control"]
    assert Program(token).get("/matters").status_code == 200
    assert (made.purpose, made.scopes) == ("OA报送", ["acts:write", "matters:read"])
    for address in ("/system/tokens/", f"/system/tokens/{made.pk}/"):
        page = html(system.get(address))
        assert "OA报送" in page
        assert "ecoduty_" not in page
    entry = Entry.objects.get(stream=made.stream)
    assert entry.actor_name == city.actor(SYSTEM).name
    assert bytes(made.digest).hex() not in str(entry.facts)


def test_sending_the_form_twice_makes_one_token(city):
    system = client(city, SYSTEM)
    system.post(NEW, given())
    again = system.post(NEW, given(), follow=True)
    assert Token.objects.count() == 1
    assert "只显示一次" in html(again)
    assert "ecoduty_" not in html(again)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"purpose": ""}, "用途"),
        ({"scopes": []}, "权限"),
        ({"seat": ""}, "机构"),
        ({"seat": "water-bureau/principal"}, "令牌只能代联络员或经办人办理"),
        ({"expires_on": "2020-01-01"}, "最长一年"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_entered_is_kept(city, changes, said):
    answer = client(city, SYSTEM).post(NEW, given(**changes))
    page = html(answer)
    assert answer.status_code in {409, 422}
    assert said in page
    assert not Token.objects.exists()
    if "seat" not in changes:
        assert '<option value="water-bureau/liaison" selected' in page
    if "purpose" not in changes:
        assert 'value="OA报送"' in page


def test_a_body_keeps_its_own_tokens_and_sees_no_others(city):
    own, other = issued("water-bureau")[0], issued("ecology-bureau", purpose="数据平台")[0]
    principal = client(city, "water-bureau.principal")
    page = html(principal.get("/system/tokens/"))
    assert "OA报送" in page
    assert "数据平台" not in page
    assert principal.get(f"/system/tokens/{other.pk}/").status_code == 404
    assert principal.post(f"/system/tokens/{other.pk}/revoke/", {KEY: "a"}).status_code == 404
    assert principal.post(NEW, given(seat="ecology-bureau/liaison")).status_code == 409
    assert "ecology-bureau/" not in html(principal.get(NEW))
    assert principal.post(f"/system/tokens/{own.pk}/revoke/", {KEY: "b", "note": "换系统"}).status_code == 302
    assert Token.objects.get(pk=own.pk).state == "revoked"
    assert "已吊销" in html(principal.get(f"/system/tokens/{own.pk}/"))


def test_the_security_administrator_ends_a_token_and_issues_none(city):
    token, _ = issued("water-bureau")
    security = client(city, "security.administrator")
    assert "发放令牌</a>" not in html(security.get("/system/tokens/"))
    assert security.post(NEW, given()).status_code == 403
    assert security.post(f"/system/tokens/{token.pk}/revoke/", {KEY: "a", "note": "疑似泄露"}).status_code == 302
    assert Token.objects.get(pk=token.pk).state == "revoked"


def test_the_audit_administrator_reads_who_issued_and_ended_what(city):
    system, audit = client(city, SYSTEM), client(city, AUDIT)
    system.post(NEW, given())
    token = Token.objects.get()
    system.post(f"/system/tokens/{token.pk}/revoke/", {KEY: "a", "note": "换系统"})
    page = html(audit.get("/system/events/"))
    assert f"令牌{token.pk}（OA报送）" in page
    assert f'href="/system/tokens/{token.pk}/"' in page
    assert "吊销令牌" in html(audit.get("/system/events/?act=revoke"))
    assert "发放令牌" in html(audit.get(f"/system/tokens/{token.pk}/"))
    assert audit.post(f"/system/tokens/{token.pk}/revoke/", {KEY: "b"}).status_code == 403


def test_queries_do_not_grow_with_the_tokens(city, django_assert_max_num_queries):
    system = client(city, SYSTEM)
    for number in range(3):
        issued("water-bureau", purpose=f"系统{number}", days=5)
    system.get("/system/tokens/")
    with django_assert_max_num_queries(12):
        page = html(system.get("/system/tokens/"))
    assert page.count("快到期") == 3
    with django_assert_max_num_queries(12):
        system.get(NEW)


@pytest.mark.browser
def test_the_pages_in_a_browser(fresh_city, live, page, axe):
    page.goto("/login/")
    phone = ready(SYSTEM)
    log_in(page, SYSTEM)
    page.get_by_label("动态口令").fill(phone.code(1))
    page.get_by_role("button", name="登录").click()
    page.goto("/system/tokens/")
    axe(page)
    shot(page, "tokens-empty")
    page.get_by_role("link", name="发放令牌").click()
    axe(page)
    shot(page, "token-new")
    page.get_by_label("代哪个岗位").select_option("water-bureau/liaison")
    page.get_by_label("用途").fill("市水利局 OA 报送年度报告")
    page.get_by_label("读办件、期限、公文和文件").check()
    page.get_by_label("办理动作、上传文件").check()
    page.get_by_role("button", name="发放令牌").click()
    assert page.get_by_label("令牌", exact=True).input_value().startswith("ecoduty_")
    axe(page)
    shot(page, "token-shown")
    page.goto("/system/tokens/")
    axe(page)
    shot(page, "tokens")
