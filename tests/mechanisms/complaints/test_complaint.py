"""A complaint goes where the lists in force say, comes back with a row, or finds nobody."""

from __future__ import annotations

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Link, Matter
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.complaints.models import Dispatch, Return
from tests.mechanisms.complaints.steps import Case
from tests.mechanisms.lead_departments.steps import Road, at


def refusal(case, who, act, data=None):
    with pytest.raises(Refused) as refused:
        case.do(who, act, data)
    return refused.value.code


@pytest.fixture
def noise(city, lists):
    return lists.add("construction-bureau", "建筑施工噪声监管", "打桩", "工地")


def test_by_the_list_to_its_lead_signed_for_answered_and_closed(city, noise):
    case = Case(city, district="siming")
    assert [row["body_name"] for row in case.matter.complaint.suggested] == ["市建设局"]
    assert (case.standing, case.matter.region.key) == (("registered", "committee-office"), "siming")
    case.do("committee-office.clerk", "dispatch", {"responsibility": noise})
    assert case.standing == ("dispatched", "construction-bureau")
    sent = Dispatch.objects.get()
    assert (str(sent.row), sent.row_name, sent.reason) == (noise, "建筑施工噪声监管", "")
    owed = Deadline.objects.filter(matter=case.pk, state="running").values_list("key", "holder__key")
    assert sorted(owed) == [("complaint.answer", "construction-bureau"), ("complaint.receipt", "construction-bureau")]
    case.do("construction-bureau.liaison", "sign_for")
    case.do("construction-bureau.liaison", "answer", {"answer": "已责令停止夜间打桩并现场复查。"})
    case.do("committee-office.clerk", "approve_answer")
    case.do("committee-office.clerk", "close", {"note": "匿名来电，无法回访。"})
    assert (case.matter.open, case.matter.first_missed_at) == (False, None)
    assert verify_stream(case.matter.stream) is None


def test_against_the_list_only_with_a_reason_and_only_to_who_handles_complaints(city, noise):
    case = Case(city)
    clerk = "committee-office.clerk"
    assert refusal(case, clerk, "dispatch", {}) == "dispatch_to_whom"
    assert refusal(case, clerk, "dispatch", {"body": "police"}) == "dispatch_needs_reason"
    assert refusal(case, clerk, "dispatch", {"responsibility": noise, "body": "police"}) == "dispatch_needs_reason"
    assert refusal(case, clerk, "dispatch", {"body": "government", "reason": "请市政府办。"}) == "unknown_body"
    assert (
        refusal(case, clerk, "dispatch", {"body": "siming-urban-management-bureau", "reason": "属地。"})
        == "unknown_body"
    )
    assert refusal(case, clerk, "dispatch", {"responsibility": "nothing"}) == "row_unknown"
    case.do(
        clerk, "dispatch", {"responsibility": noise, "body": "urban-enforcement-bureau", "reason": "夜间巡查由其承担。"}
    )
    assert case.standing == ("dispatched", "urban-enforcement-bureau")
    assert Dispatch.objects.get().row is None


def test_a_return_names_a_row_of_another_and_is_decided(city, noise, lists):
    social = lists.add("police", "社会生活噪声监管", "唱歌")
    case = Case(city)
    case.do("committee-office.clerk", "dispatch", {"responsibility": noise})
    builder = "construction-bureau.liaison"
    reason = {"reason": "现场查看系夜间唱歌，不是施工。"}
    assert refusal(case, builder, "give_back", reason) == "return_names_no_row"
    assert refusal(case, builder, "give_back", {**reason, "responsibility": noise}) == "row_is_ours"
    assert (
        refusal(case, builder, "give_back", {**reason, "responsibility": social, "nobodys": True})
        == "return_names_no_row"
    )
    assert refusal(case, "port-authority.liaison", "give_back", reason) == "not_found"
    case.do(builder, "give_back", {**reason, "responsibility": social})
    assert case.standing == ("returned", "construction-bureau")
    assert Return.objects.get().row_body == "市公安局"
    decision = Deadline.objects.get(matter=case.pk, key="complaint.return-decision")
    assert decision.holder.key == "committee-office"
    case.do("committee-office.clerk", "refuse_return", {"note": "工地同时存在夜间施工，请先查处。"})
    assert case.standing == ("handling", "construction-bureau")
    case.do(builder, "give_back", {**reason, "responsibility": social})
    assert case.standing == ("conferral", "construction-bureau")
    conferral = Deadline.objects.get(matter=case.pk, state="running", key="complaint.return-decision")
    assert (conferral.rule, conferral.label) == ("complaint.conferral", "再次退单会商")
    given = {"responsibility": social, "reason": "市建设局、市公安局会商：夜间系唱歌，由市公安局承办。"}
    case.do("committee-office.clerk", "decide_conferral", given)
    assert case.standing == ("dispatched", "police")
    open_ones = Deadline.objects.filter(matter=case.pk, state="running").values_list("key", "holder__key")
    assert sorted(open_ones) == [("complaint.answer", "police"), ("complaint.receipt", "police")]


def test_a_return_that_was_refused_lets_the_answers_clock_run_on(city, noise, lists):
    other = lists.add("police", "社会生活噪声监管", "唱歌")
    case = Case(city)
    case.do("committee-office.clerk", "dispatch", {"responsibility": noise})
    due = Deadline.objects.get(matter=case.pk, key="complaint.answer").due_on
    city.clock.move_to(at(11, 25))
    given = {"responsibility": other, "reason": "不是施工噪声，是唱歌。"}
    case.do("construction-bureau.liaison", "give_back", given)
    case.do("committee-office.clerk", "refuse_return", {"note": "请继续办理。"})
    assert Deadline.objects.get(matter=case.pk, key="complaint.answer", state="running").due_on == due


def test_what_nobody_leads_waits_for_its_lead_and_is_dispatched_then(city, lists):
    case = Case(city, text="鹭江上的游船炒菜，油烟飘进窗户。")
    assert case.matter.complaint.suggested == []
    case.nobodys()
    assert case.standing == ("undetermined", "committee-office")
    assert case.matter.next_due_at is None
    raised = Link.objects.get(source=case.pk).target
    assert (raised.kind, raised.origin_note) == ("lead_determination", f"群众反映{case.matter.number}")
    key = lists.add("port-authority", "游船油烟监管", "游船")
    assert refusal(case, "committee-office.clerk", "dispatch", {"responsibility": key}) == "determination_open"
    Matter.objects.filter(pk=raised.pk).update(open=False)
    case.do("committee-office.clerk", "dispatch", {"responsibility": key})
    assert case.standing == ("dispatched", "port-authority")


def test_a_department_says_that_no_row_covers_it_and_the_registrar_lets_a_lead_be_determined(city, noise):
    case = Case(city)
    case.do("committee-office.clerk", "dispatch", {"responsibility": noise})
    given = {"nobodys": True, "reason": "查遍现行清单没有涵盖此事的。"}
    case.do("construction-bureau.liaison", "give_back", given)
    case.nobodys()
    assert case.standing == ("undetermined", "committee-office")
    assert not Deadline.objects.filter(matter=case.pk, state="running").exists()


def test_an_answer_may_come_back_and_registration_says_what_is_wrong(city, noise):
    case = Case(city)
    case.do("committee-office.clerk", "dispatch", {"responsibility": noise})
    case.do("construction-bureau.liaison", "sign_for")
    case.do("construction-bureau.liaison", "answer", {"answer": "正在了解情况。"})
    case.do("committee-office.clerk", "return_answer", {"note": "请写明处理结果。"})
    assert case.standing == ("handling", "construction-bureau")
    for wrong, code in (
        ({"received_on": "2026-12-30"}, "received_in_future"), ({"district": "huian"}, "unknown_district"),
        ({"channel": "pigeon"}, "unknown_channel"), ({"text": "请回电13812345678。"}, "personal_data"), ({"text": ""}, "bad_data"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            Case(city, **{"text": "工地夜里打桩。", **wrong})
        assert refused.value.code == code
    assert Case(city, text="招牌上的电话13812345678。", checked=True).standing[0] == "registered"


def test_who_sees_it_who_does_not(city, noise):
    case = Case(city, by="water-bureau.liaison")
    case.do("water-bureau.liaison", "dispatch", {"responsibility": noise})
    address = f"/matters/{case.matter.public_id}/"
    for who, status in {
        "water-bureau.liaison": 200, "construction-bureau.liaison": 200, "committee-office.clerk": 200,
        "port-authority.liaison": 404, "siming-urban-management-bureau.liaison": 404,
    }.items():  # fmt: skip
        assert city.client(who).get(address).status_code == status, who
    assert refusal(case, "water-bureau.liaison", "sign_for") == "not_permitted"


def told(case, body):
    return Notice.objects.filter(matter=case.pk, kind="other", post__body__key=body).values_list("title", "text")


@pytest.mark.parametrize(
    ("act", "data", "ended"),
    [
        ("return_covered", {"note": "市港口局清单已写明。"}, "已有牵头部门"),
        ("withdraw", {"note": "另有安排。"}, "已撤回"),
    ],
)
def test_whoever_registered_it_is_told_when_the_determination_it_waits_for_is_over(city, lists, act, data, ended):
    key = lists.add("port-authority", "港区船舶油烟监管", "靠港船舶")
    case, other = Case(city, text="鹭江上的游船炒菜，油烟飘进窗户。"), Case(city, text="鹭江上的游船又在炒菜。")
    case.nobodys()
    raised = Link.objects.get(source=case.pk).target
    road = Road.of(city, raised)
    who = "liaison" if act == "return_covered" else "committee-office.clerk"
    assert not told(case, "committee-office")
    road.do(who, act, data | ({"responsibility": key} if act == "return_covered" else {}))
    notice = told(case, "committee-office").first()
    assert notice is not None
    assert notice[0] == f"可以接着派单：{case.matter.title}"
    assert f"（{raised.number}）{ended}" in notice[1]
    assert not told(other, "committee-office")
    assert not told(case, "ecology-bureau")
