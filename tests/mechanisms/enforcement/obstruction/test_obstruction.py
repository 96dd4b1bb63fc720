"""Obstruction of officers: reported with its papers, received, decided, told back with the decision's number (clause 19.2)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.rules import access_matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.obstruction.flow import OBSTRUCTIONS
from ecoduty.mechanisms.enforcement.obstruction.models import Obstruction
from tests.mechanisms.enforcement.obstruction.steps import (
    FOR_POLICE,
    HEAD,
    HINDERED,
    OFFICER,
    POLICE,
    PUNISHED,
    Obstructed,
    officers,
    upload,
)
from tests.mechanisms.who_may import checked


def due(road: Obstructed, key: str) -> Deadline:
    return Deadline.objects.get(matter=road.pk, key=key)


def test_the_whole_road_with_the_police_clocks(city):
    road = Obstructed(city)
    with pytest.raises(Refused):  # the police know of it once it is reported
        access_matter(city.actor(POLICE), road.matter.public_id)
    road.to_reported()
    assert due(road, "obstruction.receipt").due_at == datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
    assert due(road, "obstruction.receipt").holder.key == "police"
    road.do(POLICE, "receive_obstruction", {"receipt_number": "厦公受〔2026〕18号"})
    assert due(road, "obstruction.decision").due_on == date(2026, 12, 22)
    road.do(POLICE, "decide_obstruction", PUNISHED)
    assert due(road, "obstruction.feedback").due_on == date(2026, 11, 25)
    road.do(POLICE, "tell_obstruction", {"text": "已作出治安管理处罚，厦公行罚〔2026〕9号。"})
    assert (road.state, road.matter.open) == ("told", False)
    assert {row.state for row in Deadline.objects.filter(matter=road.pk)} == {"met"}
    assert verify_stream(road.matter.stream) is None


def test_the_hours_do_not_roll_over_a_holiday_and_count_from_when_it_happened(city):
    city.clock.move_to(datetime(2026, 12, 31, 17, 30, tzinfo=SHANGHAI))
    road = Obstructed(city, happened_at="2026-12-31T15:00")
    road.to_reported()
    assert due(road, "obstruction.receipt").due_at == datetime(2027, 1, 1, 17, 30, tzinfo=SHANGHAI)
    city.clock.move_to(datetime(2027, 1, 4, 10, 0, tzinfo=SHANGHAI))
    when = datetime(2027, 1, 1, 9, 0, tzinfo=SHANGHAI)
    data = {"receipt_number": "厦公受〔2027〕1号"}
    road.do(POLICE, "receive_obstruction", data, occurred_at=when, reason="纸质回执，节后补录")
    assert due(road, "obstruction.receipt").state == "met"
    assert due(road, "obstruction.decision").due_on == date(2027, 1, 31)


def test_a_missing_paper_keeps_it_from_being_reported(city):
    road = Obstructed(city)
    road.do(OFFICER, "add_piece", {"paper": "obstruction-report", "pages": 2})
    found = road.refused(OFFICER, "report_obstruction")
    assert found.code == "papers_missing"
    assert "正在依法执行职务的证明" in found.sentence
    assert "伤情" not in found.sentence
    road.do(OFFICER, "add_piece", {"paper": "duty-proof", "pages": 2})
    for paper in ("recording", "witness"):
        road.do(OFFICER, "no_such_paper", {"paper": paper, "reason": "设备在推搡中损坏"})
    road.do(OFFICER, "report_obstruction")
    assert road.state == "reported"


def test_officers_are_kept_by_post_and_never_by_name(city):
    own = Obstruction.objects.get(pk=Obstructed(city).pk)
    assert own.officers == ["执法人员（一）", "执法人员（二）"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"decided_on": "2026-11-21"}, "decided_before_receipt"),
        ({"decided_on": "2026-11-23"}, "day_in_future"),
        ({"number": ""}, "number_missing"),
        ({"decision": "not_established", "number": "", "text": ""}, "reason_missing"),
        ({"decision": "criminal", "number": ""}, "number_missing"),
        ({"decision": "warning"}, "bad_data"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(city, change, code):
    road = Obstructed(city)
    road.to_received()
    assert road.refused(POLICE, "decide_obstruction", {**PUNISHED, **change}).code == code
    assert road.state == "received"


def test_not_established_needs_its_reason_and_is_told_too(city):
    road = Obstructed(city)
    road.to_decided({"decision": "not_established", "decided_on": "2026-11-22", "text": "证据不足以证明推搡"})
    road.do(POLICE, "tell_obstruction", {"text": "不予处罚，理由见决定。"})
    assert not road.matter.open


def test_on_paper_every_step_of_the_police_is_entered_with_its_scan(city):
    road = Obstructed(city)
    road.to_reported()
    steps = (
        ("receive_obstruction", {"receipt_number": "厦公受〔2026〕18号"}),
        ("decide_obstruction", PUNISHED),
        ("tell_obstruction", {"text": "已处罚，厦公行罚〔2026〕9号。"}),
    )
    for number, (act, data) in enumerate(steps):
        assert road.refused(OFFICER, act, data).code == "entered_without_scan"
        scan = upload(city, OFFICER, b"%PDF-1.4\n%" + str(number).encode() + b"\n%%EOF\n")
        road.do(OFFICER, act, {**data, "scan": scan}, on_behalf_of=FOR_POLICE)
    assert road.state == "told"
    assert FOR_POLICE in Obstruction.objects.get(pk=road.pk).told_by


def test_the_police_extend_once_within_the_rule(city):
    road = Obstructed(city)
    road.to_received()
    given = {
        "deadline": due(road, "obstruction.decision").pk, "until": "2027-01-21", "reason": "伤情鉴定未出",
        "authority": "上一级公安机关批准",
    }  # fmt: skip
    assert road.refused(HEAD, "extend_obstruction", given).code == "not_permitted"
    assert road.refused(POLICE, "extend_obstruction", {**given, "until": "2027-01-22"}).code == "extension_too_long"
    road.do(POLICE, "extend_obstruction", given)
    assert due(road, "obstruction.decision").due_on == date(2027, 1, 21)


def test_four_hours_before_only_the_persons_named_are_told_and_nothing_of_what(city):
    road = Obstructed(city)
    road.to_reported()
    city.clock.move_to(datetime(2026, 11, 23, 6, 1, tzinfo=SHANGHAI))
    sweep()
    rows = list(Notice.objects.filter(matter=road.pk, kind="reminder"))
    assert city.actor(POLICE).person in {row.person_id for row in rows}
    assert {row.title for row in rows} == {"时限提醒：一件受限办件"}
    assert city.actor("ecology-bureau.liaison").person not in {row.person_id for row in rows}


def test_only_a_head_lets_it_drop_with_a_reason(city):
    road = Obstructed(city)
    assert road.refused(OFFICER, "drop_obstruction", {"note": "误会"}).code == "not_permitted"
    road.do(HEAD, "drop_obstruction", {"note": "当事人当场道歉并配合，未造成后果"})
    assert not road.matter.open


def test_what_is_entered_has_to_be_possible(city):
    def refused(**more: object) -> str:
        data = {**HINDERED, "officers": officers(city), **more}
        with pytest.raises(Refused) as found:
            perform(OBSTRUCTIONS, "prepare_obstruction", actor=city.actor(OFFICER), data=data)
        return found.value.code

    assert refused(happened_at="2026-11-22T10:01") == "moment_ahead"
    assert refused(called_at="2026-11-22T09:00") == "called_too_early"
    assert refused(called_at="2026-11-22T11:00") == "moment_ahead"
    assert refused(manner="smile") == "unknown_choice"
    assert refused(about="S2026-NOTHING") == "about_unknown"
    assert refused(place="地" * 201) == "bad_data"


def test_an_identity_number_stays_out_of_title_and_text(city):
    number = "11010519491231002X"
    road = Obstructed(city, place=f"某小区门口（{number}）", text=f"门卫某人{number}阻拦执法人员进入检查。")
    assert number not in road.matter.title
    assert number not in Obstruction.objects.get(pk=road.pk).text


def test_every_act_in_every_state_is_refused_to_whom_the_table_does_not_name(city):
    road = Obstructed(city)
    roles = (OFFICER, HEAD, POLICE, "ecology-bureau.liaison", "committee-office.director")
    assert checked(city, OBSTRUCTIONS, road.matter, roles) > 200
