"""Joint meetings (clause 20.3): led by the court, entered for it where it works on paper; each decision is somebody's matter."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.documents import texts
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation import sweep
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Matter, Party
from ecoduty.casework.matters.rules import access_matter
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.meetings.flow import DECISIONS, MEETINGS
from tests.mechanisms.enforcement.cooperation_steps import (
    BUREAU,
    COURT,
    DECISION,
    HELD,
    INVITED,
    MINUTES,
    POLICE,
    PROCURATORATE,
    STRANGER,
    Cooperation,
    at,
    meeting,
)
from tests.mechanisms.who_may import checked

KIND, OWN = "joint_meeting", "joint_decision"


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


@pytest.mark.clause("20.3", page="/matters/?kind=joint_meeting")
def test_the_court_leads_a_meeting_and_its_decisions_are_seen_to(city):
    court, bureau = city.client(COURT), city.client(BUREAU)
    form = court.get("/joint-meetings/new/").content.decode()
    assert "议题｜汇报单位" in form
    assert (
        court.post(
            "/joint-meetings/new/", meeting(agenda="危险废物案件移送标准｜市生态环境局\n鉴定费用垫付")
        ).status_code
        == 302
    )
    made = Matter.objects.get(kind=KIND)
    assert "危险废物案件移送标准" in bureau.get(f"/matters/{made.public_id}/").content.decode()
    assert post(court, made, "hold_joint_meeting", HELD).status_code == 302
    assert post(court, made, "record_joint_decision", DECISION).status_code == 302
    decision = Matter.objects.get(kind=OWN)
    assert (decision.holder.key, decision.open) == ("ecology-bureau", True)
    limit = Deadline.objects.get(matter=decision)
    assert (limit.due_on, limit.state, limit.unit_text) == (date(2026, 12, 18), "running", "定明的日期")
    preview = court.get(f"/matters/{made.public_id}/issue_joint_minutes/").content.decode()
    assert DECISION["text"] in preview
    assert post(court, made, "issue_joint_minutes", MINUTES).status_code == 302
    text = "".join(texts.text_of(texts.current(texts.main_document(made))).values())
    for words in (
        "参加单位：市生态环境局、市检察院",
        "缺席：市公安局",
        "市生态环境局负责，市公安局配合，2026年12月18日前完成",
    ):
        assert words in text
    assert post(bureau, decision, "report_joint_decision", {"result": "已印发检测要求。"}).status_code == 302
    assert Deadline.objects.get(pk=limit.pk).state == "met"
    seen = court.get(f"/matters/{decision.public_id}/").content.decode()
    assert "已印发检测要求" in seen
    assert post(court, decision, "confirm_joint_decision").status_code == 302
    done = court.get(f"/matters/{made.public_id}/?tab=decided").content.decode()
    assert "共1项，已落实1项" in done
    assert f'href="/matters/{decision.public_id}/"' in done
    assert verify_stream(made.stream) is None


def test_a_court_on_paper_has_its_meeting_entered_with_the_scan(city):
    room = Cooperation(city)
    missing = room.refused(BUREAU, KIND, "convene_joint_meeting", data=meeting())
    assert (missing.code, missing.problems[0].field) == ("entered_without_scan", "scan")
    made = room.convened(BUREAU, scan=room.scan(BUREAU, "会议通知.txt"))
    assert made.holder.key == "court"
    assert Entry.objects.get(stream=made.stream, act="convene_joint_meeting").on_behalf_of == "市中院"
    room.do(BUREAU, KIND, "hold_joint_meeting", made.pk, HELD)
    decision = room.decided(made, BUREAU, responsible="police", supporters=[])
    assert room.refused(BUREAU, KIND, "issue_joint_minutes", made.pk, MINUTES).code == "entered_without_scan"
    minutes = {**MINUTES, "scan": room.scan(BUREAU, "纪要.txt")}
    issued = room.do(BUREAU, KIND, "issue_joint_minutes", made.pk, minutes).subject
    assert texts.main_document(issued).signer == "市中院"
    # The police work on paper, too: what they wrote is entered by who recorded the meeting.
    told = {"result": "已确定联络人。"}
    assert room.refused(BUREAU, OWN, "report_joint_decision", decision.pk, told).code == "entered_without_scan"
    room.do(BUREAU, OWN, "report_joint_decision", decision.pk, {**told, "scan": room.scan(BUREAU)})
    assert Entry.objects.get(stream=decision.stream, act="report_joint_decision").on_behalf_of == "市公安局"
    assert room.refused(BUREAU, OWN, "confirm_joint_decision", decision.pk).code == "entered_without_scan"
    room.do(COURT, OWN, "confirm_joint_decision", decision.pk)


def test_others_may_call_one_as_the_rulebook_says_and_nobody_else(city):
    room = Cooperation(city)
    assert room.convened(PROCURATORATE, convener="procuratorate", invited=["police"]).holder.key == "procuratorate"
    assert (
        room.refused(STRANGER, KIND, "convene_joint_meeting", data=meeting(convener="water-bureau")).code
        == "not_a_convener"
    )
    scan = room.scan(STRANGER)
    outside = room.refused(STRANGER, KIND, "convene_joint_meeting", data=meeting(scan=scan))
    assert outside.code == "not_in_the_circle"
    for invited, code in ((["government"], "unknown_body"), ([], "nobody_invited")):
        assert room.refused(COURT, KIND, "convene_joint_meeting", data=meeting(invited=invited)).code == code
    wider = room.convened(others=["siming-ecology-office"])
    assert wider.joint_meeting.attendance.count() == len(INVITED) + 1


def test_whoever_is_not_asked_any_more_reads_no_more_and_others_nothing(city):
    room = Cooperation(city)
    made = room.convened()
    access_matter(city.actor(POLICE), made.public_id)
    changed = {key: meeting()[key] for key in ("planned_on", "place", "agenda")} | {
        "invited": ["procuratorate", "ecology-bureau"]
    }
    room.do(COURT, KIND, "revise_joint_meeting", made.pk, changed)
    for who in (
        POLICE,
        STRANGER,
        "committee-office.director",
        "government.vice-mayor-ecology",
        "siming-committee-office.clerk",
    ):
        with pytest.raises(Refused) as refused:
            access_matter(city.actor(who), made.public_id)
        assert refused.value.status == 404
    assert Party.objects.filter(matter=made, until=None).count() == 3
    assert room.refused(PROCURATORATE, KIND, "hold_joint_meeting", made.pk, HELD).code == "joint_meeting_recorder"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"responsible": "water-bureau"}, "not_in_the_circle"),
        ({"supporters": ["water-bureau"]}, "not_in_the_circle"),
        ({"supporters": ["ecology-bureau"]}, "supporter_is_responsible"),
        ({"due_on": "2026-11-21"}, "due_before_meeting"),
        ({"due_on": "2026-02-30"}, "bad_data"),
        ({"text": "办"}, "bad_data"),
    ],
)
def test_a_decision_has_one_body_of_the_circle_and_a_day_to_come(city, given, code):
    room = Cooperation(city)
    made = room.held()
    assert room.refused(COURT, KIND, "record_joint_decision", made.pk, {**DECISION, **given}).code == code
    assert not Matter.objects.filter(kind=OWN).exists()


def test_a_decision_may_be_due_on_a_leap_day(city):
    room = Cooperation(city)
    decision = room.decided(room.held(), due_on="2028-02-29")
    assert Deadline.objects.get(matter=decision).due_on == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("agenda", "held_on", "code"),
    [(["｜市生态环境局"], "2026-11-20", "agenda_unreadable"), (["鉴定费用"], "2026-11-25", "in_future")],
)
def test_what_cannot_be_read_or_has_not_happened_is_refused(city, agenda, held_on, code):
    room = Cooperation(city)
    if code == "agenda_unreadable":
        assert room.refused(COURT, KIND, "convene_joint_meeting", data=meeting(agenda=agenda)).code == code
        return
    made = room.convened(agenda=agenda)
    assert room.refused(COURT, KIND, "hold_joint_meeting", made.pk, {**HELD, "held_on": held_on}).code == code
    stranger = {**HELD, "attended": [*INVITED, "water-bureau"]}
    assert room.refused(COURT, KIND, "hold_joint_meeting", made.pk, stranger).code == "not_in_the_circle"


def test_minutes_wait_for_decisions_and_come_after_the_meeting(city):
    room = Cooperation(city)
    made = room.held()
    assert room.refused(COURT, KIND, "issue_joint_minutes", made.pk, MINUTES).code == "joint_meeting_decided_nothing"
    none = {**MINUTES, "nothing_decided": True}
    early = room.refused(COURT, KIND, "issue_joint_minutes", made.pk, {**none, "signed_on": "2026-11-19"})
    assert early.code == "minutes_before_meeting"
    assert room.refused(COURT, KIND, "issue_joint_minutes", made.pk, {**none, "number": ""}).code == "number_missing"
    room.do(COURT, KIND, "issue_joint_minutes", made.pk, none)
    again = room.held()
    assert room.refused(COURT, KIND, "issue_joint_minutes", again.pk, none).code == "number_taken"


def test_what_does_not_do_goes_back_and_keeps_its_day(city):
    room = Cooperation(city)
    decision = room.decided(room.held())
    room.do(BUREAU, OWN, "report_joint_decision", decision.pk, {"result": "正在起草。"})
    assert room.refused(BUREAU, OWN, "confirm_joint_decision", decision.pk, {}).code == "joint_decision_by_convener"
    room.do(COURT, OWN, "return_joint_decision", decision.pk, {"note": "还没有印发"})
    running = Deadline.objects.get(matter=decision, state="running")
    assert running.due_on == date(2026, 12, 18)
    room.do(COURT, OWN, "release_joint_decision", decision.pk, {"note": "省里已统一规定"})
    assert Deadline.objects.get(pk=running.pk).state == "cancelled"


def test_the_responsible_body_is_told_before_and_after_the_day(city):
    room = Cooperation(city)
    decision = room.decided(room.held())
    before = Notice.objects.filter(matter=decision).count()
    assert before
    city.clock.move_to(at(12, 21))
    sweep.sweep()
    told = Notice.objects.filter(matter=decision)
    assert told.count() > before
    assert Matter.objects.get(pk=decision.pk).first_missed_at is not None
    outside = {city.actor("committee-office.director").person, city.actor("water-bureau.principal").person}
    assert not told.filter(person__in=outside).exists()


def test_an_identity_number_in_a_decision_is_masked(city):
    room = Cooperation(city)
    decision = room.decided(room.held(), text="某甲（110101199003074477）一案由两家会商后再定。")
    assert "110101199003074477" not in decision.joint_decision.text + decision.title
    assert "110101" in decision.title


def test_every_act_in_every_state_is_refused_to_whom_the_table_does_not_name(city):
    room = Cooperation(city)
    roles = (COURT, PROCURATORATE, BUREAU, STRANGER, "committee-office.director", "police.principal")
    assert checked(city, MEETINGS, room.convened(), roles) > 100
    assert checked(city, DECISIONS, room.decided(room.held()), roles) > 80


def test_the_pages_cost_a_constant_number_of_queries(city, django_assert_max_num_queries):
    room = Cooperation(city)
    made = room.held()
    client = city.client(COURT)
    for turn in range(2):
        for _ in range(3 * turn + 1):
            room.decided(made)
        for tab in ("programme", "decided", "paper"):
            address = f"/matters/{made.public_id}/?tab={tab}"
            client.get(address)
            with django_assert_max_num_queries(60):
                client.get(address)
