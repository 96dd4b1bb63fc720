"""The tour and the manuals lead to what exists: files, functions, pages of the menu."""

from __future__ import annotations

import re

import pytest

from ecoduty.kernel import flow
from tests.database import ROOT

DOCS = ROOT / "docs"
LINK = re.compile(r"\[[^\]]*\]\(([^)#]+)\)((?:[^\[]*?`_?\w+(?:\(\))?`)*)")
# pages and buttons that are no acts
PLACES = {
    "方案", "工作台", "机构", "规则书", "系统·账号", "导入人员", "催办所选单位", "重发", "暂停",
    "确认导入", "下载邀请链接", "保存成稿", "插入", "采用现值", "以第几稿接着写", "对照",
    "我要举报", "举报这件事", "查进度", "下一步：核对", "发送", "长者版", "门户来件", "12345往来", "对应并办理", "不等了，往下办",
}  # fmt: skip
PAGES = [DOCS / "tour.md", *sorted((DOCS / "manual").glob("*.md")), ROOT / "README.md", ROOT / "README.zh.md"]
LATER = {"docs/pictures/worklist.png"}  # made by `make screenshots`


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    targets = [target for target, _ in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    missing = [one for one in targets if one not in LATER and not (page.parent / one).exists()]
    assert missing == []


def test_named_functions_exist_in_the_file_named_before_them():
    named = [
        (target, name)
        for target, words in LINK.findall((DOCS / "tour.md").read_text(encoding="utf-8"))
        for name in re.findall(r"`(_?\w+)\(\)`", words)
    ]
    assert len(named) > 25
    code = {target: (DOCS / target).read_text(encoding="utf-8") for target, _ in named}
    assert [(target, name) for target, name in named if f"def {name}(" not in code[target]] == []


def test_tour_names_enough_to_be_a_tour():
    text = (DOCS / "tour.md").read_text(encoding="utf-8")
    assert len(set(re.findall(r"\.\./(src/[\w/.]+)", text))) > 25


def test_manuals_name_only_buttons_that_exist():
    labels = {act.label for table in flow.tables().values() for act in table.acts} | PLACES
    unknown = [
        (page.name, words)
        for page in (DOCS / "manual").glob("*.md")
        if page.name != "README.md"
        for words, heading in re.findall(r"\*\*([^*\n]+)\*\*(：?)", page.read_text(encoding="utf-8"))
        if not heading and words not in labels
    ]
    assert unknown == []
