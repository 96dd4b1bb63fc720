"""Administrative cases (clause 18.1): the road, who may, the clocks, what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.administrative import keys, sweeping
from ecoduty.mechanisms.enforcement.administrative.flow import CASES
from ecoduty.mechanisms.enforcement.administrative.models import PenaltyDecision
from ecoduty.mechanisms.enforcement.administrative.receiving import receiver
from tests.mechanisms.enforcement.administrative_steps import (
    DECIDE,
    FILE,
    NOTICE,
    PASS,
    PERFORMED,
    SERVED,
    SUBMIT,
    WAIVED,
    Case,
    at,
)


def test_a_case_goes_its_road(city):
    case = Case(city).closed()
    matter = case.matter
    assert (matter.state, matter.open, matter.secrecy) == ("closed", False, Secrecy.RESTRICTED)
    assert verify_stream(matter.stream) is None
    assert {case.deadline(key).state for key in (keys.FILING, keys.DECISION, keys.SERVICE)} == {"met"}
    assert case.deadline(keys.PUBLICATION).state == "cancelled"


def test_filing_counts_from_discovery_and_is_extended_once_by_the_head(city):
    case = Case(city, found_on="2026-11-20")
    assert case.deadline(keys.FILING).due_on == date(2026, 12, 5)
    extension = {"reason": "须到外省核实来源", "number": "厦环审〔2026〕3号"}
    assert case.refused("enforcement-officer-1", "extend_filing", extension).code == "not_permitted"
    case.head("extend_filing", extension)
    assert case.deadline(keys.FILING).due_on == date(2026, 12, 20)
    assert case.refused("principal", "extend_filing", extension).code == "extension_used_up"


@pytest.mark.parametrize(
    ("body", "group", "rule", "basis"),
    [
        ("ecology-bureau", "environment", "administrative-penalty.filing", "statute"),
        ("resources-planning-bureau", "forestry", "administrative-penalty.filing-general", "local"),
        ("ocean-bureau", "fishery", "administrative-penalty.filing-general", "local"),
        ("urban-enforcement-bureau", "urban", "administrative-penalty.filing-general", "local"),
    ],
)
def test_the_limits_follow_the_holder_and_the_group_of_offences(city, body, group, rule, basis):
    case = Case(city, body=body, group=group)
    filing = case.deadline(keys.FILING)
    assert (filing.rule, filing.basis["kind"], filing.due_on) == (rule, basis, date(2026, 12, 5))
    case.filed()
    decision = case.deadline(keys.DECISION)
    assert decision.rule.removesuffix("-general") == keys.DECISION
    assert decision.due_on == date(2027, 2, 20)


def test_each_condition_of_filing_is_checked(city):
    case = Case(city)
    for missing in ("evidence", "punishable", "ours", "in_time"):
        assert case.refused("principal", "file_case", {**FILE, missing: False}).code == "not_all_checked"
    case.head("decline_filing", {"reason": "no-evidence", "text": "采样未见超标"})
    assert (case.state, case.matter.open) == ("not_filed", False)


def test_what_was_filed_wrongly_is_revoked(city):
    case = Case(city).filed()
    assert (
        case.refused("principal", "revoke_filing", {"reason": "no-such", "text": "不属管辖范围"}).code
        == "unknown_choice"
    )
    case.head("revoke_filing", {"reason": "not-ours", "text": "发生在外市，已移送"})
    assert case.state == "revoked"
    assert case.deadline(keys.DECISION).state == "cancelled"


def test_nobody_else_knows_of_it(city):
    case = Case(city)
    for stranger in (
        "water-bureau.principal",
        "committee-office.director",
        "ecology-bureau.liaison",
        "police.linkage-officer",
    ):
        assert not Matter.objects.filter(visible_to(city.actor(stranger)), pk=case.pk).exists()
        assert city.client(stranger).get(f"/matters/{case.matter.public_id}/").status_code == 404
        assert case.refused(stranger, "file_case", FILE).code == "not_found"


def test_a_team_of_one_does_not_investigate_and_nobody_is_removed_below_two(city):
    alone = Case(city, officers=[city.actor("ecology-bureau.enforcement-officer-1").person])
    alone.filed()
    assert alone.refused("enforcement-officer-1", "notify_party", NOTICE).code == "two_officers"
    case = Case(city).filed()
    second = city.actor("ecology-bureau.enforcement-officer-2").person
    assert case.refused("principal", "let_out", {"person": second, "reason": "调离"}).code == "team_too_small"


def test_only_officers_of_the_body_investigate(city):
    other = city.actor("ocean-bureau.enforcement-officer-1").person
    with pytest.raises(Exception, match="办案人员须是办案单位在任的执法人员"):
        Case(city, officers=[other])


def test_nothing_is_decided_before_the_party_had_its_days(city):
    case = Case(city).filed()
    case.officer("notify_party", NOTICE)
    assert case.own.statement_until == date(2026, 11, 27)
    case.officer("submit_review", SUBMIT)
    case.legal("pass_review", PASS)
    assert case.refused("principal", "decide", DECIDE).code == "statement_running"
    city.clock.move_to(at(11, 27, 17))
    assert case.refused("principal", "decide", DECIDE).code == "statement_running"
    city.clock.move_to(at(11, 28))
    case.head("decide", DECIDE)
    assert case.state == "decided"


def test_the_partys_days_skip_the_holiday(city):
    city.clock.move_to(at(12, 29))
    case = Case(city, found_on="2026-12-20").filed()
    case.officer("notify_party", NOTICE)
    assert case.own.statement_until == date(2027, 1, 6)  # without New Year's Day and the week-end


def test_a_waiver_lets_it_be_decided_at_once_and_not_before_its_notice(city):
    case = Case(city).reviewed()
    refused = case.refused("principal", "decide", DECIDE, occurred_at=at(11, 21), reason="补录")
    assert refused.code == "occurred_before_previous"
    case.head("decide", DECIDE)
    assert PenaltyDecision.objects.get(pk=case.pk).fine == 200000


def test_no_decision_without_legal_review_by_another_person(city):
    case = Case(city).filed()
    case.officer("notify_party", NOTICE)
    case.officer("record_statement", WAIVED)
    assert case.refused("principal", "decide", DECIDE).code == "wrong_state"
    case.officer("submit_review", SUBMIT)
    assert case.refused("enforcement-officer-1", "pass_review", PASS).code == "not_permitted"
    assert case.refused("principal", "pass_review", PASS).code == "not_permitted"
    assert case.refused("legal-reviewer", "pass_review", {**PASS, "crime": False}).code == "not_all_checked"
    case.legal("return_review", {"opinion": "证据链不完整", "investigate": True})
    assert case.state == "investigating"
    case.officer("notify_party", NOTICE)
    assert case.own.heard == ""


def test_a_hearing_is_asked_in_time_told_seven_working_days_before_and_does_not_count(city):
    case = Case(city).filed()
    case.officer("notify_party", NOTICE)
    case.officer("request_hearing", {"note": "书面申请"})
    assert case.deadline(keys.DECISION).state == "suspended"
    assert (
        case.refused("enforcement-officer-1", "hold_hearing", {"host": "法规处负责人", "text": "听取意见"}).code
        == "hearing_not_set"
    )
    late = {"hearing_on": "2026-12-01", "place": "三楼会议室"}
    assert case.refused("enforcement-officer-1", "set_hearing", late).code == "hearing_notice_late"
    case.officer("set_hearing", {**late, "hearing_on": "2026-12-04"})
    assert (
        case.refused("enforcement-officer-1", "hold_hearing", {"host": "法规处负责人", "text": "听取意见"}).code
        == "hearing_not_yet"
    )
    city.clock.move_to(at(12, 4, 16))
    case.officer("hold_hearing", {"host": "法规处负责人", "text": "双方意见已记录"})
    deadline = case.deadline(keys.DECISION)
    assert (case.state, deadline.state, deadline.due_on) == (
        "notified",
        "running",
        date(2027, 3, 3),
    )  # the day of filing was never counted
    assert case.refused("enforcement-officer-1", "request_hearing", {"note": "再次申请"}).code == "hearing_too_late"


def test_excluded_periods_may_overlap_and_count_once(city):
    case = Case(city).filed()
    before = case.deadline(keys.DECISION).due_on
    case.officer("begin_excluded", {"kind": "monitoring", "note": "委托监测站采样"})
    city.clock.move_to(at(11, 25))
    case.officer("begin_excluded", {"kind": "appraisal", "note": "委托鉴定损害"})
    assert (
        case.refused("enforcement-officer-1", "begin_excluded", {"kind": "appraisal", "note": "又一次鉴定"}).code
        == "period_open"
    )
    assert (
        case.refused("enforcement-officer-1", "begin_excluded", {"kind": "police", "note": "移送公安"}).code
        == "unknown_choice"
    )
    city.clock.move_to(at(12, 2))
    first, second = case.own.excluded.all()
    case.officer("end_excluded", {"period": first.pk, "note": "监测报告已出"})
    assert case.deadline(keys.DECISION).state == "suspended"
    city.clock.move_to(at(12, 12))
    case.officer("end_excluded", {"period": second.pk, "note": "鉴定意见已出"})
    deadline = case.deadline(keys.DECISION)
    assert (deadline.due_on - before).days == 19  # the day of filing was never counted
    assert deadline.exclusions[0]["first"] == "2026-11-22"


def test_ninety_days_and_two_extensions_the_second_after_discussion(city):
    case = Case(city).filed()
    given = {"reason": "案情复杂涉及多地", "number": "厦环审〔2026〕9号"}
    case.head("extend_decision", given)
    assert case.refused("principal", "extend_decision", given).code == "discussion_missing"
    case.head("extend_decision", {**given, "discussion": "会议纪要第5号"})
    assert case.deadline(keys.DECISION).due_on == date(2027, 4, 21)
    assert case.refused("principal", "extend_decision", {**given, "discussion": "第6号"}).code == "extension_used_up"


def test_other_domains_have_no_extension_that_was_not_read(city):
    case = Case(city, body="ocean-bureau", group="fishery").filed()
    given = {"reason": "案情复杂涉及多地", "number": "审〔2026〕9号"}
    assert case.refused("principal", "extend_decision", given).code == "extension_not_provided"


def test_preservation_is_approved_within_a_day_handled_in_seven_and_lapses_by_itself(city):
    case = Case(city).filed()
    city.clock.move_to(at(11, 27, 16, 30))
    kept = {"what": "生产台账三册", "place": "执法支队证物室"}
    case.officer("preserve_evidence", kept)
    assert case.deadline(keys.PRESERVATION_APPROVAL).due_at == at(11, 28, 16, 30)
    assert case.refused("enforcement-officer-1", "preserve_evidence", kept).code == "measure_standing"
    case.head("approve_preservation", {"number": "审批表12"})
    assert case.refused("principal", "approve_preservation", {"number": "审批表12"}).code == "nothing_to_approve"
    assert case.deadline(keys.PRESERVATION_HANDLING).due_on == date(2026, 12, 8)
    assert (
        case.refused("principal", "revoke_filing", {"reason": "not-ours", "text": "发生在外市"}).code
        == "measure_standing"
    )
    assert sweeping.lapse() == 0
    city.clock.move_to(at(12, 9, 3))
    assert sweeping.lapse() == 1
    assert sweeping.lapse() == 0
    assert case.own.measures.get().handling == "lapsed"
    assert case.refused("enforcement-officer-1", "handle_preservation", {"handling": "returned"}).code == "no_measure"


def test_seizure_runs_thirty_days_and_thirty_more(city):
    case = Case(city).filed()
    assert case.refused("enforcement-officer-1", "order_seizure", {}).code == "not_permitted"
    case.head("order_seizure", {"what": "排污设备一台", "place": "厂区", "number": "厦环查〔2026〕1号"})
    assert case.deadline(keys.SEIZURE).due_on == date(2026, 12, 22)
    case.head("extend_seizure", {"reason": "案情复杂须检测", "number": "审〔2026〕7号"})
    assert case.own.measures.get().until == date(2027, 1, 21)
    case.officer("lift_seizure", {"handling": "lifted", "text": "已改正"})
    assert case.deadline(keys.SEIZURE).state == "met"


def test_money_kinds_and_discussion_are_held_against_each_other(city):
    case = Case(city).reviewed()
    for given, code in (
        ({"fine": None}, "fine_missing"),
        ({"kinds": ["warning"]}, "fine_without_kind"),
        ({"kinds": ["stoning"]}, "unknown_choice"),
        ({"grave": True}, "not_discussed"),
        ({"fine": "-1"}, "bad_data"),
    ):
        assert case.refused("principal", "decide", {**DECIDE, **given}).code == code
    case.head("discuss_case", {"discussed_on": "2026-11-22", "minutes": "集体讨论记录第8号，同意"})
    case.head("decide", {**DECIDE, "grave": True})


def test_publication_is_owed_registered_and_withdrawn_after_annulment(city):
    case = Case(city).decided()
    assert case.deadline(keys.PUBLICATION).due_on == date(2026, 12, 1)
    page = {"own_url": "https://sthjj.example.gov.cn/88.html", "published_on": "2026-11-22", "checked": True}
    assert (
        case.refused("enforcement-officer-1", "register_decision_page", {**page, "published_on": "2026-11-23"}).code
        == "day_in_future"
    )
    assert (
        case.refused("enforcement-officer-1", "register_decision_page", {**page, "published_on": "2026-11-21"}).code
        == "out_of_order"
    )
    assert (
        case.refused("enforcement-officer-1", "register_decision_page", {**page, "checked": False}).code
        == "not_all_checked"
    )
    case.officer("register_decision_page", {**page, "measured": f"{'ab' * 32}:200"})
    assert PenaltyDecision.objects.get(pk=case.pk).page_sm3 == "ab" * 32
    case.officer("serve_decision", SERVED)
    case.officer("record_annulment", {"annulment": "revoked", "number": "厦府行复〔2026〕5号"})
    assert case.deadline(keys.WITHDRAWAL).due_on == date(2026, 11, 25)
    case.officer("withdraw_decision_page", {"withdrawn_on": "2026-11-22"})
    assert case.deadline(keys.WITHDRAWAL).state == "met"


def test_a_case_is_closed_when_paid_and_not_before(city):
    case = Case(city).decided()
    case.officer("serve_decision", SERVED)
    assert PenaltyDecision.objects.get(pk=case.pk).pay_by == date(2026, 12, 7)
    assert case.refused("enforcement-officer-1", "propose_closing", PERFORMED).code == "not_paid"
    assert (
        case.refused("enforcement-officer-1", "propose_closing", {**PERFORMED, "ended_for": "criminal"}).code
        == "not_convicted"
    )
    assert (
        case.refused("enforcement-officer-1", "propose_closing", {**PERFORMED, "ended_for": "no-penalty"}).code
        == "penalty_decided"
    )
    paid = {"amount": "150000", "paid_on": "2026-11-22", "voucher": "票1"}
    case.officer("record_payment", paid)
    assert case.refused("enforcement-officer-1", "record_payment", paid).code == "voucher_twice"
    assert case.refused("enforcement-officer-1", "record_payment", {**paid, "voucher": "票2"}).code == "paid_too_much"
    case.head("defer_payment", {"pay_by": "2027-01-31", "plan": "余款一月底前缴清"})
    case.officer("record_payment", {**paid, "amount": "50000", "voucher": "票2"})
    case.officer("propose_closing", PERFORMED)
    case.head("send_back_closing", {"reason": "附上缴款凭证"})
    case.officer("propose_closing", PERFORMED)
    assert case.refused("enforcement-officer-1", "close_case").code == "not_permitted"
    case.head("close_case")
    assert case.state == "closed"


def test_no_penalty_is_served_and_closed_without_publication(city):
    case = Case(city).decided(kinds=[], fine=None, text="情节轻微并已改正，不予处罚")
    assert not case.matter.deadlines.filter(key=keys.PUBLICATION).exists()
    case.officer("serve_decision", SERVED)
    case.officer("propose_closing", {"ended_for": "no-penalty", "text": "不予处罚，已改正"})
    case.head("close_case")
    assert case.state == "closed"


def test_a_daily_penalty_is_reviewed_in_thirty_days(city):
    case = Case(city).decided()
    case.officer("order_correction", {"number": "厦环改〔2026〕2号", "demand": "立即停止违法排放", "daily": True})
    assert case.deadline(keys.DAILY_REVIEW).due_on == date(2026, 12, 22)
    assert (
        case.refused(
            "enforcement-officer-1", "order_correction", {"number": "厦环改〔2026〕3号", "demand": "立即停止"}
        ).code
        == "order_standing"
    )
    city.clock.move_to(at(12, 1))
    case.officer("review_correction", {"reviewed_on": "2026-12-01", "found": "still", "text": "仍在超标排放"})
    assert case.deadline(keys.DAILY_REVIEW).state == "met"


def test_an_identity_number_in_the_title_is_masked_and_a_very_long_name_refused(city):
    case = Case(city, title="某甲（110101199003074477）非法倾倒案")
    assert "110101199003074477" not in case.matter.title
    with pytest.raises(Exception, match="200"):
        Case(city, title="长" * 201)


def test_a_leap_day_is_a_day(city):
    city.clock.move_to(at(1, 15, year=2028))
    case = Case(city, found_on="2028-01-10").filed()
    assert case.deadline(keys.DECISION).due_on == date(2028, 4, 14)


def test_a_clue_becomes_a_case_of_the_body_that_took_it_in(city):
    content = {"title": "渗坑排污线索", "found_on": "2026-11-20", "group": "environment", "about": "2026-0000012"}
    liaison = city.actor("ecology-bureau.liaison")
    opened = receiver(CASES)(liaison, content, at(11, 22))
    assert (opened.holder.key, opened.administrative_case.about) == ("ecology-bureau", "2026-0000012")
    officer = city.actor("ecology-bureau.enforcement-officer-1")
    assert Matter.objects.filter(visible_to(officer), pk=opened.pk).exists()
    assert not Matter.objects.filter(visible_to(liaison), pk=opened.pk).exists()


def test_only_enforcement_officers_register(city):
    for who in ("ecology-bureau.principal", "ecology-bureau.liaison", "finance-bureau.liaison"):
        with pytest.raises(Refused) as refused:
            perform(CASES, "register_case", actor=city.actor(who), data={})
        assert refused.value.code == "not_permitted"
