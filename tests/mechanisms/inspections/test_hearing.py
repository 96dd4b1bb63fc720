"""Before a problem is fixed: statement, conferral, objection, basis (clauses 9.3, 14.2)."""

from __future__ import annotations

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from tests.mechanisms.inspections.full_road import BASES, FIXED, OBJECTION, FullRoad
from tests.mechanisms.inspections.steps import TITLE, Road, assigned, at


@pytest.mark.clause("9.3", page="/problems/")
@pytest.mark.clause("14.2", page="/problems/")
def test_an_inspected_body_is_heard_before_a_problem_is_fixed(city):
    road = FullRoad(city)
    assert road.matter.problem.road == "full"
    assert road.refused(road.head, "assign", assigned()).code == "statement_first"
    inspected = city.actor("water-bureau.liaison")
    assert not Matter.objects.filter(visible_to(inspected), pk=road.pk).exists()
    road.ask()
    assert Matter.objects.filter(visible_to(inspected), pk=road.pk).exists()
    statement = Deadline.objects.get(matter=road.pk, key="problem.statement")
    assert (statement.holder.key, statement.state) == ("water-bureau", "running")
    assert road.refused(road.head, "determine", FIXED).code == "not_heard_yet"
    road.object()
    statement.refresh_from_db()
    assert statement.state == "met"
    answered = {**FIXED, "on_objection": "接驳点在公共侧，不予采纳。"}
    assert road.refused(road.head, "determine", FIXED).code == "objection_unanswered"
    assert road.refused(road.head, "determine", answered).code == "conferral_missing"
    road.confer()
    assert road.refused(road.head, "determine", {**answered, "bases": "按惯例处理"}).code == "handling_basis_missing"
    road.do(road.head, "determine", answered)
    assert road.state == "determined"
    fixed = road.matter.problem.determinations.get()
    assert [(row.title, row.article) for row in fixed.bases.all()] == [("福建省生态环境保护条例", 2)]
    road.assign()
    assert (road.state, road.matter.holder.key) == ("assigned", "water-bureau")
    page = city.client("water-bureau.liaison").get(f"/matters/{road.matter.public_id}/?tab=hearing").content.decode()
    assert OBJECTION["text"] in page
    assert "异议一直附在这个问题上" in page
    assert BASES in page


def test_silence_is_written_down_and_no_conferral_needs_a_reason(city):
    road = FullRoad(city)
    road.ask()
    waived = {**FIXED, "waived": "事实清楚，职责无争议。"}
    assert road.refused(road.head, "determine", waived).code == "not_heard_yet"
    city.clock.move_to(at(11, 30))
    road.do(road.head, "determine", waived)
    said = road.matter.problem.statements.get()
    assert (said.said, said.body.key) == ("silent", "water-bureau")
    assert Deadline.objects.get(matter=road.pk, key="problem.statement").state != "running"


@pytest.mark.parametrize(
    ("line", "code"),
    [("没有分开", "position_unread"), ("火星局｜同意", "position_body_unknown")],
)
def test_what_a_department_held_is_read_line_by_line(city, line, code):
    road = FullRoad(city)
    road.ask()
    given = {"held_on": "2026-11-22", "attendees": "各部门", "positions": [line], "result": "一致。"}
    assert road.refused(road.head, "record_problem_conferral", given).code == code
    early = {**given, "positions": road.positions(), "held_on": "2026-11-01"}
    assert road.refused(road.head, "record_problem_conferral", early).code == "before_finding"


def test_only_the_inspected_body_speaks_and_only_the_finder_fixes(city):
    road = FullRoad(city)
    road.ask()
    assert road.refused("finder.clerk", "give_statement", OBJECTION).code == "not_permitted"
    assert road.refused("responsible.principal", "determine", FIXED).code == "not_permitted"


def test_what_was_found_in_the_own_house_is_assigned_at_once(city):
    road = Road(city, "water-bureau", "water-bureau", source="audit")
    assert road.refused("finder.deputy", "ask_statement", {"inspected": "water-bureau"}).code == "own_house"
    road.assign()
    assert (road.state, road.matter.problem.road) == ("assigned", "plain")


def test_a_problem_given_back_is_assigned_anew_without_hearing_again(city):
    road = FullRoad(city)
    road.to_assigned()
    road.do("responsible.liaison", "give_back", {"note": "该排口由市政园林局管养。"})
    assert road.state == "determined"
    road.assign()
    assert road.state == "assigned"


def test_a_district_hears_its_own_bodies(city):
    road = FullRoad(
        city, finder="siming-committee-office", responsible="siming-urban-management-bureau", district="siming"
    )
    road.to_assigned()
    assert road.matter.region.key == "siming"
    assert TITLE not in city.client("huli-committee-office.clerk").get("/matters/?kind=problem").content.decode()
