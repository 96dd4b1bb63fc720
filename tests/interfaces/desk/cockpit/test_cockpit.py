"""驾驶舱 over HTTP: every number is the length of its list, sums are full counts, who sees how much, what looking back shows."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.figures import standing, trends
from ecoduty.casework.figures.folding import fold
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


def test_looking_back_shows_what_was_shown_that_night(lived):
    then = page(lived, OFFICE, "?on=2026-12-31")
    assert "2026年12月31日" in then
    assert not NUMBER.findall(then.split("<main")[1].split('id="cases"')[0])
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
