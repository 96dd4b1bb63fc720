"""The page of the plan: what it counts is what its lists hold, and it shows nobody more than he may see."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from ecoduty.casework.duties import instances
from ecoduty.casework.duties.instances import open_due
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Actor, perform, table
from ecoduty.kernel.rulebook import store
from ecoduty.organisation.directory.adoption import RULEBOOK, STREAM, adopt
from ecoduty.organisation.directory.models import Coordinator
from tests.kernel.rulebook.small import silenced
from tests.mechanisms.reports.writing import ANNUAL, HALF_YEAR, Writer, at, opened
from tests.plan.test_import import text_of

OFFICE, LIAISON = "committee-office.director", "water-bureau.liaison"
PIECE = re.compile(r'<a href="(/plan/[\d.]+/\?word=[^"]+)"[^>]*>([^<\d]+)(\d+)</a>')


def text(client: Client, address: str = "/plan/", status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def rows(page: str) -> int:
    return page.partition("<tbody>")[2].partition("</tbody>")[0].count("<tr>")


def clause_part(page: str, clause: str) -> str:
    return page.partition(f'id="c{clause}"')[2].partition('<div class="cl')[0]


@pytest.fixture
def busy(city):
    """January: one report sent, one published, one at review, the others being written; one coordinator missing."""
    opened(city)
    city.clock.move_to(at(1, 20))
    sent = Writer(city, Matter.objects.get(kind=ANNUAL, holder__key="water-bureau"))
    sent.to_sent()
    published = Writer(city, Matter.objects.get(kind=ANNUAL, holder__key="ocean-bureau"))
    published.to_signed("厦海〔2027〕1号")
    published.do("liaison", "send")
    published.clear_public_version()
    published.do(
        "liaison", "register_publication", {"own_url": "https://x.example.gov.cn/1", "published_on": "2027-01-20"}
    )
    reviewed = Writer(city, Matter.objects.get(kind=ANNUAL, holder__key="finance-bureau"))
    reviewed.write()
    reviewed.do("liaison", "submit_for_review")
    end_coordinator(city, "port-authority")
    return city


def end_coordinator(city, body: str) -> None:
    perform(table("body"), "end_coordinator", body, actor=city.actor(OFFICE), data={"until": now().date()})


def test_every_number_is_the_length_of_its_list(busy):
    client = busy.client(OFFICE)
    page = text(client)
    found = PIECE.findall(page)
    assert len(found) > 8
    for address, word, number in found:
        listed = text(client, unescape(address))
        assert rows(listed) == int(number), (address, word)


def test_each_clause_of_one_report_has_its_own_light(busy):
    page = text(busy.client(OFFICE))
    counted = {
        clause: {word: int(number) for _, word, number in PIECE.findall(clause_part(page, clause))}
        for clause in ("10.2", "10.3", "11.1", "11.2", "11.3", "11.4")
    }
    bearers = len(store.current().bearers("annual-report"))
    assert counted["10.2"] == {"在任": bearers - 1, "空缺": 1}
    assert counted["10.3"] == {"逾期": bearers}
    assert counted["11.1"] == {"已报送": 2, "在办": bearers - 2}
    assert counted["11.2"] == {"各节齐全": 3, "编写中": bearers - 3}
    assert counted["11.3"] == {"待签收": 2, "未报送": bearers - 2}
    assert counted["11.4"] == {"已登记公开": 1, "待登记": 1, "未报送": bearers - 2}


def test_contents_count_what_is_overdue(busy):
    page = text(busy.client(OFFICE))
    bearers = len(store.current().bearers("half-year-report"))
    contents = page.partition('class="toc"')[2].partition("</nav>")[0]
    assert f'href="#a10" aria-label="第10条 推进落实，逾期{bearers + 1}"' in contents
    assert "逾期" not in contents.partition('href="#a11"')[2].partition("</a>")[0]


def test_department_sees_its_own_light_and_nobody_elses(busy):
    client = busy.client(LIAISON)
    part = clause_part(text(client), "11.1")
    assert PIECE.findall(part)[0][1:] == ("已报送", "1")
    assert "本单位" in part
    page = text(client, "/plan/11.1/")
    assert rows(page) == 1
    assert "市财政局" not in page
    assert "另有14个单位不在您的查看范围" in page


def test_leader_sees_the_bodies_he_is_in_charge_of(busy):
    page = text(busy.client("government.vice-mayor-agriculture"), "/plan/11.1/")
    assert "市水利局" in page
    assert "市财政局" not in page


def test_only_what_needs_somebody(busy):
    page = text(busy.client(OFFICE), "/plan/?only=attention")
    shown = re.findall(r'id="c([\d.]+)"', page)
    assert shown == ["10.2", "10.3"]
    busy.clock.move_to(at(1, 29))
    assert "11.1" in re.findall(r'id="c([\d.]+)"', text(busy.client(OFFICE), "/plan/?only=attention"))


def test_before_anything_opens_the_page_says_when(city):
    part = clause_part(text(city.client(OFFICE)), "11.1")
    assert "12月1日起自动立项" in part
    assert PIECE.findall(part)[0][1] == "未启动"


def test_leftovers_of_earlier_periods_are_counted_with_their_list(busy):
    busy.clock.move_to(at(6, 1))
    open_due()
    client = busy.client(OFFICE)
    part = clause_part(text(client), "10.3")
    left, number = re.search(r'<a href="(/matters/[^"]+)"[^>]*>2026年下半年未结(\d+)</a>', part).groups()
    assert int(number) == Matter.objects.filter(kind=HALF_YEAR, period="2026-H2", open=True).count()
    assert f"共<b>{number}</b>件" in text(client, unescape(left))
    assert "2026年下半年" in text(client, "/plan/10.3/?period=2026-H2")


def test_query_count_does_not_grow_with_matters(city):
    city.clock.move_to(at(6, 1))
    openings = {item.duty + item.period: item for item in instances.missing(store.current(), now().date())}
    for item in openings.values():
        instances._open(item, store.current())
    client = city.client(OFFICE)
    few = count_queries(client)
    open_due()
    assert Matter.objects.count() >= 3 * len(store.current().bearers("annual-report"))
    assert count_queries(client) == few
    assert few < 40


def count_queries(client: Client) -> int:
    client.get("/plan/")  # what a process keeps in mind for some seconds is asked for now
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/plan/").status_code == 200
    return len(queries)


def test_original_text_stands_beside_the_gist_once_imported(city):
    client = city.client(LIAISON)
    assert "对照原文" not in text(client)
    titles = {n: article.title for n, article in list(store.current().articles.items())[:3]}
    data = {"text": text_of(titles), "file": "方案.txt"}
    perform(RULEBOOK, "import_plan_text", STREAM, actor=Actor.system("命令行"), data=data)
    page = text(client)
    assert page.count("对照原文") == 3
    assert "这是第2条的虚构正文。" in page


def test_file_has_exactly_the_rows_of_the_page(busy):
    client = busy.client(OFFICE)
    every = sheet(client.get("/plan/?format=xlsx").content)
    counted = sum(int(number) for _, _, number in PIECE.findall(text(client)))
    assert len(every) == counted
    one = sheet(client.get("/plan/11.4/?format=xlsx&word=已登记公开").content)
    assert [(row[0], row[2], row[3]) for row in one] == [("11.4", "市海洋局", "已登记公开")]


def sheet(content: bytes) -> list[tuple[str, ...]]:
    lines = list(load_workbook(BytesIO(content)).active.iter_rows(min_row=2, values_only=True))
    return lines[:-1]  # the last one says how many


def test_print_version_has_every_article_open(city):
    page = text(city.client(OFFICE), "/plan/?view=print")
    assert page.count('<details class="art" open>') == len(store.current().articles)
    assert 'class="toc"' not in page


@pytest.mark.parametrize("address", ["/plan/99.9/", "/plan/x/", "/plan/11.1/?period=1999&word=无"])
def test_what_does_not_exist_is_refused_or_left_out(city, address):
    text(city.client(OFFICE), address, 200 if "?" in address else 404)


@pytest.mark.parametrize("address", ["/plan/", "/plan/11.1/", "/rulebook/"])
def test_strangers_are_sent_to_the_log_in_page(city, address):
    assert Client().get(address).headers["Location"].startswith("/login/")


def test_what_nothing_here_serves_says_so_and_shows_no_light(other_city):
    client = other_city.client("committee-office.director")
    other_city.clock.move_to(at(11, 22, 11, year=2026))
    adopt(silenced(store.current(), "1.2"), Actor.system("初始化"))
    part = clause_part(text(client), "1.2")
    assert "尚未上线" in part
    assert "<svg" not in part
    page = text(client, "/plan/1.2/")
    assert "尚未上线" in page
    assert "<tbody>" not in page


def test_rulebook_shows_every_limit_and_marks_what_is_only_local(city):
    book = store.current()
    page = text(city.client(LIAISON), "/rulebook/")
    limits = page.partition('id="limits"')[2].partition("</section>")[0]
    assert limits.count('<tr id="limits-') == len(book.limits)
    assert book.digest in page
    assert "本地默认" in limits
    assert "待核" in limits
    sights = page.partition('<table class="eyes">')[2].partition("</table>")[0]
    assert sights.count("<td class=") - sights.count('<td class="nw q">') == len(book.visibility_rows())


@pytest.mark.clause("10.2", page="/plan/10.2/")
def test_each_department_has_exactly_one_coordinator_and_a_vacancy_alarms(city):
    client = city.client(LIAISON)
    bearers = len(store.current().select(store.current().clauses["10.2"].bearers))
    assert f">在任<b>{bearers}</b>" in text(client, "/plan/10.2/")
    end_coordinator(city, "water-bureau")
    page = text(client, "/plan/10.2/")
    assert f">在任<b>{bearers - 1}</b>" in page
    assert ">空缺<b>1</b>" in page
    assert "市水利局" in text(client, "/plan/10.2/?word=空缺")
    assert "统筹空缺" in text(client, "/directory/?show=vacant")
    taken = Coordinator.objects.select_related("appointment__post").filter(until=None, body__key="finance-bureau").get()
    data = {
        "post": taken.appointment.post.key,
        "person": taken.appointment.person_id,
        "since": now().date().isoformat(),
    }
    response = city.client("finance-bureau.principal").post("/directory/finance-bureau/designate_coordinator/", data)
    assert response.status_code in {409, 422}
    assert Coordinator.objects.filter(until=None, body__key="finance-bureau").count() == 1


def test_rulebook_shows_what_accountability_rests_on_and_whose_reading_it_is(city):
    book = store.current()
    page = text(city.client(LIAISON), "/rulebook/")
    part = page.partition('id="accountability"')[2].partition("</section>")[0]

    rows = (book.situations, book.handlings, book.destinations, book.interceptions, book.omissions)
    assert part.count('<tr id="accountability-') == sum(map(len, rows))
    assert "须有后果才成立（本平台读法）" in part
    assert "新办法条文未读到" in part
    assert "逾期天数不少于60" in part
