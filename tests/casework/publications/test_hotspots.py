"""Months of reports as the public sees them: published once, whole, small numbers withheld (clause 24.5)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ecoduty.casework.ports import answers, withdraw
from ecoduty.casework.ports.reported import REPORTED, Count, Reports
from ecoduty.casework.publications import hotspots
from ecoduty.casework.publications.models import PublishedHotspots
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.mechanisms.complaints import counting
from tests.mechanisms.complaints.steps import Case


@pytest.fixture
def complaints(city):
    for _ in range(7):
        Case(city, district="siming")
    Case(city, district="huli")
    return city


def test_a_month_is_published_some_days_after_its_end_and_never_again(complaints):
    complaints.clock.move_to(datetime(2026, 12, 4, 9, tzinfo=SHANGHAI))
    assert hotspots.publish_due() == 0
    complaints.clock.move_to(datetime(2026, 12, 5, 9, tzinfo=SHANGHAI))
    assert hotspots.publish_due() == 1
    row = PublishedHotspots.objects.get()
    assert row.month == date(2026, 11, 1)
    before = row.content
    Case(complaints, district="huli", received_on="2026-11-30")
    assert hotspots.publish_due() == 0
    row.refresh_from_db()
    assert row.content == before


def test_small_numbers_are_withheld_and_names_are_nowhere(complaints):
    content = hotspots.content_of(date(2026, 11, 1), date(2026, 12, 1))
    names = [place["name"] for place in content["districts"]]
    rows = dict(zip([*names, "合计"], content["cells"], strict=True))
    assert rows["湖里区"][-1] is None
    assert rows["思明区"][-1] is None  # 8 less 7 would tell of the one
    assert rows["合计"][-1] == 8
    assert "打桩" not in repr(content)


def test_a_month_of_nothing_between_others_is_published_empty(city):
    Case(city, district="siming")
    city.clock.move_to(datetime(2027, 2, 6, 9, tzinfo=SHANGHAI))
    assert hotspots.publish_due() == 3
    found = dict(PublishedHotspots.objects.values_list("month", "content"))
    assert found[date(2026, 12, 1)] == {}
    assert found[date(2026, 11, 1)] != {}


def test_whatever_the_rulebook_no_longer_knows_is_counted_among_the_rest(city):
    told = Reports(
        (("noise", "噪声"),), (Count("gone", "noise", 6), Count("siming", "gone", 7), Count("siming", "noise", 8))
    )

    def answer(since: date, until: date) -> Reports:
        return told

    withdraw(REPORTED, counting.reported)
    answers(REPORTED, answer)
    try:
        content = hotspots.content_of(date(2026, 11, 1), date(2026, 12, 1))
    finally:
        withdraw(REPORTED, answer)
        answers(REPORTED, counting.reported)
    rows = {place["name"]: row for place, row in zip(content["districts"], content["cells"], strict=False)}
    assert rows["思明区"] == [8, 7, 15]
    assert rows["未注明区"] == [6, 0, 6]


def test_the_answer_counts_each_once_and_nothing_before_or_after(complaints):
    Case(complaints, district="", received_on="2026-11-01")
    found = counting.reported(date(2026, 11, 1), date(2026, 12, 1))
    assert {(one.district, one.number) for one in found.counts} == {("siming", 7), ("huli", 1), ("", 1)}
    assert counting.reported(date(2026, 10, 1), date(2026, 11, 1)).counts == ()


def test_what_was_refused_or_merged_is_not_counted(complaints):
    refused, twin, kept = (Case(complaints, district="huli") for _ in range(3))
    by = "committee-office.clerk"
    refused.do(by, "refuse", {"ground": "no-facts", "go_where": "请补充具体的时间和地点。"})
    twin.do(by, "merge", {"into": kept.matter.number})
    found = counting.reported(date(2026, 11, 1), date(2026, 12, 1))
    assert {(one.district, one.number) for one in found.counts} == {("siming", 7), ("huli", 2)}
