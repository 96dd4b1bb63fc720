"""How bodies answer: open overdue ones count against being in time, resolved and satisfied are counted apart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Q

from ecoduty.kernel.clock import now
from ecoduty.mechanisms.complaints import measures
from tests.mechanisms.complaints.steps import BUILDER, HOTLINE, taken_in

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def noise(city, lists):
    return lists.add("construction-bureau", "建筑施工噪声监管", "打桩", "工地")


def sent(city, noise, **more):
    case = taken_in(city, **more)
    case.do(HOTLINE, "accept")
    case.do(HOTLINE, "dispatch", {"responsibility": noise})
    case.do(BUILDER, "sign_for")
    return case


def answered(city, noise, **said):
    case = sent(city, noise)
    case.do(BUILDER, "answer", {"answer": "湖滨南路工地夜间打桩已责令停止。"})
    case.do(HOTLINE, "approve_answer")
    case.do(HOTLINE, "follow_up", {"accepted": True, "go_where": "可向市信访局提出。", **said})
    return case


def builder(seen=None):
    rows = measures.by_body(seen or Q(), *YEAR, now())
    return next((row for row in rows if row.body.key == "construction-bureau"), None)


def test_what_is_overdue_and_open_counts_against_being_in_time(city, noise):
    answered(city, noise, resolved=True, satisfaction="satisfied")
    answered(city, noise, resolved=False, satisfaction="neutral")
    answered(city, noise, resolved=True, satisfaction="dissatisfied")
    late = sent(city, noise)
    assert (builder().on_time, builder().overdue) == (measures.Share(3, 3), 0)
    city.clock.move_to(now() + timedelta(days=20))
    row = builder()
    assert (row.sent, row.open, row.overdue, row.on_time) == (4, 1, 1, measures.Share(3, 4))
    assert (row.on_time.percent, row.resolved, row.satisfied) == (75, measures.Share(2, 3), measures.Share(2, 3))
    late.do(BUILDER, "answer", {"answer": "湖滨南路工地夜间打桩已责令停止。"})
    assert (builder().overdue, builder().on_time) == (0, measures.Share(3, 4))


def test_returns_count_with_who_gave_back_and_merged_ones_do_not_count(city, noise, lists):
    other = lists.add("police", "社会生活噪声监管", "唱歌")
    case = sent(city, noise)
    case.do(BUILDER, "give_back", {"responsibility": other, "reason": "现场查看系夜间唱歌。"})
    case.do(HOTLINE, "dispatch", {"responsibility": other})
    twin = sent(city, noise)
    twin.do(HOTLINE, "merge", {"into": case.matter.number})
    rows = {row.body.key: row for row in measures.by_body(Q(), *YEAR, now())}
    assert {key: (row.sent, row.returned) for key, row in rows.items()} == {
        "construction-bureau": (1, 1),
        "police": (1, 0),
    }
    total = measures.together(list(rows.values()))
    assert (total.sent, total.returned, total.on_time.percent) == (2, 1, None)


@pytest.mark.clause("24.2", page="/complaints/measures/")
def test_the_page_shows_only_what_the_reader_may_see_and_exports_it(city, noise, django_assert_max_num_queries):
    answered(city, noise, resolved=True, satisfaction="satisfied")
    client = city.client(HOTLINE)
    client.get("/complaints/measures/")
    with django_assert_max_num_queries(20):
        page = client.get("/complaints/measures/").content.decode()
    assert "100%" in page
    assert "市建设局" in page
    assert "还没有" not in page
    none = city.client("water-bureau.liaison").get("/complaints/measures/").content.decode()
    assert "这段时间没有派出的反映" in none
    assert "这段时间没有派出的反映" in client.get("/complaints/measures/?since=2027-01-01&until=bad").content.decode()
    assert client.get("/complaints/measures/?format=xlsx")["Content-Type"].endswith("spreadsheetml.sheet")
