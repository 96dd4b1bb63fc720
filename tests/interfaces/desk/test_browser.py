"""The pages in a real browser: nothing on the console, nothing from elsewhere, readable for everybody, and the small helps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from ecoduty.casework.matters.models import Matter
from tests.interfaces.desk import toy
from tests.interfaces.desk.conftest import NOON, PASSWORD, actor, settle

pytestmark = pytest.mark.browser
DUE = date(2026, 1, 31)
DRAFT = {"text": "本年度情况报告", "kind": "report"}


@pytest.fixture
def paper(live, clock, toy_table, tmp_path: Path) -> Matter:
    """A paper for signature, beside one that is badly late, one due today and one without limit."""
    settle(tmp_path)
    liaison = actor("liaison@water-bureau")
    for title, days in (("督办单反馈", -20), ("提醒函回复", 0), ("意见征求", 2)):
        toy.do(toy.open_paper(title, due=NOON.date() + timedelta(days=days)), "submit", liaison, **DRAFT)
    toy.do(toy.open_paper("没有期限的件"), "submit", liaison, **DRAFT)
    return toy.do(toy.open_paper("水利局专题报告", due=DUE, copy_to="ecology-bureau"), "submit", liaison, **DRAFT)


def sign_in(page: Page, username: str = "principal@water-bureau", where: str = "/") -> Page:
    page.goto(f"/login/?next={where}")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: not urlsplit(url).path.startswith("/login"), wait_until="load")
    return page


def addresses(paper: Matter) -> list[str]:
    here = f"/matters/{paper.public_id}/"
    return ["/", "/matters/", "/matters/?due=overdue", "/filters/", here, here + "return/", here + "ledger/", "/inbox/", "/directory/",
            "/directory/water-bureau/", "/password/"]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_quiet(paper, new_page: Callable[..., Page], axe, watch, scheme: str):
    watch.expected.append("404 (Not Found)")
    page = new_page(color_scheme=scheme)
    page.goto("/login/")
    axe(page)
    sign_in(page)
    for address in [*addresses(paper), "/nothing/"]:
        page.goto(address)
        axe(page)


def test_paper_is_white_whatever_the_screen_is(paper, new_page: Callable[..., Page]):
    page = sign_in(new_page(color_scheme="dark"), where=f"/matters/{paper.public_id}/")
    drawn = "one => getComputedStyle(one).fill"
    assert page.locator("text.now-label").first.evaluate(drawn) != "rgb(255, 255, 255)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("text.now-label").first.evaluate(drawn) == "rgb(255, 255, 255)"
    assert page.locator("rect.box.now, .flow .box.now").first.evaluate(drawn) == "rgb(0, 0, 0)"


@pytest.mark.parametrize("width", [360, 390, 768, 1024])
def test_no_page_is_wider_than_the_screen(paper, new_page: Callable[..., Page], width: int):
    page = sign_in(new_page(viewport={"width": width, "height": 800}))
    for address in addresses(paper):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_everything_works_without_script(paper, new_page: Callable[..., Page]):
    page = sign_in(new_page(java_script_enabled=False))
    page.get_by_role("link", name="水利局专题报告").click()
    page.get_by_role("link", name="退回修改", exact=True).click()
    page.get_by_label("退回意见").fill("请补数据")
    page.get_by_role("button", name="退回修改").click()
    expect(page.get_by_role("status")).to_contain_text("退回修改，已办。现在是“拟稿”")


def test_the_arrow_keys_go_from_one_main_act_to_the_next(paper, page: Page):
    sign_in(page)
    page.locator(".sum .on").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    acts = page.locator("#work .row .do .btn")
    expect(acts.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(acts.nth(0)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".sum .on")).to_be_focused()


def test_panel_opens_in_place_and_posts_plainly(paper, page: Page):
    sign_in(page, where=f"/matters/{paper.public_id}/")
    page.get_by_role("link", name="退回修改", exact=True).click()
    page.locator("#panel").get_by_label("退回意见").fill("请补数据")
    page.locator("#panel").get_by_role("button", name="退回修改").click()
    expect(page.get_by_role("status")).to_contain_text("退回修改，已办。")
    expect(page.locator(".box.now").first).to_be_attached()


def test_filters_swap_the_rows_and_keep_an_address(paper, page: Page):
    sign_in(page, where="/matters/")
    page.get_by_label("期限").select_option("overdue")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    assert "due=overdue" in page.url
    page.reload()
    expect(page.locator("#rows tbody tr")).to_have_count(1)


LATE_ENTER = """field => {
    const late = new KeyboardEvent("keydown", {key: "Enter", keyCode: 229, bubbles: true, cancelable: true});
    if (field.dispatchEvent(late)) { field.form.submit(); }
}"""


def test_enter_that_ends_a_composition_sends_nothing(paper, page: Page):
    sign_in(page)
    page.keyboard.press("Control+k")
    search = page.locator("#find")
    expect(search).to_be_focused()
    search.dispatch_event("compositionstart")
    search.press("Enter")
    assert page.url.endswith("/")
    search.dispatch_event("compositionend")
    search.evaluate(LATE_ENTER)  # as some input methods send it, after the end
    assert page.url.endswith("/")
    search.fill("水利局")
    search.press("Enter")
    page.wait_for_url("**/search/?q=*")


def test_problem_summary_takes_the_focus_and_leads_to_the_field(paper, page: Page, watch):
    watch.expected.append("422 (Unprocessable")
    sign_in(page, where=f"/matters/{paper.public_id}/return/")
    page.get_by_label("退回意见").evaluate("field => field.required = false")
    page.get_by_role("button", name="退回修改").click()
    summary = page.locator("#problems")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(page.get_by_label("退回意见")).to_be_focused()


def test_diagram_shows_one_drawing_for_each_width(paper, new_page: Callable[..., Page]):
    for width, shown in ((1440, "across"), (1100, "mid"), (390, "down")):
        page = sign_in(new_page(viewport={"width": width, "height": 800}), where=f"/matters/{paper.public_id}/")
        visible = [name for name in ("across", "mid", "down") if page.locator(f".flow svg.{name}").is_visible()]
        assert visible == [shown]


def test_filters_fold_away_on_a_phone_and_come_back(paper, new_page: Callable[..., Page]):
    page = sign_in(new_page(viewport={"width": 390, "height": 800}), where="/matters/")
    expect(page.get_by_label("期限")).to_be_hidden()
    page.get_by_text("更多条件").click()
    expect(page.get_by_label("期限")).to_be_visible()
    expect(page.locator("#rows tbody tr")).to_have_count(5)
