"""The search page: one box, results that say where they matched, kinds to narrow to, never an error."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from playwright.sync_api import Page, expect

from tests.city import City
from tests.interfaces.desk.test_browser import paper, sign_in  # noqa: F401 -- a fixture
from tests.mechanisms.reports.writing import Writer, at, opened


class Marks(HTMLParser):
    """The marked words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inside, self.found = False, []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs) -> None:
        self.inside = tag == "mark"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found.append(data)
        self.inside = False


def test_a_report_is_found_by_its_text_and_the_page_says_where(city: City):
    writer = Writer(city, opened(city))
    city.clock.move_to(at(1, 20))
    writer.to_sent()
    html = city.client("water-bureau.principal").get("/search/?q=年度 报告").content.decode()
    assert f"/matters/{writer.matter.public_id}/" in html
    assert "在标题中" in html
    assert {"年度", "报告"} <= set(Marks(html).found)


def test_kinds_narrow_and_carry_their_counts(city: City):
    client = city.client("water-bureau.liaison")
    html = client.get("/search/?q=水利局").content.decode()
    assert "机构<span>1</span>" in html
    narrowed = client.get("/search/?q=水利局&kind=body").content.decode()
    assert "厦门市" in narrowed
    assert '<span class="tag">人员</span>' not in narrowed


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "一个框，找全部"),
        ("%25", "只有标点或符号"),
        ("'", "只有标点或符号"),
        ("，。", "只有标点或符号"),
        ("水" * 500, "只按前100个字查找"),
        ("💡", "没有找到"),
        ("%00", "一个框，找全部"),
        ("<script>alert(1)</script>", "没有找到"),
    ],
)
def test_whatever_is_typed_gets_a_sentence(city: City, query, told):
    answer = city.client("water-bureau.liaison").get(f"/search/?q={query}&kind=nonsense&after=nonsense")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert told in html
    assert "<script>alert" not in html


def test_the_page_asks_the_same_number_of_questions_whatever_it_finds(city: City, connection_queries):
    client = city.client("committee-office.clerk")
    client.get("/search/?q=联络员")
    few = connection_queries(lambda: client.get("/search/?q=市水利局联络员"))
    many = connection_queries(lambda: client.get("/search/?q=局"))
    assert many <= few + 2 <= 20


def test_the_box_in_the_top_bar_searches_and_the_page_is_accessible(paper, page: Page, axe):  # noqa: F811
    sign_in(page)
    page.keyboard.press("Control+k")
    page.locator("#find").fill("件")
    page.locator("#find").press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator(".hits li").first).to_be_visible()
    axe(page)
