"""Problems from being found to being struck off, through the gate (clause 13.2)."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice, Rung
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Link, LinkKind, Matter
from ecoduty.casework.matters.rules import Sight, access_matter, visible_to
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.inspections.flow import PROBLEMS, receive
from tests.mechanisms.inspections.steps import DONE, NEEDS, TITLE, Road, assigned, at, found


def test_a_problem_is_struck_off_only_with_every_need_met(city):
    road = Road(city)
    road.to_applied()
    assert road.matter.holder.key == "water-bureau"
    refused = road.refused("finder.director", "strike_off", {"covered": ["0"], "text": "复查。"})
    assert refused.code == "needs_missing"
    assert NEEDS[1] in refused.sentence
    road.do("finder.director", "return_problem", {"note": "第二次监测未附。"})
    assert (road.state, road.matter.problem.returned) == ("rectifying", 1)
    road.do("responsible.liaison", "apply_closing", DONE)
    road.do("finder.director", "strike_off", {"covered": ["0", "1"], "text": "现场复查，已到位。"})
    assert (road.state, road.matter.open) == ("closed", False)
    assert not Deadline.objects.filter(matter=road.pk, state="running").exists()
    acts = list(road.matter.problem.rectifications.values_list("act", flat=True))
    assert acts == ["apply_closing", "return_problem", "apply_closing", "strike_off"]


def test_the_limit_is_the_day_named_and_a_return_leaves_some_days(city):
    road = Road(city)
    road.assign(limit_on="2026-11-27")
    limit = Deadline.objects.get(matter=road.pk, key="problem.limit")
    assert limit.due_on == date(2026, 11, 27)
    road.plan()
    city.clock.move_to(at(11, 27))
    road.do("responsible.liaison", "apply_closing", DONE)
    road.do("finder.clerk", "return_problem", {"note": "缺监测报告。"})
    again = Deadline.objects.get(matter=road.pk, key="problem.limit", state="running")
    assert again.due_on == date(2026, 12, 4)  # five working days, as the rulebook says


def test_it_goes_back_to_who_found_it_and_is_assigned_anew(city):
    road = Road(city)
    road.assign()
    road.do("responsible.liaison", "give_back", {"note": "该排口由市政园林局管养。"})
    assert (road.state, road.matter.holder.key) == ("registered", "committee-office")
    assert not Deadline.objects.filter(matter=road.pk, key="problem.limit", state="running").exists()
    road.responsible = "municipal-gardens-bureau"
    road.assign()
    assert (road.state, road.matter.holder.key) == ("assigned", "municipal-gardens-bureau")
    assert Notice.objects.filter(matter=road.pk, title=f"新问题待整改：{TITLE}").count() >= 2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"found_on": "2026-11-30"}, "found_in_future"),
        ({"source": "gossip"}, "unknown_source"),
        ({"district": "atlantis"}, "unknown_district"),
        ({"district": "", "place": ""}, "place_missing"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(city, wrong, code):
    with pytest.raises(Refused) as refused:
        perform(PROBLEMS, "register", actor=city.actor("committee-office.clerk"), data=found(**wrong))
    assert refused.value.code == code
    assert not Matter.objects.filter(kind="problem").exists()


def test_nobody_is_given_a_day_that_is_over_or_a_body_that_cannot_do_it(city):
    road = Road(city)
    assert road.refused("finder.clerk", "assign", assigned(limit_on="2026-11-21")).code == "limit_in_past"
    assert road.refused("finder.clerk", "assign", assigned("party-committee")).code == "not_responsible"
    assert road.state == "registered"


def test_a_district_follows_its_own_problems_at_its_own_bodies(city):
    road = Road(city, "siming-committee-office", "siming-urban-management-bureau", district="siming")
    assert road.matter.region.key == "siming"
    assert road.refused("finder.clerk", "assign", assigned("water-bureau")).code == "not_responsible"
    road.to_applied()
    road.do("finder.clerk", "strike_off", {"covered": ["0", "1"], "text": "已复查。"})
    assert road.state == "closed"
    with pytest.raises(Refused) as refused:
        Road(city, "siming-committee-office", district="huli")
    assert refused.value.code == "other_district"
    with pytest.raises(Refused):
        access_matter(city.actor("huli-committee-office.clerk"), road.matter.public_id)


def test_the_districts_office_knows_of_what_the_city_assigns_there(city):
    road = Road(city)
    office = city.actor("jimei-committee-office.clerk")
    assert not Matter.objects.filter(visible_to(office), pk=road.pk).exists()
    road.assign()
    assert Matter.objects.filter(visible_to(office), pk=road.pk).exists()
    with pytest.raises(Refused):
        access_matter(office, road.matter.public_id, Sight.FULL)
    assert not Matter.objects.filter(visible_to(city.actor("ocean-bureau.liaison")), pk=road.pk).exists()


def test_what_a_body_found_in_its_own_house_its_heads_strike_off(city):
    road = Road(city, "water-bureau", "water-bureau")
    road.to_applied()
    own = {"covered": ["0", "1"], "text": "已复查。"}
    assert road.refused("finder.liaison", "strike_off", own).code == "not_permitted"
    road.do("finder.deputy", "strike_off", own)
    assert road.state == "closed"


def test_nobody_strikes_off_or_cancels_what_another_assigned_to_him(city):
    road = Road(city)
    road.to_applied()
    own = {"covered": ["0", "1"], "text": "自己看过。"}
    assert road.refused("responsible.principal", "strike_off", own).code == "not_the_assigner"
    cancel = {"note": "重复登记。", "authority": "环委办主任同意"}
    assert road.refused("responsible.principal", "cancel_problem", cancel).code == "not_the_assigner"
    road.do("finder.director", "cancel_problem", cancel)
    assert (road.state, road.matter.open) == ("cancelled", False)


def test_a_point_on_the_map_is_whole_and_in_the_own_district(city):
    road = Road(city)
    assert road.refused("finder.clerk", "mark_place", {"longitude": 118.07}).code == "half_a_point"
    road.do("finder.clerk", "mark_place", {"longitude": 118.07, "latitude": 24.6, "district": "huli"})
    own = road.matter.problem
    assert (float(own.longitude), float(own.latitude), own.district.key) == (118.07, 24.6, "huli")
    road.do("finder.clerk", "mark_place", {})
    assert road.matter.problem.longitude is None
    there = Road(city, "siming-committee-office", district="siming")
    assert there.refused("finder.clerk", "mark_place", {"district": "huli"}).code == "other_district"


def test_silence_is_told_by_the_ladder_once(city):
    road = Road(city)
    road.assign(limit_on="2026-12-01")
    city.clock.move_to(at(12, 3))
    sweep()
    assert Rung.objects.filter(deadline__matter=road.pk, deadline__key="problem.limit", rung="overdue").exists()
    before = Rung.objects.count(), Notice.objects.count()
    sweep()
    assert (Rung.objects.count(), Notice.objects.count()) == before


def test_another_mechanism_hands_over_and_assigns_in_one(city):
    actor = city.actor("committee-office.clerk")
    registered = receive(actor, found(), at(11, 22))
    assert registered.state == "registered"
    whole = receive(actor, found() | assigned(), at(11, 22))
    assert (whole.state, whole.holder.key) == ("assigned", "water-bureau")
    with pytest.raises(Refused):
        receive(actor, found() | {"responsible": "water-bureau"}, at(11, 22))


def test_what_one_rectification_does_not_settle_becomes_a_task_once(city):
    road = Road(city)
    road.assign()
    assert road.refused("responsible.deputy", "pass_to_task", {"name": "流域截污提升"}).code == "not_the_assigner"
    road.do("finder.director", "pass_to_task", {"name": "流域截污提升"})
    task = Matter.objects.get(kind="task")
    assert (task.title, task.holder.key, task.task.source) == ("流域截污提升", "committee-office", "inspection")
    assert road.refused("finder.director", "pass_to_task", {"name": "流域截污提升"}).code == "task_exists"
    assert road.state == "assigned"


def test_the_breach_behind_a_problem_goes_as_a_clue_to_whoever_has_the_power(city):
    road = Road(city)
    road.assign()
    page = (
        city.client("water-bureau.deputy").get(f"/matters/{road.matter.public_id}/clue_from_problem/").content.decode()
    )
    assert "渣土运输、倾倒（转市执法局）" in page
    assert road.matter.problem.text in page
    given = {"conduct": "muck", "text": "现场看到渣土车夜间向河道倾倒，车号已拍。", "place": "后溪桥下"}
    road.do("responsible.deputy", "clue_from_problem", given)
    clue = Matter.objects.get(kind="clue")
    assert (clue.holder.key, clue.clue.sender.key, clue.clue.seen_on) == (
        "urban-enforcement-bureau", "water-bureau", road.matter.problem.found_on,
    )  # fmt: skip
    assert Link.objects.filter(source=road.matter.pk, target=clue, kind=LinkKind.ORIGIN).exists()
    assert road.state == "assigned"
