"""The road of a case on its page, and the page of legs: who sees which numbers, and the list behind each."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Link, LinkKind
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import tables
from ecoduty.kernel.rulebook import store
from ecoduty.mechanisms.enforcement.statistics import folding, legs
from tests.mechanisms.enforcement.transfer_steps import COURT, HEAD, OFFICER, POLICE, PROCURATORATE, Road

STATISTICS = "/enforcement/statistics/"


def page_of(city, who: str, address: str) -> str:
    answer = city.client(who).get(address)
    assert answer.status_code == 200, (answer.status_code, address)
    return answer.content.decode()


def here(road: Road) -> str:
    return f"/matters/{road.matter.public_id}/"


def numbers(page: str) -> dict[str, int]:
    """Every number of the page with the address behind it."""
    return {url.replace("&amp;", "&"): int(n) for url, n in re.findall(r'href="([^"]+)" data-n="(\d+)"', page)}


def test_every_leg_names_states_that_there_are_and_no_open_one_is_forgotten(city):
    map_ = legs.of(store.current())
    for leg in map_.legs.values():
        for stretch in leg.stretches:
            table = tables()[stretch.kind]
            assert set(stretch.states) <= {state.code for state in table.states if state.open}, leg.key
    for kind in map_.kinds:
        open_ = {state.code for state in tables()[kind].states if state.open}
        assert open_ - {state for known, state in map_.by_state if known == kind} <= {"with_police"}, kind


def test_the_road_shows_what_is_past_present_and_ahead(city):
    road = Road(city)
    road.to_approved()
    city.clock.advance(timedelta(hours=30))
    page = page_of(city, OFFICER, here(road))
    assert "现在在移送公安" in page
    assert "1个环节逾期" in page
    assert "逾期6小时" in page
    assert "限24小时" in page
    assert "下一步还缺" in page
    assert "案件移送书" in page
    order = [
        page.index(f">{label}")
        for label in ("核实报告", "批准移送", "移送公安", "接受案件", "公安决定", "侦查", "审判")
    ]
    assert order == sorted(order)
    assert "申请复议或监督" not in page.partition("tabs")[0]


def test_the_road_tells_everything_again_in_words(city):
    """The picture is hidden from who hears the page; the list says the same: office, time used, lateness."""
    road = Road(city)
    road.to_received()
    page = page_of(city, POLICE, here(road))
    stations = page.partition('<ol class="stations">')[2].partition("</ol>")[0]
    assert stations.count("已过：") == 4
    assert stations.count("现在：") == 1
    assert "公安机关" in stations
    assert "限3个自然日" in stations
    assert 'aria-hidden="true"' in page.partition('class="case-road"')[2].partition("<ol")[0]


def test_days_of_one_month_name_it_once(city):
    road = Road(city)
    road.to_reported()
    city.clock.advance(timedelta(days=2))
    road.do(HEAD, "approve_transfer")
    stations = page_of(city, OFFICER, here(road)).partition('<ol class="stations">')[2].partition("</ol>")[0]
    assert re.search(r"月\d+日至\d+日", stations)
    assert not re.search(r"(\d+月)\d+日至(\d+年)?\1", stations)


def test_a_round_gone_twice_is_one_station_with_its_round(city):
    road = Road(city)
    road.to_reported()
    road.do(HEAD, "return_report", {"reason": "补充核实排口归属。"})
    road.to_reported()
    page = page_of(city, OFFICER, here(road))
    assert "第2轮" in page
    assert page.count(">批准移送") >= 1


def test_linked_cases_make_one_road_as_far_as_the_reader_sees_them(city):
    road, other = Road(city), Road(city, "resources-planning-bureau", group="forestry", title="某甲毁林案")
    Link.objects.create(source=road.matter, target=other.matter, kind=LinkKind.ORIGIN, made_at=now())
    page = page_of(city, OFFICER, here(road))
    assert str(other.matter.public_id) not in page, "who is not named in the other case learns nothing of it"
    second = Road(city, title="同案另一移送")
    Link.objects.create(source=road.matter, target=second.matter, kind=LinkKind.ORIGIN, made_at=now())
    assert str(second.matter.public_id) in page_of(city, OFFICER, here(road))


def test_a_closed_case_has_its_whole_road_behind_it(city):
    road = Road(city)
    road.to_reported()
    road.do(HEAD, "refuse_transfer", {"reason": "不能证明来自该厂，继续查处。"})
    page = page_of(city, OFFICER, here(road))
    assert "全程已走完" in page
    assert "现在等" not in page


def test_the_page_of_a_case_costs_the_same_whatever_it_went_through(city):
    road = Road(city)
    client = city.client(OFFICER)
    road.to_reported()
    client.get(here(road))
    with CaptureQueriesContext(connection) as short:
        client.get(here(road))
    for _ in range(4):
        road.do(HEAD, "return_report", {"reason": "补充核实排口归属。"})
        road.to_reported()
    with CaptureQueriesContext(connection) as long:
        client.get(here(road))
    assert len(long) <= len(short) + 1


@pytest.fixture
def cases(city):
    """Three transfers: one late at the police, one with the head, one refused."""
    first, second, third = Road(city), Road(city), Road(city)
    first.to_received()
    second.to_reported()
    third.to_reported()
    city.clock.advance(timedelta(hours=5))
    third.do(HEAD, "refuse_transfer", {"reason": "不能证明来自该厂，继续查处。"})
    city.clock.advance(timedelta(days=6))
    sweep()
    return first, second, third


@pytest.mark.parametrize(
    "who", [HEAD, "ecology-bureau.legal-reviewer", "ecology-bureau.linkage-officer", PROCURATORATE, POLICE]
)
def test_every_number_of_the_page_is_the_length_of_its_list(city, cases, who):
    for folded in (False, True):
        if folded:
            folding.fold()
        page = page_of(city, who, STATISTICS)
        found = numbers(page)
        assert found
        for address, number in found.items():
            listed = page_of(city, who, address)
            assert f'data-total="{number}"' in listed, address
            assert listed.count('<td class="t"><a href="/matters/') == min(number, 50), address


def test_where_it_sticks_is_said(city, cases):
    page = page_of(city, HEAD, STATISTICS)
    assert "现在最卡：<b>公安决定</b>" in page or "现在最卡：<b>批准移送</b>" in page
    assert "您被点名的案件" in page
    assert 'data-n="3"' in page
    assert 'class="sticks"' in page


def test_the_procuratorate_sees_only_what_it_is_named_in(city, cases):
    """The one that was sent and the one that was refused; not the one that still lies before the head."""
    page = page_of(city, PROCURATORATE, STATISTICS)
    assert 'data-n="2"' in page.partition("您被点名的案件")[2][:200]
    assert "没有点名您" not in page


def test_who_is_not_named_in_all_is_told_how_many_more_there_are(city, cases):
    road = cases[0]
    other = city.actor("ecology-bureau.linkage-officer").person
    road.do(OFFICER, "let_out", {"person": other, "reason": "改由他人联络"})
    page = page_of(city, "ecology-bureau.linkage-officer", STATISTICS)
    assert "另有<b>1</b>件没有点名您，不在以下各数内" in page


@pytest.mark.parametrize("who", ["water-bureau.liaison", "committee-office.director", "finance-bureau.principal"])
def test_who_handles_no_cases_sees_no_numbers(city, cases, who):
    assert city.client(who).get(STATISTICS).status_code == 403
    assert STATISTICS not in page_of(city, who, "/")


@pytest.mark.parametrize("query", ["span=99", "body=nowhere", "span=x"])
def test_nonsense_in_the_address_is_no_page(city, query):
    assert city.client(HEAD).get(f"{STATISTICS}?{query}").status_code == 404
    for bad in ("leg=nowhere", "leg=whole&stands=x"):
        assert city.client(HEAD).get(f"{STATISTICS}list/?{bad}").status_code == 404


def test_narrowed_to_one_body_and_to_a_span(city, cases):
    page = page_of(city, POLICE, f"{STATISTICS}?body=ecology-bureau&span=3")
    assert "市生态环境局" in page
    elsewhere = page_of(city, POLICE, f"{STATISTICS}?body=water-bureau")
    assert set(numbers(elsewhere).values()) == {0}


def test_the_way_to_the_page_stands_in_the_rail(city):
    assert STATISTICS in page_of(city, HEAD, "/")


def test_the_court_that_is_named_in_nothing_sees_an_empty_page(city, cases):
    assert "没有您被点名的案件" in page_of(city, COURT, STATISTICS)
