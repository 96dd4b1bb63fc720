"""A criminal transfer through the gate, leg by leg (clause 18.3): every road to its end, every clock, every bad input."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import NamedAccess
from ecoduty.casework.matters.rules import access_matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.transfer import queries, states
from ecoduty.mechanisms.enforcement.transfer.flow import SHARED, TRANSFERS
from ecoduty.mechanisms.enforcement.transfer.warning import warn_due
from tests.mechanisms.enforcement.transfer_steps import (
    APPLY,
    COURT,
    GOODS,
    HAND_BACK,
    HEAD,
    LETTER,
    NUMBER,
    OFFICER,
    POLICE,
    PROCURATORATE,
    REASON,
    REASONED,
    RECEIPT,
    REPORT,
    SECOND,
    SEND,
    TITLE,
    Road,
    codes_missing,
)
from tests.mechanisms.who_may import checked

IDENTITY = "110101199003074477"
ROLES = (
    OFFICER,
    HEAD,
    POLICE,
    PROCURATORATE,
    "ecology-bureau.legal-reviewer",
    "water-bureau.principal",
    "committee-office.director",
)
ASK = {"number": "厦公补〔2026〕5号", "wanted": "补充采样记录原件。"}
SUPPLY = {"answer": "已补采样记录原件两份。"}


def at(day: int, hour: int = 9, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def test_a_case_goes_the_whole_road_to_the_judgment_and_back(city):
    road = Road(city)
    road.to_reviewing()
    road.do(PROCURATORATE, "prosecute", {"number": "厦检刑诉〔2026〕88号", "court": "court"})
    judged = {"number": "（2026）闽02刑初9号", "outcome": "convicted", "fine": "200000"}
    road.do(COURT, "judge", judged)
    assert road.refused(OFFICER, "hand_back", {**HAND_BACK, "set_off": "300000"}).code == "set_off_too_much"
    road.do(OFFICER, "hand_back", {"follows": "罚款折抵罚金。", "set_off": "100000"})
    own = road.matter.criminal_transfer
    assert (road.state, road.matter.open, own.outcome, str(own.set_off)) == ("closed", False, "convicted", "100000.00")
    assert not Deadline.objects.filter(matter=road.pk, state__in=("running", "missed", "suspended")).exists()
    assert verify_stream(road.matter.stream) is None
    assert road.matter.secrecy == "restricted"
    assert [paper.act for paper in own.papers.all()][-3:] == ["prosecute", "judge", "hand_back"]


def test_the_team_has_two_officers_at_the_least_and_keeps_them(city):
    alone = city.actor(OFFICER).person
    with pytest.raises(Refused) as refused:
        Road(city, officers=[alone])
    assert refused.value.code == "team_too_small"
    with pytest.raises(Refused) as refused:
        Road(city, officers=[alone, alone])
    assert refused.value.code == "team_too_small"
    with pytest.raises(Refused) as refused:
        Road(city, officers=[alone, city.actor(HEAD).person])
    assert refused.value.code == "not_an_officer"
    road = Road(city)
    second = {"person": city.actor(SECOND).person, "reason": "调离"}
    assert road.refused(HEAD, "let_out", second).code == "team_too_small"


def test_the_report_rests_on_lawful_procedure_and_evidence(city):
    road = Road(city)
    for missing in ("lawful", "proved"):
        refused = road.refused(OFFICER, "report_transfer", {**REPORT, missing: False})
        assert (refused.code, refused.problems[0].field) == ("precondition_missing", missing)
    assert road.refused(OFFICER, "report_transfer", {**REPORT, "crime": "no-such"}).code == "unknown_choice"
    assert road.refused(HEAD, "report_transfer", REPORT).code == "not_permitted"
    road.to_reported()
    assert road.limit(queries.APPROVAL).due_on == date(2026, 11, 25)
    road.do(HEAD, "return_report", {"reason": "补充嫌疑人基本情况。"})
    assert (road.state, road.limit(queries.APPROVAL).state) == ("verifying", "cancelled")
    road.to_reported()
    assert Deadline.objects.filter(matter=road.pk, key=queries.APPROVAL).count() == 2


def test_the_head_decides_and_whoever_presides_says_on_what_ground(city):
    road = Road(city)
    road.to_reported()
    deputy = "ecology-bureau.deputy"
    assert road.refused(deputy, "approve_transfer").code == "presiding_missing"
    road.do(deputy, "approve_transfer", {"presiding": "厦委干〔2026〕20号"})
    assert road.limit(queries.APPROVAL).state == "met"


def test_not_to_transfer_needs_a_reason_that_stays_and_the_procuratorate_can_overrule_it(city):
    road = Road(city)
    road.to_reported()
    assert road.refused(HEAD, "refuse_transfer", {"reason": "不移送"}).code == "bad_data"
    with pytest.raises(Refused):
        access_matter(city.actor(PROCURATORATE), road.matter.public_id)
    road.do(HEAD, "refuse_transfer", {"reason": "没有证据证明达到入罪标准。"})
    assert (road.state, road.matter.open) == ("not_approved", False)
    assert "入罪标准" in road.matter.criminal_transfer.refusal
    access_matter(city.actor(PROCURATORATE), road.matter.public_id)
    road.do(PROCURATORATE, "give_opinion", REASONED)
    assert (road.state, road.matter.open) == ("opinion_given", True)
    assert road.limit(queries.OPINION).due_on == date(2026, 11, 25)
    assert road.refused(HEAD, "refuse_transfer", {"reason": "仍然认为不应当移送。"}).code == "wrong_state"
    road.do(HEAD, "approve_transfer")
    road.lay_ready()
    road.do(OFFICER, "send_transfer", SEND)
    assert {road.limit(queries.OPINION).state, road.limit(queries.SENDING).state} == {"met"}


def test_a_missing_paper_keeps_the_case_and_is_named(city):
    road = Road(city)
    road.to_approved()
    refused = road.refused(OFFICER, "send_transfer", SEND)
    assert refused.code == "papers_missing"
    assert "案件移送书" in refused.sentence
    road.lay_ready()
    letter = road.matter.pieces.get(code="transfer-letter")
    road.do(OFFICER, "take_out_piece", {"piece": letter.pk, "reason": "没有盖章"})
    assert codes_missing(road.matter, "criminal-transfer") == ["transfer-letter"]
    refused = road.refused(OFFICER, "send_transfer", SEND)
    assert "还缺1种材料：案件移送书" in refused.sentence
    assert (
        road.refused(OFFICER, "no_such_paper", {"paper": "transfer-letter", "reason": "还没有写好"}).code
        == "always_needed"
    )
    road.do(OFFICER, "add_piece", {"paper": "transfer-letter", "pages": 2})
    road.do(OFFICER, "send_transfer", SEND)
    assert road.state == "sent"


def test_hours_do_not_roll_over_holidays(city):
    city.clock.move_to(at(30, 16, 0, month=9, year=2027))
    road = Road(city)
    road.to_reported()
    city.clock.move_to(at(30, 16, 30, month=9, year=2027))
    road.do(HEAD, "approve_transfer")
    limit = road.limit(queries.SENDING)
    assert (limit.due_on, limit.due_at) == (None, at(1, 16, 30, month=10, year=2027))
    road.lay_ready()
    city.clock.move_to(at(1, 16, 31, month=10, year=2027))
    road.do(OFFICER, "send_transfer", SEND)
    assert (road.limit(queries.SENDING).state, road.limit(queries.SENDING).late) == ("met", True)


def test_hours_run_over_the_leap_day_and_days_count_it(city):
    city.clock.move_to(at(28, 17, 0, month=2, year=2028))
    road = Road(city)
    road.to_reported()
    city.clock.move_to(at(28, 17, 45, month=2, year=2028))
    road.do(HEAD, "approve_transfer")
    assert road.limit(queries.SENDING).due_at == at(29, 17, 45, month=2, year=2028)
    road.lay_ready()
    road.do(OFFICER, "send_transfer", SEND)
    road.do(POLICE, "receive_transfer", RECEIPT)
    assert road.limit(queries.DECISION).due_on == date(2028, 3, 2)


def test_the_clock_is_met_by_when_it_happened_not_by_when_it_was_entered(city):
    road = Road(city)
    road.to_approved()
    road.lay_ready()
    sent = at(23, 9, 30)
    city.clock.move_to(at(24, 15))
    road.do(OFFICER, "send_transfer", SEND, occurred_at=sent)
    limit = road.limit(queries.SENDING)
    assert (limit.state, limit.late, limit.met_at) == ("met", False, sent)
    assert road.matter.criminal_transfer.sent_at == sent


def test_police_and_procuratorate_know_of_it_from_the_sending_on(city):
    road = Road(city)
    road.to_approved()
    road.lay_ready()
    for who in (POLICE, PROCURATORATE, "water-bureau.principal"):
        with pytest.raises(Refused) as refused:
            access_matter(city.actor(who), road.matter.public_id)
        assert refused.value.status == 404
    road.do(OFFICER, "send_transfer", SEND)
    for who in (POLICE, PROCURATORATE):
        access_matter(city.actor(who), road.matter.public_id)
        assert Notice.objects.filter(person=city.actor(who).person, title="通知：一件受限办件").exists()
    with pytest.raises(Refused):
        access_matter(city.actor(COURT), road.matter.public_id)


def test_a_receipt_of_another_case_is_refused(city):
    road = Road(city)
    road.to_sent()
    refused = road.refused(POLICE, "receive_transfer", {**RECEIPT, "letter_number": "厦环移〔2026〕8号"})
    assert (refused.code, refused.problems[0].field) == ("receipt_of_another_case", "letter_number")
    assert LETTER in refused.sentence
    road.do(POLICE, "receive_transfer", {**RECEIPT, "letter_number": " 厦环移[2026] 7号"})
    assert road.state == "received"


def test_a_decision_dated_before_its_request_is_refused(city):
    road = Road(city)
    road.to_sent()
    city.clock.move_to(at(23))
    road.do(POLICE, "receive_transfer", RECEIPT)
    city.clock.move_to(at(24))
    refused = road.refused(POLICE, "decide_filing", NUMBER, occurred_at=at(22, 9))
    assert refused.code == "occurred_before_previous"
    assert road.refused(POLICE, "decide_filing", NUMBER, occurred_at=at(25)).code == "occurred_in_future"
    assert road.state == "received"


@pytest.mark.parametrize(
    ("act", "data"),
    [("receive_transfer", RECEIPT), ("receive_transfer", {**RECEIPT, "scan": ""})],
)
def test_what_the_police_did_on_paper_needs_the_scan_and_says_for_whom(city, act, data):
    road = Road(city)
    road.to_sent()
    refused = road.refused(OFFICER, act, data)
    assert refused.code == "entered_without_scan"
    scanned = {**data, "scan": road.scan(OFFICER)}
    assert road.refused(OFFICER, act, scanned).code == "entered_without_scan"
    road.do(OFFICER, act, scanned, on_behalf_of="厦门市公安局")
    entry = Entry.objects.filter(stream=road.matter.stream, act=act).latest("id")
    assert (entry.on_behalf_of, entry.facts["entered_on_behalf"]) == ("厦门市公安局", True)
    assert road.matter.pieces.filter(code="received-paper", file__isnull=False).count() == 1


def test_materials_are_asked_for_within_a_day_and_completed_in_three(city):
    road = Road(city)
    road.to_received()
    city.clock.move_to(at(23, 9, 30))
    road.do(POLICE, "ask_materials", ASK)
    told = road.limit(queries.MATERIALS_NOTICE)
    assert (told.state, told.late, told.holder.key) == ("met", False, "police")
    assert road.limit(queries.COMPLETION).due_on == date(2026, 11, 26)
    road.do(OFFICER, "complete_materials", {**SUPPLY, "cannot": "视频已被覆盖，无法补充。"})
    assert (road.state, road.limit(queries.COMPLETION).state) == ("received", "met")
    city.clock.move_to(at(24, 10, 1))
    road.do(POLICE, "ask_materials", ASK)
    late = road.limit(queries.MATERIALS_NOTICE)
    assert (late.state, late.late) == ("met", True)
    assert road.matter.first_missed_at == late.due_at
    assert [(one.sort, one.number) for one in queries.rounds(road.matter.criminal_transfer)] == [
        ("materials", 1),
        ("materials", 2),
    ]


def test_evidence_is_supplemented_in_numbered_rounds_while_the_police_clock_runs(city):
    road = Road(city)
    road.to_received()
    for number in (1, 2):
        road.do(POLICE, "ask_evidence", ASK)
        assert road.state == "supplementing"
        road.do(OFFICER, "supply_evidence", SUPPLY)
        assert road.matter.criminal_transfer.rounds.latest("id").number == number
    assert road.limit(queries.DECISION).state == "running"
    road.do(POLICE, "ask_evidence", ASK)
    road.do(POLICE, "decide_filing", NUMBER)
    assert road.state == "filing_decided"


def test_another_police_body_receives_it_anew_and_what_is_not_for_the_police_comes_back(city):
    road = Road(city)
    road.to_received()
    refused = road.refused(POLICE, "pass_to_police", {"police": "police", "reason": REASON})
    assert refused.code == "same_body"
    assert road.refused(POLICE, "pass_to_police", {"police": "court", "reason": REASON}).code == "unknown_choice"
    assert road.refused(POLICE, "pass_to_police", {"reason": REASON}).code == "which_police"
    city.clock.move_to(at(23, 9, 30))
    road.do(POLICE, "pass_to_police", {"elsewhere": "某市公安局", "reason": REASON})
    assert (road.state, road.limit(queries.JURISDICTION).late, road.limit(queries.DECISION).state) == (
        "sent",
        False,
        "cancelled",
    )
    road.do(POLICE, "receive_transfer", RECEIPT)
    assert road.limit(queries.DECISION).due_on == date(2026, 11, 26)
    city.clock.move_to(at(24, 9, 31))
    road.do(POLICE, "return_transfer", REASONED)
    assert (road.state, road.limit(queries.RETURN).late, road.limit(queries.DECISION).state) == (
        "returned",
        True,
        "cancelled",
    )
    road.do(OFFICER, "hand_back", HAND_BACK)
    assert road.matter.criminal_transfer.outcome == "returned"


@pytest.mark.parametrize(
    ("act", "data", "due"),
    [
        ("extend_for_clues", {"reason": "须查证排放源。"}, date(2026, 11, 30)),
        ("extend_for_weight", {"reason": "涉及多个区。", "approved_by": "分管副局长"}, date(2026, 12, 22)),
    ],
)
def test_the_longer_times_count_from_receiving_and_need_their_condition(city, act, data, due):
    road = Road(city)
    road.to_received()
    assert road.limit(queries.DECISION).due_on == date(2026, 11, 25)
    city.clock.move_to(at(24))
    assert road.refused(POLICE, act, {}).code == "bad_data"
    road.do(POLICE, act, data)
    limit = road.limit(queries.DECISION)
    assert (limit.due_on, limit.started_at, limit.state) == (due, at(22, 10), "running")
    assert road.refused(POLICE, act, data).code == "longer_already"
    city.clock.move_to(at(23, month=12))
    later = {"reason": "涉及多个区。", "approved_by": "分管副局长"}
    assert road.refused(POLICE, "extend_for_weight", later).code in {"decision_over", "longer_already"}


def test_three_days_seven_and_thirty_only_ever_grow(city):
    road = Road(city)
    road.to_received()
    road.do(POLICE, "extend_for_clues", {"reason": "须查证排放源。"})
    road.do(POLICE, "extend_for_weight", {"reason": "涉及多个区。", "approved_by": "局长"})
    assert road.refused(POLICE, "extend_for_clues", {"reason": "须查证排放源。"}).code == "longer_already"
    road.do(POLICE, "decide_filing", NUMBER)
    assert road.limit(queries.DECISION).state == "met"


def test_after_filing_the_goods_go_in_three_days_and_the_investigation_goes_on(city):
    road = Road(city)
    road.to_filed()
    assert road.limit(queries.HANDOVER).due_on == date(2026, 11, 25)
    assert road.limit(queries.UNCONCLUDED).due_on == date(2027, 2, 22)
    road.do(POLICE, "request_arrest", NUMBER)
    road.do(OFFICER, "hand_over_goods", GOODS)
    assert (road.state, road.limit(queries.HANDOVER).state) == ("arrest_requested", "met")
    refused = road.refused(PROCURATORATE, "decide_arrest", {"outcome": "refused", **NUMBER})
    assert refused.code == "reason_missing"
    road.do(PROCURATORATE, "decide_arrest", {"outcome": "approved", **NUMBER})
    assert road.state == "investigating"
    assert road.refused(PROCURATORATE, "urge_investigation", NUMBER).code == "not_three_months"
    city.clock.move_to(at(24, month=2, year=2027))
    road.do(PROCURATORATE, "urge_investigation", NUMBER)
    assert road.state == "investigating"


def test_supplementary_investigation_takes_a_month_and_twice_at_most(city):
    road = Road(city)
    road.to_reviewing()
    for number in (1, 2):
        road.do(PROCURATORATE, "return_for_investigation", {**NUMBER, "wanted": "查清危险废物去向。"})
        assert road.limit(queries.REINVESTIGATION).due_on == date(2026, 12, 22)
        road.do(POLICE, "finish_reinvestigation", {**NUMBER, "answer": "已查清去向。"})
        assert road.matter.criminal_transfer.rounds.latest("id").number == number
    refused = road.refused(PROCURATORATE, "return_for_investigation", {**NUMBER, "wanted": "再查一次。"})
    assert refused.code == "reinvestigations_used_up"


def test_non_prosecution_is_told_in_three_days_and_the_case_goes_back(city):
    road = Road(city)
    road.to_reviewing()
    road.do(PROCURATORATE, "decide_non_prosecution", {**REASONED, "ground": "minor"})
    assert road.limit(queries.NOT_PROSECUTING).due_on == date(2026, 11, 25)
    assert road.limit(queries.NOT_PROSECUTING).holder.key == "procuratorate"
    road.do(PROCURATORATE, "notify_non_prosecution", NUMBER)
    assert road.refused(OFFICER, "hand_back", {**HAND_BACK, "set_off": "5"}).code == "nothing_to_set_off"
    road.do(OFFICER, "hand_back", HAND_BACK)
    assert road.matter.criminal_transfer.outcome == "not_prosecuted"


def test_a_fine_goes_with_a_conviction_only(city):
    road = Road(city)
    road.to_reviewing()
    road.do(PROCURATORATE, "prosecute", {**NUMBER, "court": "court"})
    assert (
        road.refused(COURT, "judge", {**NUMBER, "outcome": "acquitted", "fine": "5"}).code == "fine_without_conviction"
    )
    road.do(COURT, "judge", {**NUMBER, "outcome": "acquitted"})
    road.do(OFFICER, "hand_back", HAND_BACK)
    assert road.matter.criminal_transfer.outcome == "acquitted"


def test_both_countings_are_shown_the_law_binds_and_the_earlier_warns(city):
    city.clock.move_to(at(27, 9))  # a Friday
    road = Road(city)
    road.to_not_filed()
    own = road.matter.criminal_transfer
    first, second = queries.countings(road.matter.holder, own)
    assert (first.due, first.unit, first.counts, first.warns) == (date(2026, 12, 2), "3个工作日", True, False)
    assert (second.due, second.unit, second.counts, second.warns) == (date(2026, 11, 30), "3个自然日", False, True)
    assert road.limit(queries.RECONSIDERATION).due_on == date(2026, 12, 2)
    assert warn_due() == 0
    before = Notice.objects.filter(matter=road.pk, person=city.actor(OFFICER).person).count()
    city.clock.move_to(at(30, 7))
    assert (warn_due(), warn_due()) == (1, 0)
    assert Notice.objects.filter(matter=road.pk, person=city.actor(OFFICER).person).count() == before + 1
    assert not Notice.objects.filter(matter=road.pk, person=city.actor(POLICE).person, title__contains="预警").exists()
    city.clock.move_to(at(2, 15, month=12))
    road.do(OFFICER, "apply_reconsideration", APPLY)
    assert (road.limit(queries.RECONSIDERATION).state, road.limit(queries.RECONSIDERATION).late) == ("met", False)
    assert road.limit(queries.RECONSIDERED).due_on == date(2026, 12, 7)


def test_other_cases_count_by_the_state_council_rules_alone(city):
    city.clock.move_to(at(27, 9))
    road = Road(city, "resources-planning-bureau", group="forestry")
    road.to_not_filed()
    (only,) = queries.countings(road.matter.holder, road.matter.criminal_transfer)
    assert (only.due, only.counts, only.warns) == (date(2026, 11, 30), True, True)
    limit = road.limit(queries.RECONSIDERATION)
    assert (limit.due_on, limit.rule) == (date(2026, 11, 30), "criminal-transfer.reconsideration-general")
    city.clock.move_to(at(1, 9, month=12))
    assert warn_due() == 0
    assert road.refused(road.officer, "apply_reconsideration", APPLY).code == "reconsideration_over"
    road.lay_ready("filing-supervision")
    road.do(road.officer, "suggest_supervision", APPLY)
    assert road.state == "suggested"


def test_reconsideration_upholds_or_files_after_all(city):
    upheld, changed = Road(city), Road(city)
    for road, outcome in ((upheld, "upheld"), (changed, "changed")):
        road.to_not_filed()
        road.do(OFFICER, "apply_reconsideration", APPLY)
        road.do(POLICE, "decide_reconsideration", {**REASONED, "outcome": outcome})
    assert upheld.state == "upheld"
    assert upheld.limit(queries.SUGGESTION).due_on == date(2026, 11, 25)
    assert upheld.limit(queries.NOTICE).state == "met"
    assert changed.state == "filing_decided"
    assert changed.limit(queries.NOTICE).state == "running"
    assert not Deadline.objects.filter(matter=changed.pk, key=queries.SUGGESTION).exists()
    changed.do(POLICE, "notify_filing", NUMBER)
    assert changed.state == "filed"


def test_supervision_of_filing_from_the_suggestion_to_the_order(city):
    road = Road(city)
    road.to_not_filed()
    assert road.refused(OFFICER, "suggest_supervision", APPLY).code == "papers_missing"
    road.lay_ready("filing-supervision")
    road.do(OFFICER, "suggest_supervision", APPLY)
    assert road.limit(queries.RECONSIDERATION).state == "cancelled"
    road.do(PROCURATORATE, "require_explanation", NUMBER)
    assert road.limit(queries.EXPLANATION).due_on == date(2026, 11, 30)
    road.do(POLICE, "explain", REASONED)
    road.do(PROCURATORATE, "order_filing", REASONED)
    assert road.limit(queries.FILING).due_on == date(2026, 12, 7)
    assert road.limit(queries.FILING).holder.key == "police"
    road.do(POLICE, "file_as_ordered", NUMBER)
    road.do(POLICE, "notify_filing", NUMBER)
    assert (road.state, road.limit(queries.FILING).state) == ("filed", "met")


def test_a_reason_that_holds_is_told_in_ten_days_and_ends_it(city):
    road = Road(city)
    road.to_explained()
    road.do(PROCURATORATE, "accept_reason", REASONED)
    assert (road.limit(queries.ACCEPTED).due_on, road.limit(queries.ACCEPTED).holder.key) == (
        date(2026, 12, 2),
        "procuratorate",
    )
    road.do(PROCURATORATE, "tell_reason_accepted", NUMBER)
    assert road.state == "not_pursued"
    road.do(OFFICER, "hand_back", HAND_BACK)
    assert road.matter.criminal_transfer.outcome == "not_filed"


def test_police_who_let_it_lie_can_be_complained_of_only_once_they_are_late(city):
    road = Road(city)
    road.to_received()
    road.lay_ready("filing-supervision")
    assert road.refused(OFFICER, "suggest_supervision", APPLY).code == "police_still_in_time"
    city.clock.move_to(at(26, 0, 0))
    road.do(OFFICER, "suggest_supervision", APPLY)
    road.do(PROCURATORATE, "decline_supervision", REASONED)
    assert (road.state, road.limit(queries.DECISION).state) == ("received", "running")
    road.do(OFFICER, "suggest_supervision", APPLY)
    road.do(PROCURATORATE, "require_explanation", NUMBER)
    road.do(POLICE, "decide_filing", NUMBER)
    assert (road.state, road.limit(queries.EXPLANATION).state) == ("filing_decided", "cancelled")
    assert road.limit(queries.DECISION).late


def test_who_has_decided_cannot_refuse_a_second_time_under_supervision(city):
    road = Road(city)
    road.to_suggested()
    assert road.refused(POLICE, "decide_not_filing", REASONED).code == "police_decided"
    road.do(POLICE, "decide_filing", NUMBER)
    assert road.state == "filing_decided"


def test_a_case_that_is_dropped_can_be_reconsidered_and_goes_back(city):
    road = Road(city)
    road.to_filed()
    road.do(POLICE, "withdraw_case", REASONED)
    assert road.limit(queries.UNCONCLUDED).state == "cancelled"
    road.do(POLICE, "notify_withdrawal", NUMBER)
    assert road.limit(queries.RECONSIDERATION).state == "running"
    road.do(OFFICER, "accept_no_filing", HAND_BACK)
    assert road.matter.criminal_transfer.outcome == "withdrawn"


def test_an_identity_number_in_title_and_text_is_masked_and_the_entrant_told(city):
    road = Road(city, title=f"某甲{IDENTITY}非法处置危险废物案")
    assert IDENTITY not in road.matter.title
    assert road.matter.title.startswith("某甲110101")
    road.do(OFFICER, "report_transfer", {**REPORT, "facts_found": f"某甲（{IDENTITY}）倾倒三吨。"})
    assert IDENTITY not in road.matter.criminal_transfer.facts_found
    assert not [entry for entry in Entry.objects.filter(stream=road.matter.stream) if IDENTITY in str(entry.facts)]
    assert Notice.objects.filter(person=city.actor(OFFICER).person, title="身份证号码已遮住").count() == 2


def test_very_long_names_stay_whole_or_are_refused(city):
    road = Road(city, title="某" * 200)
    assert len(road.matter.title) == 200
    with pytest.raises(Refused) as refused:
        Road(city, title="某" * 201)
    assert refused.value.code == "bad_data"
    road.to_approved()
    road.lay_ready()
    assert road.refused(OFFICER, "send_transfer", {**SEND, "letter_number": "号" * 81}).code == "bad_data"
    road.do(OFFICER, "send_transfer", {**SEND, "letter_number": "号" * 80})
    assert road.matter.criminal_transfer.letter_number == "号" * 80


def test_every_act_in_every_state_is_in_the_table_or_refused(city):
    road = Road(city)
    road.to_received()
    assert checked(city, TRANSFERS, road.matter, ROLES) > 3000


def test_every_station_can_be_left_and_every_shared_decision_is_an_act(city):
    assert set(SHARED) <= set(TRANSFERS.by_code)
    left = {state for act in TRANSFERS.acts if act.to for state in act.from_}
    assert set(states.OPEN) <= left
    assert all(state.waits_for for state in states.ALL if state.open)


def test_a_whole_police_road_on_paper_leaves_the_police_without_a_click(city):
    road = Road(city)
    road.to_sent()
    for act, data in (
        ("receive_transfer", RECEIPT), ("decide_not_filing", REASONED), ("notify_not_filing", NUMBER),
    ):  # fmt: skip
        road.do(OFFICER, act, {**data, "scan": road.scan(OFFICER)}, on_behalf_of="厦门市公安局")
    assert road.state == "not_filed"
    assert not Entry.objects.filter(stream=road.matter.stream, actor_body="police").exists()
    assert road.matter.pieces.filter(code="received-paper").count() == 3


def test_nobody_else_knows_of_it(city):
    road = Road(city)
    road.to_received()
    named = set(NamedAccess.objects.filter(matter=road.pk).values_list("relation", flat=True))
    assert named == {"officer", "head", "legal", "linkage", "police", "procuratorate"}
    for who in ("water-bureau.liaison", "committee-office.director", "ecology-bureau.liaison", COURT):
        page = city.client(who).get(f"/matters/{road.matter.public_id}/")
        assert page.status_code == 404
        assert TITLE not in city.client(who).get("/matters/?kind=criminal_transfer").content.decode()
