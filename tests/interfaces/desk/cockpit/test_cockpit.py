"""驾驶舱 over HTTP: every number is the length of its list, sums are full counts, who sees how much, what looking back shows."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from ecoduty.casework.figures import standing, trends
from ecoduty.casework.figures.folding import fold
from ecoduty.casework.figures.models import SnapshotNight
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.figures.snapshots import snapshot
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.matters.thresholds import thresholds_in_force
from ecoduty.interfaces.desk.lights import Code, matching
from ecoduty.kernel.clock import now
from tests.interfaces.desk.cockpit.life import END
from tests.mechanisms.work_plans.steps import Work

OFFICE, LEADER, BUREAU, DISTRICT = (
    "committee-office.director", "government.vice-mayor-agriculture", "water-bureau.principal", "huli-committee-office.clerk",
)  # fmt: skip
NUMBER = re.compile(r'<a href="([^"]+)" data-n="(\d+)">(\d+)</a>')


def page(city, who, query=""):
    answer = city.client(who).get(f"/cockpit/{query}")
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


@pytest.mark.parametrize("who", [OFFICE, LEADER, BUREAU, DISTRICT])
def test_every_number_opens_a_list_of_that_length(lived, who):
    found = {(unescape(url), int(said), int(shown)) for url, said, shown in NUMBER.findall(page(lived, who))}
    assert len(found) > (8 if who == DISTRICT else 15)
    client = lived.client(who)
    for url, said, shown in sorted(found):
        assert said == shown
        listed = client.get(url).content.decode()
        total = re.search(r'data-total="(\d+)"', listed)
        assert total, url
        assert int(total[1]) == said, url


def test_every_matter_is_counted_once_and_as_its_light_burns(lived):
    actor = lived.actor(OFFICE)
    fold()
    total = standing.board(actor, Scope.OVERSIGHT).total()
    seen = Matter.objects.filter(visible_to(actor)).exclude(secrecy="restricted")
    limits = thresholds_in_force()
    for word, code in (("soon", Code.SOON), ("overdue", Code.OVERDUE), ("badly_overdue", Code.BADLY_OVERDUE)):
        assert total[word] == seen.filter(matching(code, now(), limits)).count(), word
    assert total["all"] == seen.count() == sum(total[word] for word in standing.STATES)
    assert total["late"] == total["overdue"] + total["badly_overdue"] > 0
    assert total["closed"] == seen.filter(open=False).count() > 0


def test_who_sees_how_much(lived):
    assert page(lived, OFFICE).count('<tr><th scope="row"><a href="/directory/') == 15
    led = page(lived, LEADER)
    assert [name in led for name in ("市水利局", "市农业农村局", "市海洋局")] == [True] * 3
    assert "市建设局</a></th>" not in led
    own = page(lived, BUREAU)
    assert own.count('<tr><th scope="row"><a href="/directory/') == 1
    assert "发起调度" in page(lived, OFFICE)
    answer = lived.client(BUREAU).get("/matters/?figure=standing.late&scope=oversight")
    assert answer.status_code == 403


def test_it_costs_as_many_queries_with_more_matters(lived):
    client = lived.client(OFFICE)
    client.get("/cockpit/")

    def cost():
        with CaptureQueriesContext(connection) as counted:
            client.get("/cockpit/")
        return len(counted)

    before = cost()
    for number in range(5):
        Work(lived, name=f"新增任务{number}").under_way()
    assert cost() <= before <= 40


@pytest.mark.parametrize(
    ("who", "on"),
    [(OFFICE, "2027-01-21"), (LEADER, "2026-12-31"), (BUREAU, "2027-01-10"), (DISTRICT, "2027-01-21")],
)
def test_every_number_of_a_past_day_opens_a_list_of_that_length(lived, who, on):
    whole = page(lived, who, f"?on={on}")
    past = whole.split("<main")[1]
    found = {(unescape(url), int(said)) for url, said, _ in NUMBER.findall(past)}
    back = {(url, said) for url, said in found if url.startswith("/cockpit/list/?on=")}
    assert len(back) > (5 if who == DISTRICT else 12)
    assert found == back  # what has only present numbers says so
    client = lived.client(who)
    for url, said in sorted(back):
        listed = client.get(url).content.decode()
        assert f'data-total="{said}"' in listed, url
        assert listed.count("<tr>") - 1 == said, url
        assert "没有列出" not in listed


def test_months_open_the_list_of_their_last_night(lived):
    table = page(lived, OFFICE).partition('aria-label="各月数字"')[2].partition("</table>")[0]
    found = [(unescape(url), int(said)) for url, said, _ in NUMBER.findall(table)]
    assert [url.partition("&")[0] for url, _ in found] == [
        f"/cockpit/list/?on={day}" for day in ("2026-11-30", "2026-12-31", "2027-01-21")
    ]
    client = lived.client(OFFICE)
    for url, said in found:
        assert f'data-total="{said}"' in client.get(url).content.decode(), url


LIST = "/cockpit/list/?on=2026-12-31&figure=standing.open&scope=oversight"


def test_the_list_shows_then_and_now(lived):
    client = lived.client(OFFICE)
    back = client.get(LIST).content.decode()
    assert "列的是2026年12月31日（周四）24时的情形" in back
    assert "全部办件：未办结（各单位）" in back
    assert "没有记录" not in back
    rows = back.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    found = {tuple(re.findall(r'<span class="li ([a-z_]+)">', row)) for row in rows}
    assert {("running", "overdue"), ("running", "soon"), ("overdue", "badly_overdue")} <= found
    narrowed = client.get(f"{LIST}&kind=complaint&state=dispatching").content.decode()
    assert "群众反映" in narrowed
    missed = client.get(LIST.replace("12-31", "12-20")).content.decode()
    assert "12月20日（周日）没有记录，看的是此前最近记下的一天" in missed


def test_the_file_has_the_same_rows(lived):
    client = lived.client(OFFICE)
    total = int(re.search(r'data-total="(\d+)"', client.get(LIST).content.decode())[1])
    lines = list(load_workbook(BytesIO(client.get(f"{LIST}&format=xlsx").content)).active.iter_rows(values_only=True))
    assert lines[0][:3] == ("当日", "标题", "当日主办")
    assert sum(bool(line[8]) for line in lines[1:]) == total
    assert lines[-1][0] == f"全部办件：未办结（各单位）：2026年12月31日（周四）24时的情形，共{total}件。"


def test_what_has_become_restricted_is_missing_and_said_to_be(lived):
    client = lived.client(OFFICE)
    total = int(re.search(r'data-total="(\d+)"', client.get(LIST).content.decode())[1])
    matter = Matter.objects.filter(kind="task", open=True).earliest("pk")
    Matter.objects.filter(pk=matter.pk).update(secrecy="restricted")
    back = client.get(LIST).content.decode()
    assert f'data-total="{total - 1}"' in back
    assert f"当时数到{total}件，其中1件现在不在您能看到的范围里，没有列出" in back
    assert matter.title not in back
    assert matter.number not in back


def test_nights_from_before_lists_were_kept_have_numbers_only(lived):
    SnapshotNight.objects.create(on=date(2027, 1, 5), taken_at=now())  # as an older release did
    past = page(lived, OFFICE, "?on=2027-01-05")
    assert "那时还没有记下是哪些件，只有数字" in past
    months = NUMBER.findall(past.partition('aria-label="各月数字"')[2].partition("</table>")[0])
    assert NUMBER.findall(past.split("<main")[1]) == months  # other nights' lists are there
    answer = lived.client(OFFICE).get(LIST.replace("2026-12-31", "2027-01-06"))
    assert answer.status_code == 404
    assert "2027年1月5日还没有记下是哪些件，只有数字。" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "status", "word"),
    [
        ("on=2026-01-05&figure=standing.all", 404, "没有统计快照"),
        ("on=昨天&figure=standing.all", 422, "读不出日期"),
        ("on=2027-06-01&figure=standing.all", 422, "还没有到"),
        ("figure=standing.all", 422, "今天还没有过完"),
        ("on=2026-12-31", 404, "没有这一统计"),
        ("on=2026-12-31&figure=nothing", 404, "没有这一统计"),
        ("on=2026-12-31&figure=standing.all&scope=everybody", 404, "没有这一统计"),
    ],
)
def test_an_address_that_no_number_gave_out_is_refused_in_words(lived, query, status, word):
    answer = lived.client(OFFICE).get(f"/cockpit/list/?{query}")
    assert (answer.status_code, word in answer.content.decode()) == (status, True)


def test_then_as_now_nobody_asks_beyond_his_post(lived):
    assert lived.client(BUREAU).get(LIST).status_code == 403
    own = lived.client(BUREAU).get(LIST.replace("oversight", "own_body")).content.decode()
    assert int(re.search(r'data-total="(\d+)"', own)[1]) > 0
    whole = lived.client(OFFICE).get(f"{LIST}&page=9").content.decode()
    assert "第1页，共1页" in whole


def test_a_list_of_then_costs_as_many_queries_with_more_matters(lived):
    client = lived.client(OFFICE)

    def cost(address):
        client.get(address)
        with CaptureQueriesContext(connection) as counted:
            client.get(address)
        return len(counted)

    before = cost(LIST)
    for number in range(5):
        Work(lived, name=f"新增任务{number}").under_way()
    lived.clock.move_to(END.replace(day=23, hour=0))
    snapshot()
    assert cost(LIST.replace("2026-12-31", "2027-01-22")) == before <= 20


def test_looking_back_shows_what_was_shown_that_night(lived):
    then = page(lived, OFFICE, "?on=2026-12-31")
    assert "2026年12月31日" in then
    assert "1月10日（周日）没有记录，看的是2026年12月31日" in page(lived, OFFICE, "?on=2027-01-10")
    before = standing.board(lived.actor(OFFICE), Scope.OVERSIGHT, None).total()
    lived.clock.move_to(END.replace(day=23, hour=0))
    snapshot()
    lived.clock.move_to(END.replace(day=24))
    Work(lived, name="后来的任务").under_way()
    back = standing.board(lived.actor(OFFICE), Scope.OVERSIGHT, END.date()).total()
    assert (back["all"], back["closed"]) == (before["all"], before["closed"])


def test_a_day_that_cannot_be_looked_at_is_said(lived):
    client = lived.client(OFFICE)
    for query, status, word in (
        ("?on=2026-01-05", 404, "没有统计快照"),
        ("?on=明天", 422, "读不出日期"),
        ("?on=2027-06-01", 422, "还没有到"),
    ):
        answer = client.get(f"/cockpit/{query}")
        assert (answer.status_code, word in answer.content.decode()) == (status, True)


def test_totals_of_a_night_are_the_snapshots_sums_and_gaps_stay_gaps(lived):
    actor = lived.actor(OFFICE)
    found = trends.months(actor, Scope.OVERSIGHT, END.date(), 12)
    assert [one.first.month for one in found] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1]
    assert [one.night is None for one in found] == [True] * 9 + [False] * 3
    for one in found[9:]:
        total = standing.board(actor, Scope.OVERSIGHT, one.night.on).total()
        assert (one.night.open, one.night.overdue, one.night.closed) == (total["open"], total["late"], total["closed"])
    assert found[9].closed == found[9].night.closed
    assert found[0].share is None


def test_the_wall_has_no_rail_and_reads_itself_anew(lived):
    wall = page(lived, OFFICE, "?view=wall")
    assert 'hx-get="/cockpit/?view=wall" hx-trigger="every 300s"' in wall
    assert 'http-equiv="refresh"' not in wall  # nothing moves on for who reads slowly, or has no script
    assert 'class="rail"' not in wall


@pytest.mark.clause("4.8", page="/cockpit/")
def test_the_ecology_bureau_sees_its_own_and_the_office_calls_for_progress(lived):
    assert "市生态环境局" in page(lived, "ecology-bureau.principal")
    assert "/progress-calls/new/" in page(lived, OFFICE)


def test_a_district_is_told_no_number_of_the_others_and_who_closed_nothing_reads_so(lived):
    own = page(lived, DISTRICT)
    shown = re.findall(r'<tspan>([^<]+)</tspan><tspan class="num"[^>]*>([^<]*)</tspan>', own)
    assert len(shown) == 6
    assert [name for name, number in shown if number] == ["湖里区"]
    quiet = page(lived, "staffing-office.liaison")
    assert "这些月里没有办结的，月末也没有逾期未办的" in quiet
    assert "件的—" not in quiet
