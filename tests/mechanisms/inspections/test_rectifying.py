"""The full road after a problem is assigned: plan, check, acceptance, notice, close-out, look-back (clauses 3.3, 9.2)."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.ports import facts
from ecoduty.casework.publications.models import PublishedItem
from ecoduty.kernel.files import storage
from ecoduty.mechanisms.inspections.models import AlteredFile
from ecoduty.mechanisms.inspections.rectifying import evidence
from ecoduty.mechanisms.inspections.tasks import check_accepted_files
from tests.kernel.files.pictures import jpeg
from tests.mechanisms.inspections.full_road import ACCEPTING, FullRoad
from tests.mechanisms.inspections.steps import DONE, NEEDS, TITLE, at

# Files are kept by their digest: another worker that stores the same content would put right what a test here spoils.
BYTES = b"%%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%%s\n%%%%EOF\n" % uuid4().hex.encode()


def limit(road: FullRoad, key: str) -> Deadline:
    return Deadline.objects.filter(matter=road.pk, key=f"problem.{key}").latest("pk")


def uploaded(road: FullRoad, who: str, name: str = "monitoring.pdf", content: bytes = BYTES) -> str:
    actor = road.city.actor(road.name(who))
    file = storage.store(SimpleUploadedFile(name, content), owner=storage.upload_owner(actor.uploader))
    return str(file.public_id)


@pytest.mark.clause("3.3", page="/problems/")
@pytest.mark.clause("9.2", page="/problems/")
def test_a_problem_is_put_right_for_good_and_relapses_with_its_history(city):
    road = FullRoad(city)
    road.to_assigned()
    assert limit(road, "plan").rule == "problem.plan-inspection"
    assert not Deadline.objects.filter(matter=road.pk, key="problem.measures").exists()
    assert (
        road.refused(
            "responsible.liaison", "plan_measures", {"measures": "接通截污管。", "unit": "排水处", "person": "处长"}
        ).code
        == "full_road_only"
    )
    road.submit_plan()
    assert road.state == "plan_submitted"
    road.do(road.head, "approve_plan", {})
    assert limit(road, "progress").due_on == date(2026, 12, 22)
    city.clock.move_to(at(11, 30))
    road.do("responsible.liaison", "report_rectification", {"text": "管沟开挖过半。"})
    assert limit(road, "progress").due_on == date(2026, 12, 30)
    road.do("responsible.liaison", "apply_closing", DONE)
    assert limit(road, "progress").state == "cancelled"
    road.check("failed")
    assert (road.state, road.matter.problem.returned, limit(road, "limit").state) == ("rectifying", 1, "running")
    road.do("responsible.liaison", "apply_closing", DONE)
    road.check()
    assert limit(road, "acceptance").holder.key == ACCEPTING
    assert limit(road, "limit").state == "met"
    road.accept()
    road.publish()
    assert PublishedItem.objects.get(kind="problem").withdrawn_on is None
    until = road.matter.problem.notice_until
    assert until == date(2026, 12, 7)
    assert road.refused(road.head, "close_out", {"text": "同意。"}).code == "notice_running"
    city.clock.move_to(at(12, 8))
    assert road.refused(road.head, "close_out", {"text": "同意。"}).code == "policy_open"
    road.do(
        "responsible.liaison",
        "settle_policy",
        {"way": "drafted", "name": "排水接驳管理规定", "sort": "rules", "reason": "补上用户侧接驳的空白。"},
    )
    document = Matter.objects.get(kind="policy_document")
    assert (document.title, document.holder.key) == ("排水接驳管理规定", "water-bureau")
    road.do(road.head, "close_out", {"text": "公示期满无异议。"})
    assert (road.state, road.matter.open) == ("look_back", True)
    assert limit(road, "look-back").due_on == date(2027, 6, 8)
    city.clock.move_to(at(6, 1, year=2027))
    again = {"looked_on": "2027-06-01", "result": "relapsed", "text": "雨后又见污水入沟。"}
    assert road.refused(road.head, "look_back", again).code == "limit_missing"
    road.do(road.head, "look_back", {**again, "limit_on": "2027-08-31"})
    own = road.matter.problem
    assert (road.state, own.relapses, own.plan_approved_at, own.policy) == ("assigned", 1, None, "")
    assert limit(road, "limit").due_on == date(2027, 8, 31)
    assert PublishedItem.objects.get(kind="problem").withdrawn_on == date(2027, 6, 1)
    assert own.acceptances.count() == own.statements.count() == 1
    assert Notice.objects.filter(matter=road.pk, title=f"问题复发，重新整改：{TITLE}").exists()


def test_what_holds_ends_and_what_comes_back_later_begins_again(city):
    road = FullRoad(city)
    road.to_look_back()
    road.do(road.head, "look_back", {"looked_on": "2026-12-08", "result": "holds", "text": "三次踏勘未见复发。"})
    assert (road.state, road.matter.open) == ("closed", False)
    assert not Deadline.objects.filter(matter=road.pk, state="running").exists()
    road.do(
        road.head, "reopen_problem", {"looked_on": "2026-12-08", "text": "暗访发现又在排。", "limit_on": "2027-01-31"}
    )
    assert (road.state, road.matter.open, road.matter.problem.relapses) == ("assigned", True, 1)
    assert limit(road, "limit").state == limit(road, "plan").state == "running"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"accepting": "water-bureau"}, "own_acceptor"),
        ({"accepting": "party-committee"}, "acceptor_unknown"),
        ({"limit_on": "2027-03-01"}, "plan_too_late"),
    ],
)
def test_nobody_accepts_his_own_work_and_no_plan_ends_later_than_assigned(city, wrong, code):
    road = FullRoad(city)
    road.to_assigned()
    given = {
        "implementer": "排水处",
        "goal": "无污水入湾",
        "limit_on": "2026-12-31",
        "measures": "接通截污管。",
        "accepting": ACCEPTING,
    }
    assert road.refused("responsible.liaison", "submit_plan", given | wrong).code == code
    assert road.state == "assigned"


def test_only_the_accepting_body_signs_and_only_for_every_need(city):
    road = FullRoad(city)
    road.to_rectifying()
    road.do("responsible.liaison", "apply_closing", DONE)
    road.check()
    signed = {"covered": ["0"], "person": "陈某", "post": "副局长", "accepted_on": "2026-11-22", "text": "同意通过。"}
    assert road.refused("finder.director", "accept_rectification", signed).code == "not_the_acceptor"
    assert road.refused("responsible.principal", "accept_rectification", signed).code == "not_the_acceptor"
    assert road.refused("ocean-bureau.principal", "accept_rectification", signed).code == "not_found"
    refused = road.refused(f"{ACCEPTING}.deputy", "accept_rectification", signed)
    assert (refused.code, NEEDS[1] in refused.sentence) == ("needs_missing", True)


def test_an_objection_to_the_notice_is_settled_before_anything_is_struck_off(city):
    road = FullRoad(city)
    road.to_showing()
    road.do("responsible.liaison", "settle_policy", {"way": "not_needed", "reason": "执行不到位，制度不缺。"})
    road.do("responsible.liaison", "record_notice_objection", {"received_on": "2026-11-22", "text": "夜里还在排。"})
    city.clock.move_to(at(12, 8))
    assert road.refused(road.head, "close_out", {"text": "同意。"}).code == "objection_open"
    objection = road.matter.problem.objections.get()
    road.do(road.head, "settle_notice_objection", {"objection": objection.pk, "upheld": "yes", "text": "夜查属实。"})
    assert (road.state, limit(road, "limit").state) == ("rectifying", "running")
    assert PublishedItem.objects.get(kind="problem").withdrawn_on is not None


def test_evidence_that_changed_after_acceptance_is_told_and_never_hidden(city):
    road = FullRoad(city)
    road.to_rectifying()
    road.do("responsible.liaison", "apply_closing", DONE | {"file": uploaded(road, "responsible.liaison")})
    road.check()
    road.accept()
    acceptance = road.matter.problem.acceptances.get()
    assert [one["name"] for one in acceptance.files] == ["monitoring.pdf"]
    share = acceptance.pk % 7
    assert check_accepted_files(share) == 0
    storage.path_of(acceptance.files[0]["sm3"]).write_bytes(BYTES + b"%changed")
    page = (
        city.client("ecology-bureau.liaison").get(f"/matters/{road.matter.public_id}/?tab=acceptance").content.decode()
    )
    assert "与验收时的摘要不符" in page
    assert check_accepted_files(share) == 1
    assert check_accepted_files(share) == 0
    assert [(row.name, row.how) for row in acceptance.altered.all()] == [("monitoring.pdf", "changed")]
    assert Notice.objects.filter(matter=road.pk, title=f"验收后证据有变：{TITLE}").exists()


@pytest.mark.parametrize(("day", "told"), [("2026-11-30", "还没有到"), ("2026-10-01", "早于发现问题的")])
def test_a_photo_with_a_wrong_date_needs_a_reason(city, day, told):
    road = FullRoad(city)
    given = {"file": uploaded(road, road.head), "title": "三号排口照片", "taken_on": day}
    refused = road.refused(road.head, "add_evidence", given)
    assert (refused.code, told in refused.sentence) == ("photo_date_odd", True)
    road.do(road.head, "add_evidence", {**given, "reason": "相机日期没有校准，以笔录为准。"})
    assert road.matter.problem.evidence.get().reason


def test_a_photo_tells_its_own_day(city):
    road = FullRoad(city)
    photo = jpeg(taken="2026:10:01 09:30:00")
    given = {"file": uploaded(road, road.head, "outlet.jpg", photo), "title": "三号排口照片"}
    refused = road.refused(road.head, "add_evidence", given)
    assert (refused.code, "10月1日" in refused.sentence) == ("photo_date_odd", True)
    told = road.refused(road.head, "add_evidence", {**given, "taken_on": "2026-11-21"})
    assert "不一致" in told.sentence
    silent = {"file": uploaded(road, road.head, "none.jpg", jpeg(taken="0000:00:00 00:00:00")), "title": "三号排口照片"}
    road.do(road.head, "add_evidence", silent)
    assert road.matter.problem.evidence.get().taken_on is None


def test_a_large_file_is_not_read_for_a_page_which_says_when_it_last_was(city, monkeypatch):
    road = FullRoad(city)
    road.to_rectifying()
    road.do("responsible.liaison", "apply_closing", DONE | {"file": uploaded(road, "responsible.liaison")})
    road.check()
    road.accept()
    acceptance = road.matter.problem.acceptances.get()
    path = storage.path_of(acceptance.files[0]["sm3"])
    path.write_bytes(BYTES[:-1] + b" ")
    assert [one.how for one in evidence.at_a_glance(acceptance).found] == ["changed"]
    monkeypatch.setattr(evidence, "MOST_READ", len(BYTES) - 1)
    glance = evidence.at_a_glance(acceptance)
    assert (glance.found, glance.unread) == ([], 1)
    address = f"/matters/{road.matter.public_id}/?tab=acceptance"
    client = city.client("ecology-bureau.liaison")
    assert "夜间整份核对" in client.get(address).content.decode()
    assert check_accepted_files(acceptance.pk % 7) == 1
    assert "上次整份核对是" in client.get(address).content.decode()
    path.write_bytes(BYTES + b"longer")
    assert [one.how for one in evidence.at_a_glance(acceptance).found] == ["changed"]


def test_a_false_closing_is_stated_where_a_person_says_so_or_a_file_has_other_content(city):
    road = FullRoad(city)
    road.to_rectifying()
    road.do("responsible.liaison", "apply_closing", DONE | {"file": uploaded(road, "responsible.liaison")})
    road.check()
    road.accept()
    acceptance = road.matter.problem.acceptances.get()
    AlteredFile.objects.create(acceptance=acceptance, file=UUID(int=1), name="a.pdf", how="missing", at=at(11, 23))
    assert "false_closing" not in facts.stated("problem", date(2027, 12, 31)).get(road.pk, {})
    AlteredFile.objects.create(acceptance=acceptance, file=UUID(int=2), name="b.pdf", how="changed", at=at(11, 24))
    road.publish()
    road.do("responsible.liaison", "settle_policy", {"way": "not_needed", "reason": "制度已有规定，属执行不到位。"})
    city.clock.move_to(at(12, 8))
    road.do(road.head, "close_out", {"text": "公示期满无异议。"})
    looked = {"looked_on": "2026-12-08", "result": "holds", "text": "一直在排。", "false_closing": "yes"}
    assert road.refused(road.head, "look_back", looked).code == "false_closing_of_kept"
    road.do(road.head, "look_back", looked | {"result": "relapsed", "limit_on": "2027-02-26"})
    said = facts.stated("problem", date(2026, 12, 31))[road.pk]
    assert list(said["false_closing"]) == [date(2026, 11, 24), date(2026, 12, 8)]
    assert list(said["relapsed"]) == [date(2026, 12, 8)]
