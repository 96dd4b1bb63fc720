"""Writing a report as the people of a bureau do it, each in a browser of his own.

Two write at once; a stand-in's page outlives the stand-in; the principal signs with a second factor, and the papers open.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import docx
import pyotp
import pytest
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from ecoduty.casework.documents import texts
from ecoduty.casework.documents.models import Draft
from ecoduty.interfaces.desk.sessions import PROVED
from ecoduty.kernel.clock import SHANGHAI, wall_now
from ecoduty.kernel.flow import perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.outbox import drainer
from ecoduty.organisation.accounts.models import Factor
from ecoduty.organisation.directory.flow import BODY
from tests.city import PASSWORD, City
from tests.mechanisms.reports.writing import Writer, opened
from tests.organisation.towns import SYSTEM

pytestmark = pytest.mark.browser
SECTION = "督察整改"
OLD = "整改任务7项。\n任务均已认领。\n已销号6项。\n凭证齐备。\n余下1项正在办理。"
LIAISON, DEPUTY, PRINCIPAL = "water-bureau.liaison", "water-bureau.deputy", "water-bureau.principal"


@pytest.fixture
def report(live, fresh_city: City) -> Writer:
    """The water bureau's annual report, its first version saved."""
    writer = Writer(fresh_city, opened(fresh_city))
    writer.write(督察整改=OLD)
    return writer


def where(report: Writer, rest: str = "") -> str:
    return f"/matters/{report.matter.public_id}/{rest}"


def sign_in(page: Page, username: str, to: str = "/") -> Page:
    page.goto(f"/login/?next={to}", timeout=30_000)  # the first request to a server brings everything in
    page.get_by_label("用户名").fill(username)
    page.get_by_label("口令", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: urlsplit(url).path != "/login/", wait_until="load")
    return page


def at_the_desk(page: Page, report: Writer) -> Page:
    """The page of writing, once its editors stand."""
    page.goto(where(report, "save_draft/"))
    page.locator("form[data-ready]").wait_for(timeout=20_000)
    return page


def add(page: Page, paragraph: int, words: str, section: str = SECTION) -> None:
    """Click into a paragraph of a section, go to its end and type."""
    text: Locator = page.get_by_role("textbox", name=section)
    text.locator("p").nth(paragraph).click()
    page.keyboard.press("End")
    page.keyboard.type(words)
    expect(page.locator(f"textarea[name='sections.{section}']")).to_have_value(re.compile(words))


def save(page: Page, button: str = "保存成稿") -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def in_force(report: Writer) -> dict[str, str]:
    return dict(texts.text_of(texts.current(report.matter.documents.get())))


def test_two_write_at_once_and_nobodys_text_is_lost(report: Writer, new_page: Callable[..., Page], watch, axe):
    watch.expected.append("409")
    liaison = at_the_desk(sign_in(new_page(), LIAISON), report)
    deputy = at_the_desk(sign_in(new_page(), DEPUTY), report)
    expect(deputy.get_by_text("市水利局·联络员从今天 08:00起也在编辑这份稿子")).to_be_visible()
    add(liaison, 0, "联络员补了来源。")
    add(liaison, 2, "联络员补了日期。")
    add(deputy, 2, "分管负责人补了验收。")
    add(deputy, 4, "分管负责人补了期限。")
    add(deputy, 0, "另附节水一项。", "绿色低碳发展")

    save(liaison)
    expect(liaison.get_by_role("status").first).to_contain_text("已办")
    save(deputy)
    expect(deputy.get_by_role("heading", name="合并两份改动")).to_be_visible()
    expect(deputy.get_by_text("有1处两人都改了，请逐处选定")).to_be_visible()
    expect(deputy.get_by_text("对方的改动，已并入")).to_have_count(1)
    expect(deputy.get_by_text("您的改动，已并入")).to_have_count(2)
    axe(deputy)
    assert in_force(report)[SECTION].count("分管负责人") == 0  # nothing was written over

    save(deputy, "合并后保存")  # without a choice: asked again, everything still there
    expect(deputy.get_by_role("alert")).to_contain_text("还有1处没有选")
    deputy.get_by_label("改写成：").check()
    deputy.get_by_label("第1处改写成").fill("已销号6项，均已验收。")
    save(deputy, "合并后保存")
    expect(deputy.get_by_role("status").first).to_contain_text("已办")

    kept = in_force(report)
    assert kept[SECTION] == (
        "整改任务7项。联络员补了来源。\n任务均已认领。\n已销号6项，均已验收。\n凭证齐备。\n余下1项正在办理。分管负责人补了期限。"
    )
    assert kept["绿色低碳发展"].endswith("另附节水一项。")
    versions = dict(Draft.objects.filter(document__matter=report.pk).values_list("version", "author"))
    assert [versions[n].split("·")[1][:3] for n in (1, 2, 3)] == ["联络员", "联络员", "分管负"]


def stand_in(report: Writer) -> None:
    """The deputy is on leave; the principal stands in until the eighth of December."""
    city = report.city
    data = {
        "post": "deputy", "holder": city.account(DEPUTY).person_id, "delegate": city.account(PRINCIPAL).person_id,
        "since": "2026-12-01", "until": "2026-12-08", "cause": "年休假",
    }  # fmt: skip
    perform(BODY, "delegate", "water-bureau", actor=SYSTEM, data=data)


def switch_to_the_deputys_post(page: Page) -> None:
    page.locator("details.menu summary").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="分管负责人").click()
    expect(page.get_by_label("岗位与账户：市水利局分管负责人")).to_be_visible()


def by_its_date(report: Writer, new_page: Callable[..., Page]) -> None:
    report.city.clock.move_to(datetime(2026, 12, 8, 8, 0, tzinfo=SHANGHAI))


def by_whoever_came_back(report: Writer, new_page: Callable[..., Page]) -> None:
    back = sign_in(new_page(), DEPUTY, "/account/")
    back.get_by_role("link", name="提前结束").click()
    back.get_by_label("结束日期").fill("2026-12-01")
    save(back, "提前结束代行")
    expect(back.get_by_role("status").first).to_contain_text("已办")
    expect(back.get_by_role("link", name="提前结束")).to_have_count(0)


@pytest.mark.parametrize("end", [by_its_date, by_whoever_came_back])
def test_a_stand_ins_page_outlives_the_stand_in(report: Writer, new_page: Callable[..., Page], watch, axe, end):
    watch.expected.append("403")
    stand_in(report)
    page = sign_in(new_page(), PRINCIPAL)
    switch_to_the_deputys_post(page)
    at_the_desk(page, report)
    add(page, 1, "代行期间写的一句。")
    expect(page.get_by_text("已暂存")).to_be_visible()
    end(report, new_page)
    add(page, 2, "委托结束后写的一句。")
    expect(page.get_by_role("alert").filter(has_text="代行“市水利局·分管负责人”已经结束")).to_be_visible()
    expect(page.get_by_role("textbox", name=SECTION)).to_contain_text("委托结束后写的一句。")

    entries = Entry.objects.count()
    save(page)
    expect(page.get_by_text("您代行“市水利局·分管负责人”已经结束，由本人恢复办理，刚才的操作没有办。")).to_be_visible()
    expect(page.get_by_label(SECTION)).to_have_value(
        OLD.replace("认领。", "认领。代行期间写的一句。").replace("6项。", "6项。委托结束后写的一句。")
    )
    axe(page)
    assert in_force(report)[SECTION] == OLD
    assert Entry.objects.count() == entries
    page.get_by_role("link", name="回工作台").click()
    expect(page.get_by_role("status").filter(has_text="您现在的岗位是“市水利局·主要负责人”。")).to_be_visible()

    deputy = at_the_desk(sign_in(new_page(), DEPUTY), report)  # whoever came back goes on himself
    add(deputy, 1, "本人回来接着写。")
    save(deputy)
    expect(deputy.get_by_role("status").first).to_contain_text("已办")
    assert "本人回来接着写。" in in_force(report)[SECTION]


def code_of(secret: str) -> str:
    """What the telephone shows, as if half a minute had passed since the last code was used."""
    Factor.objects.update(last_step=0)
    return pyotp.TOTP(secret).generate_otp(int(wall_now().timestamp()) // 30)


def enrol(page: Page) -> str:
    """Bind a second factor by hand, by the secret that the page shows."""
    page.goto("/account/")
    page.get_by_role("link", name="绑定", exact=True).click()
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("动态口令").fill(code_of(secret))
    page.get_by_role("button", name="绑定").click()
    expect(page.locator(".codes code")).to_have_count(10)
    return secret


def let_the_proof_grow_old(context: BrowserContext, minutes: int = 11) -> None:
    key = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "sessionid")
    session = SessionStore(key)
    session[PROVED] -= minutes * 60
    session.save()


def test_the_principal_signs_with_a_second_factor_and_the_papers_open(
    report: Writer, new_page: Callable[..., Page], watch
):
    watch.expected += ["428", "422"]
    report.do("liaison", "submit_for_review")
    report.do("deputy", "pass_review")
    secret = enrol(sign_in(new_page(), PRINCIPAL))

    page = sign_in(new_page(), PRINCIPAL, where(report, "sign/"))
    page.get_by_label("动态口令").fill(code_of(secret))
    with page.expect_navigation():
        page.get_by_role("button", name="登录").click()
    expect(page.get_by_label("发文字号")).to_be_visible()
    expect(page.get_by_label("动态口令")).to_have_count(0)  # proved a moment ago
    let_the_proof_grow_old(page.context)
    page.get_by_label("发文字号").fill("厦水〔2026〕3号")
    save(page, "签发")
    expect(page.get_by_role("alert")).to_contain_text("动态口令")
    expect(page.get_by_label("发文字号")).to_have_value("厦水〔2026〕3号")
    assert report.matter.state != "signed"
    page.get_by_label("动态口令").fill("000000")
    save(page, "签发")
    expect(page.get_by_role("alert")).to_contain_text("动态口令不对")
    page.get_by_label("动态口令").fill(code_of(secret))
    save(page, "签发")
    assert report.matter.state == "signed"
    drainer.drain()  # the paper is drawn

    page.goto(where(report, "?tab=paper"))
    expect(page.locator(".leaves img").first).to_be_visible()
    pdf = page.context.request.get(page.get_by_role("link", name="下载 PDF").get_attribute("href") or "")
    assert pdf.headers["content-type"] == "application/pdf"
    _holds("".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(pdf.body())).pages), report)
    with page.expect_download() as started:
        page.get_by_role("link", name="下载 Word").click()
    assert started.value.suggested_filename.endswith(".docx")
    _holds("".join(docx.Document(str(Path(started.value.path()))).element.itertext()), report)


def _holds(text: str, report: Writer) -> None:
    """Title, number and every paragraph of the section stand in a paper."""
    bare = re.sub(r"\s", "", text)
    for words in (report.matter.documents.get().title, "厦水〔2026〕3号", *OLD.split("\n")):
        assert re.sub(r"\s", "", words) in bare, words
