"""Every number on a page opens a list, and the list is as long as the number says: walked over the pages, for many posts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import reverse

from ecoduty.casework.duties.instances import open_due
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.figures import registry
from ecoduty.casework.figures.folding import fold
from ecoduty.casework.figures.reading import listing, values
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Refused, perform, table
from tests.city import City
from tests.mechanisms.reports.writing import Writer, at, opened

POSTS = (
    "water-bureau.liaison", "water-bureau.principal", "finance-bureau.deputy", "committee-office.director",
    "committee-office.clerk", "ecology-bureau.liaison", "government.vice-mayor-agriculture",
)  # fmt: skip
START = (
    "/", "/?show=week", "/?show=overdue", "/?show=given", "/?show=sign", "/?show=asked", "/?month=2027-01", "/?month=2027-02", "/plan/",
    "/plan/10.2/", "/plan/11.1/", "/plan/11.4/", "/matters/", "/matters/?kind=annual_report",
    "/matters/?kind=half_year_report&state=all", "/progress/?duty=annual-report&period=2026",
    "/progress/?duty=half-year-report",
)  # fmt: skip
FEBRUARY = at(2, 3)
LINK = re.compile(r"<a ([^>]*)data-n=\"(\d+)\"([^>]*)>")


@pytest.fixture
def winter(city_after) -> Iterator[City]:
    with city_after("winter", _winter, FEBRUARY) as city:
        yield city


def _winter(city: City) -> None:
    """February: reports drafted, signed, sent in time, sent late, urged, not begun, and one from an earlier period."""
    opened(city)
    city.clock.move_to(at(1, 20))
    Writer(city, Matter.objects.get(kind="annual_report", holder__key="water-bureau")).to_sent()
    writer = Writer(city, Matter.objects.get(kind="annual_report", holder__key="finance-bureau"))
    writer.write()
    writer.do("liaison", "submit_for_review")
    sweep()
    city.clock.move_to(FEBRUARY)
    fold()
    open_due()
    sweep()
    Writer(city, Matter.objects.get(kind="annual_report", holder__key="transport-bureau")).to_sent()
    suspend(city, "water-bureau")


def suspend(city: City, body: str) -> Matter:
    """Stop the only limit that runs: that of publication."""
    matter = Matter.objects.get(kind="annual_report", holder__key=body)
    given = {
        "deadline": Deadline.objects.get(matter=matter, met_at=None).pk,
        "reason": "网站改版",
        "authority": "环委办函",
    }
    perform(
        table(matter.kind), "suspend_deadline", matter.pk, actor=city.actor("committee-office.director"), data=given
    )
    return Matter.objects.get(pk=matter.pk)


def numbers(page: str) -> set[tuple[str, int]]:
    """Address and number of every number that is a link."""
    found = set()
    for before, number, after in LINK.findall(page):
        address = re.search(r'href="([^"]*)"', before + after)
        assert address is not None
        found.add((html.unescape(address[1]), int(number)))
    return found


def total(client: Client, address: str) -> int:
    answer = client.get(address)
    assert answer.status_code == 200, address
    stated = re.findall(r'data-total="(\d+)"', answer.content.decode())
    assert len(stated) == 1, address
    return int(stated[0])


@pytest.mark.parametrize("post", POSTS)
def test_every_number_is_the_length_of_the_list_it_opens(winter, post):
    client = winter.client(post)
    walked = 0
    for start in START:
        answer = client.get(start)
        if start.startswith("/progress/") and answer.status_code == 403:
            continue
        assert answer.status_code == 200, start
        for address, number in numbers(answer.content.decode()):
            assert total(client, urljoin(start, address)) == number, (start, address)
            walked += 1
    assert walked > 20


@pytest.mark.parametrize("post", POSTS)
def test_no_counter_stands_without_its_list(winter, post):
    client = winter.client(post)
    page = client.get("/").content.decode()
    assert len(re.findall(r'<nav class="sum".*?</nav>', page)[0].split("data-n=")) - 1 == 7
    for start in ("/plan/", "/plan/11.1/"):
        page = client.get(start).content.decode()
        counts = re.findall(r'<p class="(?:cnt|told sheet-counts)">(.*?)</p>', page)
        assert counts
        assert all("data-n=" in link for count in counts for link in re.findall(r"<a [^>]*>", count))


def test_list_shows_as_many_rows_as_it_says(winter):
    client = winter.client("committee-office.clerk")
    page = client.get("/matters/?figure=annual_report.overdue&scope=oversight&duty=annual-report&period=2026")
    content = page.content.decode()
    assert int(re.search(r'data-total="(\d+)"', content)[1]) == content.count("<tr>") - 1 > 5


def test_figure_is_a_filter_that_can_be_taken_off(winter):
    client = winter.client("committee-office.clerk")
    page = client.get("/matters/?figure=annual_report.sent&scope=oversight&body=water-bureau&sort=title")
    content = page.content.decode()
    assert "年度专题报告：已报送（各单位，" in content
    assert 'data-total="1"' in content
    assert '<a class="chip" href="/matters/?sort=title"' in content
    assert '<input type="hidden" name="figure" value="annual_report.sent">' in content
    narrowed = client.get("/matters/?figure=annual_report.open&scope=oversight&state=drafting&holder=water-bureau")
    assert 'data-total="0"' in narrowed.content.decode()
    file = client.get("/matters/?figure=annual_report.sent&scope=oversight&format=xlsx")
    assert file["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "query", ["figure=nothing", "figure=annual_report.open&scope=everybody", "figure=annual_report.open%00"]
)
def test_address_that_no_number_gave_out_is_refused_in_words(winter, query):
    answer = winter.client("committee-office.clerk").get(f"/matters/?{query}")
    assert answer.status_code == 404
    assert "没有这一统计" in answer.content.decode()


def test_figure_of_another_post_is_refused(winter):
    answer = winter.client("water-bureau.liaison").get("/matters/?figure=annual_report.open&scope=oversight")
    assert answer.status_code == 403
    assert "不对您的岗位开放" in answer.content.decode()


@pytest.mark.parametrize("scope", list(Scope))
def test_every_figure_of_reports_is_the_length_of_its_list(winter, scope):
    keys = [key for key, one in registry.figures().items() if key.split(".")[0].endswith("_report")]
    assert len(keys) >= 20
    for post in POSTS:
        actor = winter.actor(post)
        try:
            found = values([key for key in keys if scope in registry.figure(key).scopes], actor, scope=scope)
        except Refused:
            continue
        for key, reading in found.items():
            assert reading.value == listing(reading.url_params, actor).count(), (post, key)


def test_numbers_of_a_kind_stand_over_its_list(winter):
    page = winter.client("committee-office.clerk").get("/matters/?kind=annual_report").content.decode()
    head = re.search(r'<p class="facts">(.*?)</p>', page)[1]
    assert "在办" in head
    assert "按期办结率" in head
    assert reverse("desk:matters") in head


SUSPENDED = re.compile(r'<span class="li suspended"><svg[^>]*><use href="[^"]*#suspended"/></svg>中止</span>')


def test_suspended_matter_looks_suspended_wherever_it_is_listed(winter):
    matter = Matter.objects.get(kind="annual_report", holder__key="water-bureau")
    office = winter.client("committee-office.clerk")
    for address in (
        f"/matters/{matter.public_id}/",
        "/matters/?holder=water-bureau&kind=annual_report",
        "/progress/?duty=annual-report",
    ):
        assert SUSPENDED.search(office.get(address).content.decode()), address
    mine = winter.client("water-bureau.liaison").get("/").content.decode()
    assert SUSPENDED.search(mine)
    assert "<b>计时已中止</b>" in mine
    assert "中止1" in winter.client("water-bureau.liaison").get("/plan/11.4/").content.decode().replace("<b>", "")


def test_suspended_matter_is_counted_as_such_and_goes_on_when_resumed(winter):
    office = winter.client("committee-office.clerk")
    address = "/matters/?kind=annual_report&holder=water-bureau"
    assert total(office, f"{address}&light=suspended") == total(office, f"{address}&due=suspended") == 1
    assert total(office, f"{address}&light=running") == total(office, f"{address}&due=none") == 0
    matter = Matter.objects.get(kind="annual_report", holder__key="water-bureau")
    given = {
        "deadline": Deadline.objects.get(matter=matter, met_at=None).pk,
        "reason": "改版完成",
        "authority": "环委办函",
    }
    perform(
        table(matter.kind), "resume_deadline", matter.pk, actor=winter.actor("committee-office.director"), data=given
    )
    assert total(office, f"{address}&light=suspended") == 0
    assert not Matter.objects.get(pk=matter.pk).suspended
