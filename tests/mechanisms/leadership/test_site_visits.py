"""Leaders on the spot: what was seen becomes problems and tasks (clause 13.2)."""

from __future__ import annotations

from typing import Any

import pytest

from ecoduty.casework.matters.models import Link, Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import district_map
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.leadership.visit_flow import VISITS
from tests.mechanisms.inspections.steps import NEEDS

CLERK, SECRETARY = "committee-office.clerk", "government.secretary-of-vice-mayor-ecology"
LEADER = "government/vice-mayor-ecology"


def visited(**more: Any) -> dict[str, Any]:
    return {
        "title": "杏林湾流域治理现场督导", "leader": LEADER, "visited_on": "2026-11-20", "district": "jimei",
        "place": "杏林湾北岸", "participants": ["市水利局｜主要负责人", "集美区沿岸村民代表"],
        "seen": "三号排口晴天仍有污水入湾。", "asked": "月底前接通截污管。", **more,
    }  # fmt: skip


PROBLEM = {
    "title": "三号排口污水直排", "text": "晴天仍有污水入湾，岸边有异味。", "responsible": "water-bureau",
    "limit_on": "2026-12-31", "closing_needs": list(NEEDS),
}  # fmt: skip
TASK = {
    "name": "杏林湾流域截污提升", "lead": "water-bureau", "limit_on": "2027-06-30", "requirements": "摸清全流域排口，分批截污。"
}  # fmt: skip


def record(city, who: str = CLERK, **more: Any) -> Matter:
    done = perform(VISITS, "record_visit", actor=city.actor(who), data=visited(**more))
    return Matter.objects.select_related("site_visit", "holder", "region").get(pk=done.subject.pk)


def refusal(city, who: str, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        record(city, who, **more)
    return refused.value.code


def test_a_problem_seen_is_assigned_in_one_act_and_linked_both_ways(city):
    visit = record(city)
    perform(VISITS, "problem_from_visit", visit.pk, actor=city.actor(CLERK), data=PROBLEM)
    link = Link.objects.select_related("target__holder", "target__problem").get(source=visit)
    problem = link.target
    assert (problem.kind, problem.state, problem.holder.key) == ("problem", "assigned", "water-bureau")
    own = problem.problem
    assert (own.place, own.district.key, own.source) == ("杏林湾北岸", "jimei", "on-site")
    assert own.found_by.key == "committee-office"
    assert "副市长" in own.source_note
    perform(VISITS, "task_from_visit", visit.pk, actor=city.actor(CLERK), data=TASK)
    assert set(Link.objects.filter(source=visit).values_list("target__kind", flat=True)) == {"problem", "task"}
    perform(VISITS, "finish_visit", visit.pk, actor=city.actor(CLERK))
    assert not Matter.objects.get(pk=visit.pk).open


def test_what_cannot_be_assigned_leaves_nothing_behind(city):
    visit = record(city)
    with pytest.raises(Refused) as refused:
        perform(
            VISITS, "problem_from_visit", visit.pk, actor=city.actor(CLERK), data={**PROBLEM, "limit_on": "2026-11-01"}
        )
    assert refused.value.code == "limit_in_past"
    assert not Matter.objects.filter(kind="problem").exists()


def test_a_secretary_records_for_the_leader_served_and_for_nobody_else(city):
    visit = record(city, SECRETARY)
    assert visit.holder.key == "government"
    entry = Entry.objects.get(stream=visit.stream, act="record_visit")
    assert "副市长" in entry.on_behalf_of
    perform(VISITS, "problem_from_visit", visit.pk, actor=city.actor(CLERK), data=PROBLEM)
    assert refusal(city, SECRETARY, leader="government/vice-mayor-industry") == "not_its_leader"
    assert refusal(city, "water-bureau.liaison") == "not_permitted"
    assert refusal(city, CLERK, leader="", leader_title="") == "leader_missing"
    assert refusal(city, CLERK, leader_title="市长") == "leader_twice"
    assert refusal(city, CLERK, visited_on="2026-11-30") == "visit_in_future"
    assert refusal(city, CLERK, district="", place="") == "place_missing"


def test_a_visit_without_anything_to_do_says_so(city):
    visit = record(city)
    with pytest.raises(Refused) as refused:
        perform(VISITS, "finish_visit", visit.pk, actor=city.actor(CLERK))
    assert refused.value.code == "nothing_came_of_it"
    perform(VISITS, "finish_visit", visit.pk, actor=city.actor(CLERK), data={"note": "没有发现问题。"})
    assert not Matter.objects.get(pk=visit.pk).open


def test_who_took_part_is_tied_to_body_and_post_and_knows_of_it(city):
    visit = record(city)
    bureau, village = visit.site_visit.participants.select_related("body", "post")
    assert (bureau.body.key, bureau.post.kind) == ("water-bureau", "principal")
    assert (village.body, village.name) == (None, "集美区沿岸村民代表")
    assert Matter.objects.filter(visible_to(city.actor("water-bureau.liaison")), pk=visit.pk).exists()
    assert not Matter.objects.filter(visible_to(city.actor("ocean-bureau.liaison")), pk=visit.pk).exists()


def test_a_district_records_its_own_leaders_in_its_own_district(city):
    who = "siming-committee-office.clerk"
    district = {"leader": "", "of_body": "siming-government", "leader_title": "区长"}
    assert refusal(city, who, **district) == "other_district"
    visit = record(city, who, **district | {"district": "siming", "place": "员当湖北岸"})
    assert visit.region.key == "siming"
    given = {**PROBLEM, "responsible": "siming-urban-management-bureau"}
    perform(VISITS, "problem_from_visit", visit.pk, actor=city.actor(who), data=given)
    assert Matter.objects.get(kind="problem").region_id == visit.region_id
    with pytest.raises(Refused):
        perform(VISITS, "problem_from_visit", visit.pk, actor=city.actor(who), data=PROBLEM)


@pytest.mark.clause("13.2", page="/site-visits/")
def test_the_pages_take_a_visit_from_the_spot_to_the_register(city, django_assert_max_num_queries):
    office = city.client(CLERK)
    form = office.get("/site-visits/new/").content.decode()
    assert "副市长（分管生态环境" in form
    given = visited() | {"participants": "\n".join(visited()["participants"])}
    missing = office.post("/site-visits/new/", {**given, "seen": ""})
    assert missing.status_code == 422
    assert "杏林湾北岸" in missing.content.decode()
    assert office.post("/site-visits/new/", given).status_code == 302
    visit = Matter.objects.get(kind="site_visit")
    here = f"/matters/{visit.public_id}"
    assert "三号排口晴天" in office.get(f"{here}/problem_from_visit/").content.decode()
    posted = PROBLEM | {"closing_needs": "\n".join(NEEDS), "_version": visit.version}
    assert office.post(f"{here}/problem_from_visit/", posted).status_code == 302
    problem = Matter.objects.get(kind="problem")
    assert PROBLEM["title"] in office.get(f"{here}/?tab=came").content.decode()
    assert visit.title in office.get(f"/matters/{problem.public_id}/").content.decode()
    picture, _ = district_map.drawn()
    x, y = picture.middle(picture.areas[0])
    pointed = office.get(office.get(f"{here}/point-at-place/", {"map.x": x, "map.y": y})["Location"])
    assert f'<option value="{picture.areas[0].key}" selected' in pointed.content.decode()
    with django_assert_max_num_queries(25):
        page = office.get("/site-visits/?year=2026").content.decode()
    assert visit.title in page
    assert PROBLEM["title"] in page
    assert "还没有登记现场督导" in office.get("/site-visits/?year=2025").content.decode()
    assert visit.title not in city.client("ocean-bureau.liaison").get("/site-visits/").content.decode()
