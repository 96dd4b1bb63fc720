"""How bodies answer: open overdue ones count against being in time, resolved and satisfied are counted apart."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.models import Q

from ecoduty.kernel.clock import now
from ecoduty.mechanisms.complaints import measures
from tests.mechanisms.complaints.steps import BUILDER, HOTLINE, taken_in

NUMBER = re.compile(r'<a href="(/matters/[^"]*measure=[^"]*)" data-n="(\d+)"')
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
    total = measures.together(Q(), *YEAR, now())
    assert (total.sent, total.returned, total.on_time.percent) == (1, 1, None)  # one complaint, though sent to two


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


def test_every_number_of_the_page_opens_the_list_of_exactly_those(city, noise, lists):
    other = lists.add("police", "社会生活噪声监管", "唱歌")
    answered(city, noise, resolved=True, satisfaction="satisfied")
    answered(city, noise, resolved=False, satisfaction="dissatisfied")
    again = answered(city, noise, resolved=False, satisfaction="dissatisfied", accepted=False)
    again.do(BUILDER, "answer", {"answer": "湖滨南路工地夜间打桩已再次责令停止。"})
    moved = sent(city, noise)
    moved.do(BUILDER, "give_back", {"responsibility": other, "reason": "现场查看系夜间唱歌。"})
    moved.do(HOTLINE, "dispatch", {"responsibility": other})
    twin = sent(city, noise)
    twin.do(HOTLINE, "merge", {"into": moved.matter.number})
    late = sent(city, noise)
    city.clock.move_to(now() + timedelta(days=20))
    late.do(BUILDER, "answer", {"answer": "湖滨南路工地夜间打桩已责令停止。"})
    sent(city, noise)

    client = city.client(HOTLINE)
    page = client.get("/complaints/measures/").content.decode()
    found = [(escaped.replace("&amp;", "&"), int(number)) for escaped, number in NUMBER.findall(page)]
    assert {parse_qs(urlsplit(url).query)["measure"][0] for url, _ in found} == set(measures.LABELS)
    assert len({parse_qs(urlsplit(url).query).get("by", ["合计"])[0] for url, _ in found}) == 3
    for url, number in found:
        listed = client.get(url).content.decode()
        assert f'data-total="{number}"' in listed, url
        assert "办理情况：" in listed


def test_a_list_behind_a_number_says_what_it_is_and_stays_it_when_filtered(city, noise):
    answered(city, noise, resolved=True, satisfaction="satisfied")
    sent(city, noise)
    client = city.client(HOTLINE)
    url = "/matters/?kind=complaint&measure=sent&by=construction-bureau&since=2026-01-01&until=2026-12-31"
    page = client.get(url).content.decode()
    assert "办理情况：派来（市建设局，2026年1月1日至2026年12月31日收到）" in page
    assert 'data-total="2"' in page
    assert '<input type="hidden" name="measure" value="sent">' in page
    assert 'data-total="1"' in client.get(f"{url}&state=open").content.decode()
    assert "办理情况：" not in client.get(f"{url}&measure=nonsense").content.decode()
    bad = client.get("/matters/?kind=complaint&measure=sent&since=gestern&until=2026-13-40").content.decode()
    assert 'data-total="2"' in bad
