"""What protects people at risk, and how many of how many (clause 17.3)."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.figures.tallies import tally
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.encouragement.protection.flow import PROTECTIONS
from tests.mechanisms.encouragement.steps import Steps
from tests.mechanisms.who_may import checked

WHO = "water-bureau.liaison"
GIVEN = {
    "name": "一线执法人员人身意外伤害保险", "sort": "insurance", "content": "外业期间人身意外，每人保额五十万元。",
    "basis": "局党组会议2026年第3次", "since": "2026-01-01",
}  # fmt: skip
ROLES = (WHO, "construction-bureau.liaison", "committee-office.clerk", "siming-ecology-office.liaison")


class Measure(Steps):
    table = PROTECTIONS

    def __init__(self, city, who=WHO, **more):
        done = perform(PROTECTIONS, "register_protection", actor=city.actor(who), data={**GIVEN, **more})
        super().__init__(city, done.subject.pk)


def test_measure_is_counted_every_year_and_ends(city):
    measure = Measure(city, covered=18, eligible=20, source="保单附名册")
    measure.do(WHO, "report_coverage", {"on": "2026-11-01", "covered": 20, "eligible": 20, "source": "保单附名册"})
    clocks = Deadline.objects.filter(matter=measure.pk, key="protection.counting").order_by("pk")
    assert [one.state for one in clocks] == ["met", "running"]
    assert measure.refused(WHO, "report_coverage", {"on": "2026-11-02", "covered": 21, "eligible": 20, "source": "名册"}).code == "more_than_all"  # fmt: skip
    assert measure.refused(WHO, "report_coverage", {"on": "2027-11-02", "covered": 1, "eligible": 20, "source": "名册"}).code == "counted_ahead"  # fmt: skip
    assert measure.refused(WHO, "report_coverage", {"on": "2025-11-02", "covered": 1, "eligible": 20, "source": "名册"}).code == "counted_before_start"  # fmt: skip
    assert (
        measure.refused(WHO, "end_protection", {"until": "2025-06-01", "note": "合同到期。"}).code
        == "protection_backward"
    )
    measure.do(WHO, "end_protection", {"until": "2026-11-20", "note": "合同到期，改投另一家。"})
    assert not Deadline.objects.filter(matter=measure.pk, state="running").exists()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"sort": "gold"}, "unknown_protection_sort"),
        ({"until": "2025-12-31"}, "protection_backward"),
        ({"covered": 3}, "head_count_half"),
        ({"covered": 3, "eligible": 2, "source": "名册"}, "more_than_all"),
    ],
)
def test_entry_that_makes_no_sense_is_refused(city, changed, code):
    with pytest.raises(Refused) as caught:
        Measure(city, **changed)
    assert caught.value.code == code
    assert not Matter.objects.filter(kind="protection").exists()


@pytest.mark.clause("17.3", page="/protection/")
def test_the_page_shows_who_is_covered_and_who_has_nothing(city):
    Measure(city, covered=18, eligible=20, source="保单附名册")
    Measure(city, covered=2, eligible=4, source="保单附名册", name="船上作业人员意外险")
    ended = Measure(city, "construction-bureau.liaison")
    ended.do("construction-bureau.liaison", "end_protection", {"until": "2026-03-01", "note": "合同到期。"})
    page = city.client("committee-office.clerk").get("/protection/").content.decode()
    assert "20/24人" in page
    assert "83%" in page
    listed = city.client("committee-office.clerk").get("/matters/?kind=protection&body=water-bureau&sort=insurance")
    assert listed.content.decode().count("船上作业人员意外险") >= 1
    without = {one.key for one in tally("protection.bodies_without").members(date(2026, 11, 25))}
    assert "water-bureau" not in without
    assert "construction-bureau" in without
    assert "20/24人" not in city.client("ocean-bureau.liaison").get("/protection/").content.decode()


def test_every_act_is_refused_to_whoever_may_not(city):
    assert checked(city, PROTECTIONS, Measure(city).matter, ROLES) > 50
