"""A result that may not be shown: a head says why and on whose word, in place of the notice (clause 3.3)."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.publications.models import PublishedItem
from tests.mechanisms.inspections.full_road import FullRoad
from tests.mechanisms.inspections.steps import DONE

WHY = {
    "ground": "privacy", "reason": "整改涉及住户家庭情况，去除后不能说明结果。",
    "authority": "政府信息公开条例第十五条，保密审查2026-31号",
}  # fmt: skip
HEAD = "finder.director"


@pytest.fixture
def road(city) -> FullRoad:
    road = FullRoad(city)
    road.to_rectifying()
    road.do("responsible.liaison", "apply_closing", DONE)
    road.check()
    road.accept()
    return road


def state_of(road: FullRoad, key: str) -> Deadline:
    return Deadline.objects.filter(matter=road.pk, key=f"problem.{key}").latest("pk")


def test_a_result_that_may_not_be_shown_is_struck_off_without_a_notice(city, road):
    road.do(HEAD, "withhold_result", WHY)
    assert (road.state, state_of(road, "publication").state) == ("withheld", "cancelled")
    assert state_of(road, "close-out").due_on == date(2026, 11, 27)
    assert road.refused(HEAD, "close_out", {"text": "同意。"}).code == "policy_open"
    road.do("responsible.liaison", "settle_policy", {"way": "not_needed", "reason": "执行不到位，制度不缺。"})
    road.do(HEAD, "close_out", {"text": "不公开，核查验收均到位。"})
    assert (road.state, state_of(road, "look-back").state) == ("look_back", "running")
    assert not PublishedItem.objects.filter(kind="problem").exists()
    page = city.client("water-bureau.liaison").get(f"/matters/{road.matter.public_id}/?tab=acceptance").content.decode()
    assert WHY["authority"] in page
    assert "个人隐私" in page
    again = {"looked_on": "2026-11-22", "result": "relapsed", "text": "雨后又见污水。", "limit_on": "2027-02-26"}
    road.do(HEAD, "look_back", again)
    assert road.state == "assigned"


def test_a_ground_is_one_of_those_listed_and_a_clerk_withholds_nothing(road):
    assert road.refused(HEAD, "withhold_result", WHY | {"ground": "embarrassing"}).code == "ground_unknown"
    assert road.refused("finder.clerk", "withhold_result", WHY).code == "not_permitted"
    assert road.refused("responsible.principal", "withhold_result", WHY).code == "not_permitted"
    assert road.state == "accepted"


def test_what_was_withheld_can_be_shown_after_all(road):
    road.do(HEAD, "withhold_result", WHY)
    road.do(HEAD, "show_after_all", {"note": "住户同意公开。"})
    assert (road.state, state_of(road, "publication").state) == ("accepted", "running")
    assert state_of(road, "close-out").state == "cancelled"
    road.publish()
    assert PublishedItem.objects.get(kind="problem").withdrawn_on is None
