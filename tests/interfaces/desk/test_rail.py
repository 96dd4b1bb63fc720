"""The ways around every page: chapters fold where the ways are many, and the reader's own stands open."""

from __future__ import annotations

import re

from ecoduty.interfaces.desk.shell import Group, Way, folded

CHAPTER = re.compile(r'<details class="chapter"( open)?><summary(?: class="on")?>([^<]+)</summary>(.*?)</details>')


def chapters(page: str, nav: str) -> dict[str, bool]:
    """The chapters of the rail or the dock, and whether each stands open."""
    part = page.partition(f'<nav class="{nav}"')[2].partition("</nav>")[0]
    return {label: bool(opened) for opened, label, _ in CHAPTER.findall(part)}


def test_only_the_chapter_of_the_present_page_stands_open(city):
    page = city.client("committee-office.clerk").get("/leadership/coverage/").content.decode()
    for nav in ("rail", "dock"):
        found = chapters(page, nav)
        assert len(found) >= 6
        assert [label for label, opened in found.items() if opened] == ["四 推进落实与专题报告"]
    assert page.count('<a href="/leadership/coverage/" class="on" aria-current="page">') == 2


def test_away_from_the_chapters_all_are_folded_and_every_way_is_still_there(city):
    page = city.client("water-bureau.liaison").get("/").content.decode()
    assert not any(chapters(page, "rail").values())
    assert '<a href="/matters/?kind=task">任务</a>' in page  # folded by the reader's browser: it works without script


def test_a_short_rail_is_not_folded():
    ways = tuple(Way(f"途径{number}", f"/{number}/") for number in range(6))
    short = [Group("一", ways), Group("二", ways)]
    assert all(group.open for group in folded(short))
    here = Way("此处", "/here/", current=True)
    assert [group.open for group in folded([*short, Group("三", (here,))])] == [False, False, True]


def test_ways_of_a_chapter_stand_in_the_order_of_the_plan(city):
    page = city.client("committee-office.clerk").get("/").content.decode()
    (chapter,) = {inside for _, label, inside in CHAPTER.findall(page) if label.startswith("六")}
    places = [
        chapter.index(f">{label}<")
        for label in ("检查计划", "问题", "责任追究移交", "培训计划", "表彰", "基层能力填报", "容错免责认定")
    ]
    assert places == sorted(places)
