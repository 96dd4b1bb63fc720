"""方案 where no bearer is counted one by one: matters with their lists, restricted kinds, what always holds."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from ecoduty.casework.figures import standing
from ecoduty.casework.figures.registry import Scope
from ecoduty.kernel.rulebook import store
from ecoduty.organisation.accounts.models import Account
from tests.mechanisms.work_plans.steps import Work
from tests.organisation.accounts.factors import bind

OFFICE, LEADER, BUREAU, DISTRICT = (
    "committee-office.director", "government.vice-mayor-agriculture", "water-bureau.principal", "huli-committee-office.clerk",
)  # fmt: skip
PIECE = re.compile(r'<a href="(/matters/[^"]+)" data-n="(\d+)" class="li ([a-z_]+)">')


def text(lived, who, address="/plan/"):
    answer = lived.client(who).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def part(page, clause):
    return page.partition(f'id="c{clause}"')[2].partition('<div class="cl')[0]


@pytest.mark.parametrize("who", [OFFICE, LEADER, BUREAU, DISTRICT])
def test_every_number_opens_a_list_of_that_length(lived, who):
    pages = text(lived, who) + text(lived, who, "/plan/9.1/") + text(lived, who, "/plan/3.3/")
    found = {(unescape(url), int(said)) for url, said, _ in PIECE.findall(pages)}
    assert len(found) > (1 if who == DISTRICT else 4)
    client = lived.client(who)
    for url, said in sorted(found):
        total = re.search(r'data-total="(\d+)"', client.get(url).content.decode())
        assert total, url
        assert int(total[1]) == said, url


def test_a_clause_counts_the_matters_of_its_kind(lived):
    rows = standing.board(lived.actor(OFFICE), Scope.OVERSIGHT).rows
    problems = sum(row.numbers["all"] for row in rows if row.kind == "problem")
    shown = PIECE.findall(part(text(lived, OFFICE), "3.3"))
    assert sum(int(number) for _, number, _ in shown) == problems == 6
    assert shown[0][2] == "met"
    sheet = text(lived, OFFICE, "/plan/3.3/")
    by_body = sheet.partition("<tbody>")[2].partition("</tbody>")[0]
    assert sum(int(number) for _, number, _ in PIECE.findall(by_body)) == problems


def test_restricted_kinds_are_said_to_be_uncounted_and_not_to_be_none(lived):
    page = text(lived, OFFICE)
    assert "受限件，不计数" in part(page, "19.1")
    assert "没有办件" not in part(page, "19.1")
    assert "受限件，不计数" in text(lived, OFFICE, "/plan/19.1/")
    assert "没有办件" in part(page, "4.5")
    assert "受限件，不计数" in text(lived, OFFICE, "/cockpit/")


def test_for_administrators_the_plan_is_there_and_counts_nothing(lived):
    account = lived.account("system.administrator")
    bind(account)
    Account.objects.filter(pk=account.pk).update(must_change_password=False)
    page = text(lived, "system.administrator")
    assert not PIECE.findall(page)
    assert "不对您的岗位计数" in part(page, "3.3")
    assert "不对您的岗位计数" in text(lived, "system.administrator", "/plan/3.3/")


def test_what_opens_no_matter_stands_by_its_page_or_its_acts(lived):
    page = text(lived, OFFICE)
    assert 'href="/cockpit/"' in part(page, "4.8")
    assert 'href="/plan/24.3/#acts"' in part(page, "24.3")
    assert 'id="acts"' in text(lived, OFFICE, "/plan/24.3/")
    for who in (BUREAU, DISTRICT):
        assert lived.client(who).get("/portraits/").status_code == 200


def test_every_clause_of_the_rulebook_is_live(lived):
    count = len(store.current().clauses)
    page = text(lived, OFFICE)
    assert f"<b>{count}</b>款，已上线<b>{count}</b>款" in page
    assert "尚未上线" not in page


def test_what_needs_somebody_is_found_by_matters_too(lived):
    whole, only = text(lived, OFFICE), text(lived, OFFICE, "/plan/?only=attention")
    lights = {"soon", "overdue", "badly_overdue"}
    late = {
        clause
        for clause in store.current().clauses
        if {light for *_, light in PIECE.findall(part(whole, clause))} & lights
    }
    assert late
    assert late <= set(re.findall(r'id="c([\d.]+)"', only))
    assert "4.5" not in re.findall(r'id="c([\d.]+)"', only)


def test_an_articles_heading_counts_a_matter_once_however_many_clauses_it_serves(lived):
    page = text(lived, OFFICE)
    article = page.partition('<span class="no">第九条</span>')[2].partition("</summary>")[0]
    kinds = {"task", "problem", "bulletin"}
    rows = [row for row in standing.board(lived.actor(OFFICE), Scope.OVERSIGHT).rows if row.kind in kinds]
    badly = sum(row.numbers["badly_overdue"] for row in rows)
    assert badly
    assert f"严重逾期{badly}<" in article


def test_file_has_a_row_for_every_body_and_kind(lived):
    client = lived.client(OFFICE)
    for address in ("/plan/?format=xlsx", "/plan/3.3/?format=xlsx"):
        lines = list(load_workbook(BytesIO(client.get(address).content)).active.iter_rows(min_row=2, values_only=True))
        own = [line for line in lines if line[0] == "3.3"]
        rows = standing.board(lived.actor(OFFICE), Scope.OVERSIGHT).rows
        assert len(own) == len({row.body for row in rows if row.kind == "problem"})
        assert {line[6] for line in own} == {"问题"}


def test_it_costs_as_many_queries_with_more_matters(lived):
    client = lived.client(OFFICE)

    def cost():
        client.get("/plan/")
        with CaptureQueriesContext(connection) as counted:
            client.get("/plan/")
        return len(counted)

    before = cost()
    for number in range(5):
        Work(lived, name=f"新增任务{number}").under_way()
    assert cost() == before < 40
