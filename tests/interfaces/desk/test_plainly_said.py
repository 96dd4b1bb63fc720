"""What a busy reader meets every day, said as people say it: dates with their weekday, articles in order, kinds by chapter."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import OPEN
from ecoduty.casework.escalation.models import Notice
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.diagram import picture, road
from ecoduty.interfaces.desk.rows import clause_words
from ecoduty.kernel import flow
from ecoduty.kernel.clock import SHANGHAI, now
from tests.mechanisms.appraisals.steps import Letter
from tests.mechanisms.inspections.steps import Road as Problem
from tests.mechanisms.reports.writing import opened
from tests.mechanisms.supervision_orders.steps import WATER, Order

ISO = re.compile(r"20\d\d-\d\d-\d\d(?!\d)")
LEDGER = re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d")  # the ledger's own column of times


def read(client, address: str) -> str:
    """The words of a page: no tags, no attributes."""
    page = client.get(address)
    assert page.status_code == 200
    return re.sub(r"<[^>]+>", " ", page.content.decode())


def test_an_order_says_its_day_with_the_weekday_in_the_notice_and_on_the_page(city):
    given = Order(city).issued()
    told = Notice.objects.filter(matter=given.work(WATER).matter.pk, title__startswith="督办单待签收")
    assert {one.text for one in told} == {"厦门市生态环境保护委员会办公室交办，2026年12月31日（周四）前办结。"}
    given.work(WATER).signed()
    for one in (given.matter, given.work(WATER).matter):
        said = read(city.client("water-bureau.liaison"), f"/matters/{one.public_id}/")
        assert "12月31日（周四）" in said
        assert ISO.findall(LEDGER.sub("", said)) == []


def test_the_ledger_says_limits_as_days_of_the_week(city):
    report = opened(city)
    said = read(city.client("water-bureau.liaison"), f"/matters/{report.public_id}/")
    assert "年度专题报告：起算，2027年1月31日（周日）届满" in said


def test_the_list_of_everything_says_what_each_is_and_one_kinds_list_its_clauses(city):
    opened(city)
    client = city.client("water-bureau.liaison")
    everything = client.get("/matters/").content.decode()
    assert re.search(r"<th[^>]*>种类</th>", everything)
    assert '<td class="nw">年度专题报告</td>' in everything
    assert "第11条" not in everything
    one_kind = client.get("/matters/?kind=annual_report").content.decode()
    assert not re.search(r"<th[^>]*>种类</th>", one_kind)
    assert "第11条" in one_kind


def test_kinds_are_chosen_by_chapter_in_the_plans_order(city):
    page = city.client("water-bureau.liaison").get("/matters/").content.decode()
    choice = re.search(r'<select id="by-kind".*?</select>', page, re.DOTALL)[0]
    chapters = re.findall(r'<optgroup label="(\S+) ', choice)
    assert chapters == ["一", "二", "三", "四", "五", "六", "七", "八"]
    third = re.search(r'<optgroup label="三 .*?</optgroup>', choice)[0]
    assert {"任务", "年度工作计划"} <= set(re.findall(r">([^<]+)</option>", third))
    assert choice.index(">年度专题报告<") < choice.index(">问题<") < choice.index(">群众反映<")
    chosen = city.client("water-bureau.liaison").get("/matters/?kind=task").content.decode()
    assert '<option value="task" selected>任务</option>' in chosen


def test_a_list_of_one_page_does_not_count_its_pages(city):
    opened(city)
    client = city.client("water-bureau.liaison")
    for address in ("/matters/", "/inbox/", "/year/tasks/"):
        assert 'class="pages"' not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("clauses", "said"),
    [(["14.2", "3.3", "9.2", "9.3"], "第3、9、14条"), (["11.1"], "第11条"), ([], "")],
)
def test_articles_stand_in_the_plans_order(clauses, said):
    assert clause_words(clauses) == said


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (datetime(2026, 12, 22, 9, 0, tzinfo=SHANGHAI), "12月22日"),
        (datetime(2026, 7, 1, 9, 0, tzinfo=SHANGHAI), "2026年7月1日"),
        (datetime(2027, 1, 30, 17, 2, tzinfo=SHANGHAI), "昨天 17:02"),
    ],
)
def test_a_notice_of_last_month_needs_no_year(on, said):
    assert words.ago(on, date(2027, 1, 31)) == said


def test_a_report_period_is_said_in_words_wherever_it_is_chosen_or_shown(city):
    report = opened(city, "half_year_report")
    office = city.client("committee-office.director")
    assert "› 2026年下半年" in read(office, f"/matters/{report.public_id}/")
    progress = office.get("/progress/?duty=half-year-report&period=2026-H2").content.decode()
    assert '<option value="2026-H2" selected>2026年下半年</option>' in progress
    chosen = office.get("/matters/?kind=half_year_report&period=2026-H2").content.decode()
    assert '<option value="2026-H2" selected>2026年下半年</option>' in chosen
    assert str(report.public_id) in chosen
    assert str(report.public_id) not in office.get("/matters/?kind=half_year_report&period=2026-H1").content.decode()
    odd = office.get("/matters/?period=%3Cb%3E").content.decode()
    assert '<option value="&lt;b&gt;" selected>&lt;b&gt;</option>' in odd


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("2026", "2026年度"),
        ("2026-H1", "2026年上半年"),
        ("2026-Q4", "2026年第四季度"),
        ("2026-05", "2026-05"),
        ("", ""),
    ],
)
def test_periods_have_names(key, said):
    assert words.period(key) == said


def test_limits_that_are_past_are_folded_away_where_they_are_many(city):
    problem = Problem(city)
    problem.to_applied()
    page = city.client("committee-office.director").get(f"/matters/{problem.matter.public_id}/").content.decode()
    past = Deadline.objects.filter(matter=problem.pk).exclude(state__in=["cancelled", *OPEN]).count()
    assert past > 2
    assert f"已经过去的时限 {past}个</summary>" in page
    shown, folded = page.split('<details class="folded past">')
    assert folded.count('<div class="dl">') == past
    assert shown.count('<div class="dl">') == Deadline.objects.filter(matter=problem.pk, state__in=OPEN).count()
    report = opened(city)
    assert "已经过去的时限" not in read(city.client("water-bureau.liaison"), f"/matters/{report.public_id}/")


def test_byways_are_read_on_demand_where_they_are_many_and_nobody_stands_on_one(city):
    order = Order(city).issued()
    assert "个状态" not in read(city.client("committee-office.director"), f"/matters/{order.matter.public_id}/")
    drawn = picture(road(flow.table("lead_determination"), "accepted", []))
    assert (len(drawn.byways) > 2, drawn.folded) == (True, True)
    assert not picture(road(flow.table("lead_determination"), "withdrawn", [])).folded


def test_the_ledger_says_which_number_was_entered_and_who_received(city):
    letter = Letter(city)
    letter.to_scoring()
    letter.enter("own-field", 90)
    said = read(city.client("committee-office.director"), f"/matters/{letter.matter.public_id}/")
    assert re.search("本部门差异指标.*：90，年度总结第3页", said)


def test_a_notice_is_marked_only_where_the_mark_says_something(city):
    Order(city).issued()
    client = city.client("water-bureau.liaison")
    page = client.get("/inbox/").content.decode()
    assert "督办单待签收" in page
    assert '<span class="tag">通知</span>' not in page
    person = city.account("water-bureau.liaison").person_id
    Notice.objects.create(person_id=person, kind="urging", title="催办：履职报告", text="请抓紧。", created_at=now())
    assert '<span class="tag">催办</span> 催办：履职报告' in client.get("/inbox/").content.decode()


def test_the_rulebook_is_a_contents_page_until_something_is_looked_for(city):
    client = city.client("water-bureau.liaison")
    whole = client.get("/rulebook/").content.decode()
    assert '<details class="art grp-d">' in whole
    assert '<details class="art grp-d" open>' not in whole
    found = client.get("/rulebook/?q=亮黄灯").content.decode()
    assert '<details class="art grp-d" open>' in found
    assert "亮黄灯" in found


def test_a_whole_share_has_no_decimals(city):
    assert [words.share(part) for part in (1, 0.846, 0.5)] == ["100%", "84.6%", "50%"]
