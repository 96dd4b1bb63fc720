"""The editor in a real browser: the same text in and out, paste from the field's programs, keyboard, composition."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from ecoduty.casework.documents import texts
from ecoduty.casework.documents.blocks import Heading, Items, Table, parse, text_of
from ecoduty.casework.matters.models import Matter
from tests.city import PASSWORD, City
from tests.mechanisms.reports.writing import Writer, opened

pytestmark = pytest.mark.browser
SECTIONS = ("绿色低碳发展", "督察整改", "污染防治攻坚", "生态系统质量")
_SIGNS = "#-|\\↵:.0123 甲乙（）\u3000\u00a0\t\ufeff\x1c\x85\u2028\n\r\v\f<>&𠮷"
_wild = st.text(alphabet=st.one_of(st.sampled_from(_SIGNS), st.characters(codec="utf-8")), max_size=60)


@pytest.fixture
def report(live, fresh_city: City) -> Writer:
    return Writer(fresh_city, opened(fresh_city))


def sign_in(page: Page, username: str, where: str) -> Page:
    page.goto(f"/login/?next={where}")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: not urlsplit(url).path.startswith("/login"), wait_until="load")
    return page


def address(matter: Matter, act: str = "save_draft") -> str:
    return f"/matters/{matter.public_id}/{act}/"


def desk(page: Page, report: Writer, post: str = "liaison") -> Page:
    """The page of writing, once the editors stand."""
    sign_in(page, f"water-bureau.{post}", address(report.matter))
    page.locator("form[data-ready]").wait_for(timeout=20_000)
    return page


def field(page: Page, section: str):
    return page.get_by_role("textbox", name=section)


def kept(report: Writer) -> dict[str, str]:
    return dict(texts.text_of(texts.current(report.matter.documents.get())))


def as_json(blocks) -> list[dict]:
    found = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append({"kind": "heading", "level": block.level, "text": block.text})
        elif isinstance(block, Items):
            found.append({"kind": "items", "items": list(block.items), "start": block.start})
        elif isinstance(block, Table):
            found.append({"kind": "table", "rows": [list(row) for row in block.rows], "header": block.header})
        else:
            found.append({"kind": "paragraph", "text": block.text})
    return found


BOTH = """async ([where, texts]) => {
    const { parse, textOf, tidy } = await import(where + "markup.js");
    const { nodesOf, blocksOf } = await import(where + "paper.js");
    return texts.map((text) => {
        const blocks = parse(text);
        return [blocks, textOf(blocks), blocksOf({ content: nodesOf(blocks) })];
    });
}"""


def test_browser_and_server_read_and_write_the_same(report: Writer, page: Page):
    sign_in(page, "water-bureau.liaison", "/")

    @settings(max_examples=30, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.lists(_wild, max_size=6).map("\n".join), min_size=20, max_size=40))
    def compare(many: list[str]) -> None:
        found = page.evaluate(BOTH, ["/static/desk/writing/", many])
        for text, (blocks, written, back) in zip(many, found, strict=True):
            ours = parse(text)
            assert blocks == as_json(ours), text
            assert written == text_of(ours)
            assert back == blocks

    compare()


EVERYTHING = (
    "# 水环境\n普通一段。\n- 清淤\n- 截污\n3. 第三\n4. 第四\n| 河 | 长 |\n|---|---|\n| 东溪 | 上↵下 |\n| a\\|b |  |\n"
    "\\# 不是标题\n<script>alert(1)</script>\n### 小标题"
)


def test_opening_and_saving_changes_nothing_of_a_text(report: Writer, page: Page):
    report.write(督察整改=EVERYTHING)
    desk(page, report)
    field(page, "绿色低碳发展").press_sequentially("补一句：")
    page.get_by_role("button", name="保存成稿").click()
    expect(page.get_by_role("status")).to_contain_text("已办")
    assert kept(report)["督察整改"] == EVERYTHING
    assert kept(report)["绿色低碳发展"].startswith("补一句：")


def test_nothing_of_it_is_loaded_where_nobody_writes(report: Writer, page: Page):
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(urlsplit(request.url).path))
    sign_in(page, "water-bureau.liaison", f"/matters/{report.matter.public_id}/")
    assert not [path for path in loaded if "writing" in path or "prose" in path]


def test_a_text_area_is_enough_without_script(report: Writer, new_page: Callable[..., Page]):
    page = sign_in(new_page(java_script_enabled=False), "water-bureau.liaison", address(report.matter))
    expect(page.get_by_text("一行一段。")).to_be_visible()
    for section in SECTIONS:
        page.get_by_label(section).fill("# 标题\n| 甲 | 乙 |")
    page.get_by_role("button", name="保存成稿").click()
    expect(page.get_by_role("status")).to_contain_text("已办")
    expect(page.locator(".leaf h4").first).to_have_text("标题")
    expect(page.locator(".leaf td").first).to_have_text("甲")


def test_tools_have_words_and_keys(report: Writer, page: Page):
    desk(page, report)
    text = field(page, "督察整改")
    text.press_sequentially("水环境")
    text.press("Alt+F10")
    expect(page.get_by_role("button", name="正文").nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    text.press("End")
    text.press("Enter")
    text.press_sequentially("- 清淤")
    text.press("Enter")
    text.press_sequentially("截污")
    text.press("Enter")
    text.press("Enter")
    bar = page.get_by_role("toolbar", name="督察整改")
    bar.get_by_role("button", name="插入表格").click()
    text.press_sequentially("河")
    text.press("Tab")
    text.press_sequentially("长")
    page.get_by_role("button", name="保存成稿").click()
    expect(page.get_by_role("status")).to_contain_text("已办")
    assert kept(report)["督察整改"] == (
        "# 水环境\n- 清淤\n- 截污\n| 河 | 长 |  |\n|---|---|---|\n|  |  |  |\n|  |  |  |"
    )


def test_words_being_composed_are_not_disturbed(report: Writer, page: Page):
    desk(page, report)
    field(page, "督察整改").click()
    session = page.context.new_cdp_session(page)
    for typed in ("s", "sh", "shui", "水"):
        session.send(
            "Input.imeSetComposition", {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)}
        )
        page.wait_for_timeout(250)
    session.send("Input.insertText", {"text": "水环境"})
    expect(field(page, "督察整改")).to_have_text("水环境")
    expect(page.locator("textarea[name='sections.督察整改']")).to_have_value("水环境")


PASTE = """([label, html, plain]) => {
    const data = new DataTransfer();
    if (html) { data.setData("text/html", html); }
    data.setData("text/plain", plain);
    const box = Array.from(document.querySelectorAll(".ed-text"))
        .find((one) => document.getElementById(one.getAttribute("aria-labelledby")).textContent.trim() === label);
    box.focus();
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style><!--[if gte mso 9]>
<xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head><body lang=ZH-CN><!--StartFragment-->
<h1 style='mso-pagination:none'>一、水环境<o:p></o:p></h1>
<p class=MsoNormal style='text-indent:32.0pt'><b>全市</b>共清理<span lang=EN-US style='font-family:仿宋'>112</span>个排
口。<o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>清淤</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>2.<span>&nbsp;
</span></span><![endif]>截污</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>（一）</span>压实责任</p>
<script>alert(1)</script><img src="http://192.0.2.1/x.png" onerror="alert(2)">
<table class=MsoTableGrid border=1><tr><td colspan=2 style='width:50pt'><p>河流<o:p></o:p></p></td><td rowspan=2><p>备
注</p></td></tr><tr><td><p>东溪</p><p>西溪</p></td><td><p>3|4</p></td></tr></table>
<!--EndFragment--></body></html>"""


def test_paste_from_word_keeps_tables_and_drops_styles(report: Writer, page: Page):
    desk(page, report)
    page.evaluate(PASTE, ["督察整改", WORD, ""])
    expect(page.locator("textarea[name='sections.督察整改']")).to_have_value(
        "# 一、水环境\n全市共清理112个排口。\n1. 清淤\n2. 截污\n（一）压实责任\n| 河流 |  | 备注 |\n| 东溪↵西溪 | 3\\|4 |  |"
    )
    expect(page.get_by_text("未带入原来的格式")).to_be_visible()


def test_two_megabytes_from_word_are_taken_or_answered_in_a_sentence(report: Writer, page: Page):
    desk(page, report)
    page.evaluate(PASTE, ["督察整改", f"<p style='{'x:y;' * 500_000}'>一段正文</p>", ""])
    expect(page.locator("textarea[name='sections.督察整改']")).to_have_value("一段正文")
    page.evaluate(PASTE, ["督察整改", f"<table><tr>{'<td>甲</td>' * 200}</tr></table>" * 60, ""])
    expect(page.get_by_text("超过10000格，没有粘入，原文未动")).to_be_visible()
    page.evaluate(PASTE, ["督察整改", "", "字" * 4_100_000])
    expect(page.get_by_text("太大了，没有粘入，原文未动")).to_be_visible()
    expect(page.locator("textarea[name='sections.督察整改']")).to_have_value("一段正文")


def test_too_wide_a_table_is_refused_with_everything_kept(report: Writer, page: Page, watch):
    watch.expected.append("422")
    desk(page, report)
    page.evaluate(PASTE, ["督察整改", f"<p>照原样</p><table><tr>{'<td>甲</td>' * 200}</tr></table>", ""])
    page.get_by_role("button", name="保存成稿").click()
    expect(page.locator("#problems")).to_contain_text("有200列，一页排不下")
    expect(field(page, "督察整改")).to_contain_text("照原样")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(report: Writer, new_page: Callable[..., Page], axe, scheme: str):
    report.write(督察整改=EVERYTHING)
    page = desk(new_page(color_scheme=scheme), report)
    field(page, "督察整改").locator("td").first.click()
    axe(page)
