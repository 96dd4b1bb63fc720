"""What a complaint brings to light: a problem or a task of the body that handles it, linked both ways; the complaint goes on."""

from __future__ import annotations

import pytest

from ecoduty.casework.matters.models import Link, LinkKind, Matter
from ecoduty.kernel.flow import Refused
from tests.mechanisms.complaints.steps import BUILDER, HOTLINE, Case, taken_in

DEPUTY, PRINCIPAL = "construction-bureau.deputy", "construction-bureau.principal"
PROBLEM = {
    "title": "湖滨南路工地夜间打桩没有降噪措施", "text": "现场核实：夜间施工未办证。联系电话13900001234。",
    "place": "湖滨南路", "limit_on": "2027-01-29", "closing_needs": ["补办夜间施工许可", "装好隔声屏"],
}  # fmt: skip
TASK = {"name": "思明区工地夜间施工专项整治", "limit_on": "2027-03-31", "requirements": "逐个工地核查夜间施工许可。"}


@pytest.fixture
def case(city, lists) -> Case:
    key = lists.add("construction-bureau", "建筑施工噪声监管", "打桩")
    found = taken_in(city, district="siming", place="湖滨南路", longitude=118.1, latitude=24.47)
    found.do(HOTLINE, "accept")
    found.do(HOTLINE, "dispatch", {"responsibility": key})
    return found


@pytest.fixture
def in_hand(case) -> Case:
    case.do(BUILDER, "sign_for")
    return case


def came_of(case: Case, kind: str) -> Matter:
    return Link.objects.get(source=case.pk, kind=LinkKind.ORIGIN, target__kind=kind).target


def test_a_problem_goes_into_the_register_and_is_the_handlers_to_put_right(city, in_hand):
    in_hand.do(DEPUTY, "problem_from_complaint", PROBLEM)
    found = came_of(in_hand, "problem")
    own = found.problem
    assert (found.state, found.holder.key, own.found_by.key) == (
        "assigned",
        "construction-bureau",
        "construction-bureau",
    )
    assert (own.source, own.source_note) == ("complaint", f"群众反映{in_hand.matter.number}")
    assert (own.district.key, own.place, float(own.longitude)) == ("siming", "湖滨南路", 118.1)
    assert own.found_on == in_hand.matter.complaint.received_on
    assert "13900001234" not in own.text
    assert own.closing_needs == PROBLEM["closing_needs"]


def test_the_complaint_goes_on_to_its_answer_and_each_page_shows_the_other(city, in_hand):
    in_hand.do(DEPUTY, "problem_from_complaint", PROBLEM)
    assert in_hand.standing == ("handling", "construction-bureau")
    found = came_of(in_hand, "problem")
    client = city.client(BUILDER)
    assert found.title in client.get(f"/matters/{in_hand.matter.public_id}/").content.decode()
    assert in_hand.matter.number in client.get(f"/matters/{found.public_id}/").content.decode()
    in_hand.do(BUILDER, "answer", {"answer": "已责令停工并补办许可，整改情况将继续跟踪。"})
    assert in_hand.standing[0] == "answered"
    in_hand.do(PRINCIPAL, "problem_from_complaint", {**PROBLEM, "title": "同一工地扬尘没有覆盖"})  # even then
    assert Link.objects.filter(source=in_hand.pk, kind=LinkKind.ORIGIN).count() == 2


def test_a_task_begins_at_the_handler_and_stays_livelihood(city, in_hand):
    in_hand.do(DEPUTY, "mark_livelihood", {"note": "列入为民办实事"})
    in_hand.do(PRINCIPAL, "task_from_complaint", TASK)
    found = came_of(in_hand, "task")
    assert (found.state, found.holder.key) == ("draft", "construction-bureau")
    assert (found.task.source, found.task.livelihood) == ("complaint", True)
    assert found.task.source_note == f"群众反映{in_hand.matter.number}"
    assert in_hand.standing[0] == "handling"


@pytest.mark.parametrize(
    ("who", "code"),
    [(BUILDER, "not_permitted"), (HOTLINE, "not_permitted"), ("water-bureau.deputy", "not_found")],
)
def test_only_the_heads_of_the_handling_body_decide_it(in_hand, who, code):
    with pytest.raises(Refused) as caught:
        in_hand.do(who, "problem_from_complaint", PROBLEM)
    assert caught.value.code == code


def test_not_before_it_is_signed_for(case):
    with pytest.raises(Refused) as caught:
        case.do(DEPUTY, "task_from_complaint", TASK)
    assert caught.value.code == "wrong_state"


def test_what_the_register_refuses_leaves_nothing_behind(in_hand):
    with pytest.raises(Refused) as caught:
        in_hand.do(DEPUTY, "problem_from_complaint", {**PROBLEM, "limit_on": "2020-01-01"})
    assert caught.value.code == "limit_in_past"
    assert not Matter.objects.filter(kind="problem").exists()


def test_the_form_knows_what_was_reported_without_numbers_of_persons(city, lists):
    key = lists.add("construction-bureau", "建筑施工噪声监管", "打桩")
    found = taken_in(city, text="工地打桩，我的电话13900001234。", place="湖滨南路", district="siming")
    found.do(HOTLINE, "accept")
    found.do(HOTLINE, "dispatch", {"responsibility": key})
    found.do(BUILDER, "sign_for")
    page = city.client(DEPUTY).get(f"/matters/{found.matter.public_id}/problem_from_complaint/").content.decode()
    assert "工地打桩" in page
    assert "13900001234" not in page


def test_a_breach_goes_as_a_clue_to_whoever_has_the_power_and_tells_nothing_of_the_reporter(city, in_hand):
    given = {
        "conduct": "muck",
        "text": "现场核实：渣土车夜间倾倒，车号已拍。联系电话13900001234。",
        "place": "湖滨南路",
    }
    page = city.client(DEPUTY).get(f"/matters/{in_hand.matter.public_id}/clue_from_complaint/").content.decode()
    assert "渣土运输、倾倒（转市执法局）" in page
    in_hand.do(DEPUTY, "clue_from_complaint", given)
    found = came_of(in_hand, "clue")
    assert (found.state, found.holder.key, found.clue.sender.key) == (
        "sent", "urban-enforcement-bureau", "construction-bureau",
    )  # fmt: skip
    assert "13900001234" not in found.clue.text
    assert in_hand.standing[0] == "handling"
    seen = city.client("urban-enforcement-bureau.linkage-officer").get(f"/matters/{found.public_id}/").content.decode()
    assert in_hand.matter.number not in seen


def test_what_is_its_own_to_act_on_it_does_not_send(in_hand):
    given = {"conduct": "other", "text": "现场核实：夜间施工未办证，桩机作业。", "place": "湖滨南路"}
    with pytest.raises(Refused) as caught:
        in_hand.do(DEPUTY, "clue_from_complaint", given)
    assert caught.value.code == "own_power"
    assert not Matter.objects.filter(kind="clue").exists()
