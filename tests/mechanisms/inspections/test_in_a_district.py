"""The later half of the full road inside a district: plan, check, acceptance, notice, close-out, look-back (clauses 3.3, 9.2)."""

from __future__ import annotations

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.publications.models import PublishedItem
from ecoduty.mechanisms.inspections.rectifying.queries import accepting_bodies
from tests.mechanisms.inspections.full_road import FullRoad
from tests.mechanisms.inspections.steps import DONE, TITLE, at

OFFICE, RESPONSIBLE, OWN, CITYS = (
    "siming-committee-office", "siming-urban-management-bureau", "siming-ecology-office", "ecology-bureau",
)  # fmt: skip


def road_in(city, accepting: str) -> FullRoad:
    return FullRoad(city, accepting, finder=OFFICE, responsible=RESPONSIBLE, district="siming")


def holder(road: FullRoad, key: str) -> str:
    return Deadline.objects.filter(matter=road.pk, key=f"problem.{key}").latest("pk").holder.key


@pytest.mark.parametrize("accepting", [OWN, CITYS])
@pytest.mark.clause("3.3", page="/problems/")
def test_a_districts_problem_is_accepted_shown_struck_off_and_looked_at_again(city, accepting):
    road = road_in(city, accepting)
    road.to_assigned()
    road.submit_plan()
    assert holder(road, "plan-approval") == OFFICE
    road.do(road.head, "approve_plan", {})
    road.do("responsible.liaison", "apply_closing", DONE)
    assert holder(road, "verification") == OFFICE
    road.check()
    assert holder(road, "acceptance") == accepting
    road.accept()
    road.publish()
    shown = PublishedItem.objects.get(kind="problem")
    assert (shown.body_key, shown.withdrawn_on) == (RESPONSIBLE, None)
    road.do("responsible.liaison", "settle_policy", {"way": "not_needed", "reason": "执行不到位，制度不缺。"})
    city.clock.move_to(at(12, 8))
    assert holder(road, "close-out") == OFFICE
    road.do(road.head, "close_out", {"text": "公示期满无异议。"})
    assert holder(road, "look-back") == OFFICE
    again = {"looked_on": "2026-12-08", "result": "relapsed", "text": "雨后又见污水。", "limit_on": "2027-02-26"}
    road.do(road.head, "look_back", again)
    assert (road.state, road.matter.region.key, road.matter.problem.relapses) == ("assigned", "siming", 1)
    assert holder(road, "limit") == RESPONSIBLE
    assert TITLE not in city.client("huli-committee-office.clerk").get("/matters/?kind=problem").content.decode()
    page = city.client(f"{accepting}.deputy").get(f"/matters/{road.matter.public_id}/?tab=acceptance")
    assert page.status_code == 200


def test_in_a_district_its_own_bodies_or_the_citys_accept_and_no_other_districts(city):
    road = road_in(city, OWN)
    road.to_assigned()
    own = road.matter.problem
    keys = {body.key for body in accepting_bodies(own, own.found_on)}
    assert {OFFICE, OWN, CITYS} <= keys
    assert RESPONSIBLE not in keys
    assert not {key for key in keys if key.startswith("huli-")}
