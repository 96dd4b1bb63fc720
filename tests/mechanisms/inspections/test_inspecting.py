"""Inspections carried out: covert until done, problems handed to the register, conclusion, receipt, review (clause 14.1)."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.inspections.inspecting import queries
from ecoduty.mechanisms.inspections.inspecting.flow import INSPECTIONS
from ecoduty.mechanisms.inspections.models import Problem
from ecoduty.mechanisms.inspections.planning import objects
from tests.mechanisms.inspections.planning_steps import FINDING, Inspected, Plan
from tests.mechanisms.inspections.steps import at
from tests.mechanisms.who_may import checked

OFFICE, INSPECTED = "committee-office.director", "water-bureau.principal"
ON = date(2026, 11, 23)
CONCLUSION = {"found": "found", "conclusion": "三号排口截污不到位。"}


def test_a_covert_inspection_is_unknown_to_the_inspected_until_it_is_concluded(city):
    one = Inspected(city)
    address = f"/matters/{one.matter.public_id}/"
    inspected = city.client(INSPECTED)
    assert inspected.get(address).status_code == 404
    assert one.refused(one.writer, "announce_inspection").code == "not_announced"
    one.carried_out().do(one.writer, "register_finding", FINDING)
    assert inspected.get(address).status_code == 404
    number = one.matter.inspection.object_id
    assert one.matter.title not in inspected.get(f"/inspection-objects/{number}/").content.decode()
    assert objects.shown_counts(2026, ON, city.actor(INSPECTED).bodies).get(number, 0) == 0
    assert not Notice.objects.filter(post__body__key="water-bureau").exists()
    one.do(one.head, "conclude", CONCLUSION)
    page = inspected.get(f"{address}?tab=conclusion").content.decode()
    assert "截污不到位" in page
    assert "签收结论" in page


def test_what_was_found_is_a_problem_of_the_register(city):
    one = Inspected(city).carried_out()
    one.do(one.writer, "register_finding", FINDING)
    found = Problem.objects.get()
    assert (found.source, found.found_by.key, found.district.key) == ("covert", "ecology-bureau", "jimei")
    assert one.matter.number in found.source_note
    assert list(queries.problems_of(one.matter)) == [found.matter]
    rows = "问题｜具体情况｜所在区｜地点\n五号排口无标识牌｜现场没有任何标识。｜集美区｜\n六号排口破损｜管口破损渗漏。｜｜北岸"
    one.do(one.writer, "register_findings", {"lines": rows})
    assert queries.problems_of(one.matter).count() == 3
    bad = one.refused(one.writer, "register_findings", {"lines": rows + "\n七号排口堵塞｜管口堵塞外溢。｜天涯区｜"})
    assert bad.code == "findings_unread"
    assert "第4行" in bad.sentence
    assert Problem.objects.count() == 3  # none of them


@pytest.mark.parametrize(
    ("lines", "code"),
    [("", "findings_empty"), ("短｜短", "findings_unread"), ("问题问题｜情况情况\n" * 201, "findings_too_many")],
)
def test_findings_that_cannot_be_read_are_refused(city, lines, code):
    one = Inspected(city).carried_out()
    assert one.refused(one.writer, "register_findings", {"lines": lines}).code == code


def test_the_conclusion_says_what_the_register_says(city):
    one = Inspected(city).carried_out()
    assert one.refused(one.head, "conclude", CONCLUSION).code == "problems_missing"
    one.do(one.writer, "register_finding", FINDING)
    nothing = {"found": "none", "conclusion": "没有发现问题。"}
    assert one.refused(one.head, "conclude", nothing).code == "problems_there"
    assert one.refused(one.writer, "conclude", CONCLUSION).code == "not_permitted"
    clean = Inspected(city, body="ocean-bureau", kind="routine").carried_out()
    clean.do(clean.head, "conclude", nothing)
    assert clean.matter.inspection.none_found is True


def test_receipt_and_review_have_their_days_and_another_head_decides(city):
    one = Inspected(city).concluded()
    receipt = Deadline.objects.get(matter=one.pk, key=queries.RECEIPT)
    assert receipt.holder.key == "water-bureau"
    assert one.refused(one.head, "acknowledge_conclusion").code == "not_permitted"
    one.do(INSPECTED, "acknowledge_conclusion")
    assert one.matter.inspection.review_until == date(2026, 12, 22)
    assert one.refused(one.writer, "close_inspection").code == "review_still_open"
    one.do(INSPECTED, "ask_review", {"reason": "三号排口不归本单位管。", "asked_on": "2026-11-23"})
    review = Deadline.objects.get(matter=one.pk, key=queries.REVIEW)
    assert review.due_on == date(2026, 12, 22)
    decided = {"outcome": "changed", "text": "责任单位改为区水利部门，其余维持。"}
    assert one.refused(one.head, "decide_review", decided).code == "reviewed_by_concluder"
    one.do("ecology-bureau.deputy", "decide_review", decided)
    assert (one.state, one.matter.open) == ("closed", False)
    assert Notice.objects.filter(title__startswith="复核决定", post__body__key="water-bureau").exists()


def test_a_review_asked_for_too_late_is_refused_and_the_inspection_closes(city):
    one = Inspected(city).concluded()
    one.do(INSPECTED, "acknowledge_conclusion")
    city.clock.move_to(at(12, 24))
    late = one.refused(INSPECTED, "ask_review", {"reason": "有不同意见。", "asked_on": "2026-12-24"})
    assert late.code == "review_too_late"
    one.do(one.writer, "close_inspection")
    assert one.state == "closed"


def test_an_enterprise_gets_its_conclusion_outside_the_platform(city):
    one = Inspected(city, body="", site_name="厦门某某电镀厂", site_region="jimei").carried_out()
    one.do(one.writer, "register_finding", {**FINDING, "district": "", "place": ""})
    assert Problem.objects.get().district.key == "jimei"
    assert one.refused(one.head, "conclude", CONCLUSION).code == "not_a_body"
    delivered = {**CONCLUSION, "received_on": "2026-11-21", "evidence": "送达回证2026-17号"}
    ahead = one.refused(one.head, "conclude_site", {**delivered, "received_on": "2027-01-01"})
    assert ahead.code == "received_in_future"
    one.do(one.head, "conclude_site", delivered)
    one.do(one.writer, "ask_review", {"reason": "企业书面申请复核。", "asked_on": "2026-11-22"})
    assert one.state == "review"


def test_a_self_check_is_closed_by_ones_own_heads(city):
    plan = Plan(city, "water-bureau")
    own = plan.add(kind="self", body="water-bureau", when="11")
    plan.in_force()
    one = Inspected(city, "prepare_planned", "water-bureau", line=str(own.pk)).carried_out()
    assert one.refused(one.head, "conclude", CONCLUSION).code == "not_a_body"
    one.do(one.writer, "register_finding", FINDING)
    one.do(one.head, "conclude_self", CONCLUSION)
    assert one.state == "closed"
    assert Problem.objects.get().source == "own"
    assert "检查已办结" in city.client("water-bureau.liaison").get("/inspection-plans/").content.decode()


def test_one_line_is_one_inspection_and_a_joint_one_is_seen_by_both(city):
    first, second = Plan(city, "ocean-bureau"), Plan(city)
    first.add(when="11")
    line = second.add(when="11")
    first.in_force()
    second.in_force()
    second.do(second.writer, "offer_joining", {"pair": f"{line.pk}:{first.last.pk}"})
    first.do(first.head, "accept_joining", {"offer": line.offers_made.get().pk})
    one = Inspected(city, "prepare_planned", line=str(line.pk))
    with pytest.raises(Refused, match="已经安排了检查"):
        Inspected(city, "prepare_planned", line=str(line.pk))
    assert city.client("ocean-bureau.liaison").get(f"/matters/{one.matter.public_id}/").status_code == 200
    one.concluded()
    assert one.refused("ocean-bureau.principal", "acknowledge_conclusion").code == "not_the_inspected"
    assert objects.counts(2026, ON)[line.object_id] == 1


def test_unplanned_over_the_cap_waits_for_the_committee_office(city):
    for month in ("9", "10"):
        plan = Plan(city, "ocean-bureau" if month == "9" else "construction-bureau")
        plan.add(when=month)
        plan.in_force()
    with pytest.raises(Refused) as refused:
        Inspected(city)
    assert refused.value.code == "over_cap"
    one = Inspected(city, over_reason="群众反映集中，须再查一次。")
    held = {"held_from": "2026-11-20", "held_to": "2026-11-20", "looked_at": "逐个查看排口。"}
    assert one.refused(one.writer, "carry_out", held).code == "over_cap_ungranted"
    assert one.refused(one.head, "grant_inspection", {"note": "同意。"}).code == "not_the_granter"
    one.do(OFFICE, "grant_inspection", {"note": "同意。"})
    one.carried_out()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"starts_on": "2026-11-22", "ends_on": "2026-11-20"}, "days_unfit"),
        ({"kind": "gossip"}, "unknown_kind"),
        ({"kind": "self"}, "self_of_another"),
        ({"unplanned_reason": ""}, "bad_data"),
        ({"basis": ""}, "bad_data"),
        ({"body": ""}, "object_missing"),
    ],
)
def test_what_cannot_be_is_refused(city, given, code):
    with pytest.raises(Refused) as refused:
        Inspected(city, **given)
    assert refused.value.code == code
    assert not Matter.objects.filter(kind="inspection").exists()


def test_an_announced_one_tells_its_days_and_no_more(city):
    one = Inspected(city, kind="routine", starts_on="2026-11-25", ends_on="2026-11-25")
    one.do(one.writer, "announce_inspection")
    assert Notice.objects.filter(title__startswith="检查通知", post__body__key="water-bureau").exists()
    page = city.client(INSPECTED).get(f"/matters/{one.matter.public_id}/").content.decode()
    assert "杏林湾北岸各排口" not in page
    held = {"held_from": "2026-11-25", "held_to": "2026-11-25", "looked_at": "逐个查看排口。"}
    assert one.refused(one.writer, "carry_out", held).code == "held_in_future"
    one.do(one.head, "call_off", {"note": "台风，另行安排。"})
    assert Notice.objects.filter(title__startswith="检查取消", post__body__key="water-bureau").exists()


def test_an_objects_history_says_who_found_what_and_what_was_put_right(city, django_assert_max_num_queries):
    one = Inspected(city).concluded()
    found = queries.problems_of(one.matter).get()
    Matter.objects.filter(pk=found.pk).update(state="closed", open=False)
    client = city.client("committee-office.clerk")
    with django_assert_max_num_queries(50):
        page = client.get(f"/inspection-objects/{one.matter.inspection.object_id}/").content.decode()
    for said in ("市生态环境局", "暗查暗访", "1个", "2026年已定、已查<b>1</b>次"):
        assert said in page, said
    assert "市水利局" in client.get("/inspection-objects/?q=水利").content.decode()
    assert "没有这样的对象" in client.get("/inspection-objects/?only=over").content.decode()
    assert client.get("/inspection-objects/?only=gossip").status_code == 404
    assert client.get("/inspection-objects/999999/").status_code == 404


def test_every_act_is_refused_to_whoever_may_not(city):
    one = Inspected(city).concluded()
    roles = ("ecology-bureau.liaison", "ecology-bureau.principal", INSPECTED, "ocean-bureau.liaison", OFFICE)
    assert checked(city, INSPECTIONS, one.matter, roles) > 150
