"""Transfers for administrative detention: all limits in working days, papers complete, on paper on behalf, returned or decided."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.detention import queries
from ecoduty.mechanisms.enforcement.detention.flow import DETENTIONS
from tests.mechanisms.enforcement.case_steps import (
    HEAD,
    IDENTITY_NUMBER,
    OFFICER,
    POLICE,
    SECOND,
    DetentionCase,
    at,
    scan,
    team,
)

DECISION = {"decision_number": "厦公（治）行罚决字〔2026〕55号", "persons": 1, "days": 10}


def test_a_case_goes_to_the_police_is_decided_and_copied(city):
    case = DetentionCase(city)
    case.do(HEAD, "decide_detention_transfer")
    sending = case.deadline(queries.SENDING)
    assert (sending.due_on, sending.basis["provision"]) == (date(2026, 11, 25), "第十二条")
    case.put_papers("detention-transfer")
    assert not case.sees(POLICE)
    case.do(OFFICER, "send_detention_file", {"letter_number": "厦环移拘〔2026〕3号", "copied": True})
    assert case.deadline(queries.SENDING).state == "met"
    assert case.sees(POLICE)
    case.do(POLICE, "take_in_detention", {"receipt_number": "厦公受〔2026〕18号"})
    returning = case.deadline(queries.RETURN)
    assert (returning.due_on, returning.holder.key) == (date(2026, 11, 27), "police")
    case.do(POLICE, "go_on_with_detention")
    assert case.deadline(queries.RETURN).state == "met"
    city.clock.move_to(at(2026, 12, 4))
    case.do(POLICE, "decide_detention", DECISION)
    copying = case.deadline(queries.COPY)
    assert (copying.due_on, copying.holder.key) == (date(2026, 12, 9), "police")
    case.do(POLICE, "copy_detention_decision")
    own = case.matter.detention
    assert (case.state, own.persons, own.days) == ("copied", 1, 10)
    assert case.deadline(queries.COPY).state == "met"
    assert verify_stream(case.matter.stream) is None


def test_what_is_missing_is_named_and_keeps_the_file_here(city):
    case = DetentionCase(city)
    case.do(HEAD, "decide_detention_transfer")
    case.put_papers("detention-transfer", without="evidence")
    sent = {"letter_number": "厦环移拘〔2026〕3号", "copied": True}
    refused = case.refused(OFFICER, "send_detention_file", sent)
    assert (refused.code, refused.status) == ("papers_missing", 422)
    assert "涉案证据材料" in refused.sentence
    case.do(OFFICER, "add_piece", {"paper": "evidence", "pages": 40})
    assert case.refused(OFFICER, "send_detention_file", {**sent, "copied": False}).code == "copies_missing"
    case.do(OFFICER, "send_detention_file", sent)
    assert case.state == "sent"


def test_a_paper_that_need_not_be_there_is_explained(city):
    case = DetentionCase(city)
    case.do(HEAD, "decide_detention_transfer")
    case.put_papers("detention-transfer", without="penalty-decision")
    case.do(OFFICER, "no_such_paper", {"paper": "penalty-decision", "reason": "先移送拘留，处罚决定另行作出"})
    case.do(OFFICER, "send_detention_file", {"letter_number": "厦环移拘〔2026〕3号", "copied": True})
    assert case.state == "sent"


def test_supplements_are_asked_for_in_rounds_and_asking_late_is_noted(city):
    case = DetentionCase(city)
    case.to_taken_in()
    case.do(POLICE, "ask_detention_supplement", {"wanted": ["暗管走向图", "排污口照片"]})
    case.do(OFFICER, "supplement_detention", {"note": "走向图已补，照片另附光盘"})
    assert case.state == "taken_in"
    city.clock.move_to(at(2026, 11, 26))  # taken in on Sunday 22, three working days end on Wednesday 25
    case.do(POLICE, "ask_detention_supplement", {"wanted": ["监测报告原件"]})
    case.do(OFFICER, "supplement_detention", {"note": "监测报告原件已补"})
    first, second = case.matter.detention.supplements.all()
    assert (first.late, second.late) == (False, True)
    assert first.wanted == ["暗管走向图", "排污口照片"]


def test_what_does_not_meet_the_conditions_comes_back_with_its_reason(city):
    case = DetentionCase(city)
    case.to_taken_in()
    assert case.refused(POLICE, "return_detention_file", {"reason": "不"}).code == "bad_data"
    city.clock.move_to(at(2026, 11, 30, 9))
    case.do(POLICE, "return_detention_file", {"reason": "违法情节轻微，不符合拘留条件"})
    returning = case.deadline(queries.RETURN)
    assert (returning.state, returning.late) == ("met", True)
    case.do(OFFICER, "take_back_detention_file", {"afterwards": "penalty", "note": "转行政处罚"})
    assert (case.state, case.matter.open) == ("taken_back", False)


def test_police_that_say_nothing_are_late_from_the_day_after(city):
    case = DetentionCase(city)
    case.to_taken_in()
    city.clock.move_to(at(2026, 11, 27, 23, 59))
    sweep()
    assert case.deadline(queries.RETURN).state == "running"
    city.clock.move_to(at(2026, 11, 28, 0, 1))
    sweep()
    assert case.deadline(queries.RETURN).state == "missed"


def test_clocks_follow_the_day_on_which_it_happened_over_holidays_and_make_up_days(city):
    case = DetentionCase(city, when=at(2026, 9, 29, 9))
    case.do(HEAD, "decide_detention_transfer", occurred_at=at(2026, 9, 29, 15), reason="补登纸质呈批件")
    assert case.deadline(queries.SENDING).due_on == date(2026, 10, 9)


def test_limits_run_over_the_leap_day(city):
    city.clock.move_to(at(2028, 2, 28))
    case = DetentionCase(city)
    case.do(HEAD, "decide_detention_transfer")
    assert case.deadline(queries.SENDING).due_on == date(2028, 3, 2)


def test_police_may_work_wholly_on_paper(city):
    case = DetentionCase(city)
    case.to_sent()
    taken = {"receipt_number": "厦公受〔2026〕18号"}
    assert case.refused(OFFICER, "take_in_detention", taken).code == "entered_without_scan"
    with_scan = {**taken, "scan": scan(city, OFFICER)}
    assert case.refused(OFFICER, "take_in_detention", with_scan).code == "entered_without_scan"
    case.for_them("take_in_detention", taken)
    case.for_them("decide_detention", DECISION)
    case.for_them("copy_detention_decision", {})
    assert case.state == "copied"
    assert case.matter.pieces.filter(code="received-paper").count() == 3


def test_what_happened_before_its_request_is_refused(city):
    case = DetentionCase(city)
    case.to_taken_in()
    refused = case.refused(POLICE, "decide_detention", DECISION, occurred_at=at(2026, 11, 20), reason="纸质决定书")
    assert refused.code == "occurred_before_previous"


def test_an_identity_number_in_the_title_is_masked_and_its_writer_told(city):
    case = DetentionCase(city, title=f"某甲（{IDENTITY_NUMBER}）逃避监管排污案")
    assert IDENTITY_NUMBER not in case.matter.title
    assert "110101＊＊＊" in case.matter.title
    assert Notice.objects.filter(title="身份证号码已遮住").exists()


def test_a_team_has_two_officers(city):
    with pytest.raises(Refused, match="不得少于2人"):
        DetentionCase(city, officers=[city.actor(OFFICER).person])
    case = DetentionCase(city)
    gone = {"person": city.actor(SECOND).person, "reason": "调离"}
    assert case.refused(OFFICER, "let_out", gone).code == "team_too_small"


def test_only_its_own_side_knows_before_it_goes_and_only_the_named_act(city):
    case = DetentionCase(city)
    for who in (OFFICER, SECOND, HEAD, "ecology-bureau.legal-reviewer", "ecology-bureau.linkage-officer"):
        assert case.sees(who)
    for who in (POLICE, "ecology-bureau.liaison", "committee-office.director", "water-bureau.principal"):
        assert not case.sees(who)
    assert case.refused(OFFICER, "decide_detention_transfer").code == "not_permitted"
    assert case.refused("ecology-bureau.liaison", "decide_detention_transfer").code == "not_found"
    case.do(HEAD, "decline_detention_transfer", {"reason": "情节轻微，依法处罚即可"})
    assert case.state == "not_sent"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"ground": "nothing"}, "unknown_choice"),
        ({"police": "water-bureau"}, "unknown_choice"),
        ({"case": "S2026-0000000000"}, "unknown_case"),
        ({"officers": []}, "bad_data"),
        ({"title": "长" * 201}, "bad_data"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(city, given, code):
    with pytest.raises(Refused) as refused:
        DetentionCase(city, **given)
    assert refused.value.code == code


def test_who_registers_must_be_an_enforcement_officer(city):
    given = {"title": "某公司案件", "ground": "evading", "officers": team(city), "police": "police"}
    with pytest.raises(Refused) as refused:
        perform(DETENTIONS, "propose_detention", actor=city.actor("ecology-bureau.liaison"), data=given)
    assert refused.value.code == "not_permitted"
