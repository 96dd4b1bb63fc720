"""Enforcement by the court: ten working days of demand, three months to apply, five to accept, seven or thirty to rule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ecoduty.casework.documents import texts
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.case_papers.models import CasePaper
from ecoduty.mechanisms.enforcement.court_enforcement import queries
from tests.mechanisms.enforcement.case_steps import COURT, HEAD, OFFICER, CourtCase, at, scan

APPLY = {"application_number": "厦环强申〔2026〕2号"}
ACCEPT = {"court_number": "（2026）闽02行审9号"}
GRANT = {"ruling_number": "（2026）闽02行审9号之一", "grant": True}
REFUSE = {"ruling_number": "（2026）闽02行审9号之二", "reason": "行政决定缺乏事实根据"}


def test_an_unperformed_decision_is_enforced_by_the_court(city):
    case = CourtCase(city)
    applying = case.deadline(queries.APPLICATION)
    assert (applying.due_on, applying.basis["provision"]) == (date(2027, 1, 10), "第五十三条")
    case.to_demanded()
    case.put_papers("court-enforcement")
    assert not case.sees(COURT)
    case.do(OFFICER, "apply_for_enforcement", APPLY)
    assert case.sees(COURT)
    assert case.deadline(queries.APPLICATION).state == "met"
    accepting = case.deadline(queries.ACCEPTANCE)
    assert (accepting.due_on, accepting.holder.key) == (date(2026, 11, 27), "court")
    city.clock.move_to(at(2026, 11, 26))
    case.do(COURT, "accept_enforcement", ACCEPT)
    assert case.deadline(queries.RULING).due_on == date(2026, 12, 7)
    city.clock.move_to(at(2026, 12, 7))
    case.do(COURT, "rule_on_enforcement", GRANT)
    ruling = case.deadline(queries.RULING)
    assert (ruling.state, ruling.late, case.state) == ("met", False, "ruled")
    case.do(COURT, "record_execution", {"outcome": "part", "amount": "80000.50"})
    assert case.state == "ruled"
    case.do(COURT, "record_execution", {"outcome": "whole", "amount": "119999.50"})
    assert (case.state, case.matter.court_enforcement.recovered) == ("executed", Decimal("200000.00"))
    assert verify_stream(case.matter.stream) is None


def test_ten_working_days_of_demand_end_after_the_holiday_and_from_the_day_after_one_may_apply(city):
    """The example of the handbook: served on 25 September 2026, over on 15 October, from the 16th it may be applied for."""
    case = CourtCase(city)
    case.to_demanded("2026-11-11")  # ten working days: up to Wednesday 25 November
    case.put_papers("court-enforcement")
    own = case.matter.court_enforcement
    assert queries.window(own).demand.last == date(2026, 11, 25)
    assert queries.window(own).first == date(2026, 11, 26)
    own.demanded_on = date(2026, 9, 25)
    assert (queries.window(own).demand.last, queries.window(own).first) == (date(2026, 10, 15), date(2026, 10, 16))
    city.clock.move_to(at(2026, 11, 26, 9))
    mailed = {"occurred_at": at(2026, 11, 25, 17), "reason": "邮寄回执"}
    too_early = case.refused(OFFICER, "apply_for_enforcement", APPLY, **mailed)
    assert (too_early.code, too_early.clause) == ("demand_running", "20.2")
    case.do(OFFICER, "apply_for_enforcement", APPLY)
    assert case.state == "applied"


def test_one_may_not_apply_while_the_party_can_still_sue(city):
    """Six months end on Sunday 22 November: whether that rolls is not known, so Monday is the party's, too."""
    case = CourtCase(city, served_on="2026-05-22")
    case.to_demanded()
    case.put_papers("court-enforcement")
    remedy = queries.remedy_end(case.matter.court_enforcement)
    assert (remedy.last, remedy.safe) == (date(2026, 11, 22), date(2026, 11, 23))
    assert case.deadline(queries.APPLICATION).due_on == date(2027, 2, 22)
    city.clock.move_to(at(2026, 11, 23))
    assert case.refused(OFFICER, "apply_for_enforcement", APPLY).code == "remedy_running"
    assert "是否顺延待核" in city.client(OFFICER).get(case.url).content.decode()
    city.clock.move_to(at(2026, 11, 24))
    case.do(OFFICER, "apply_for_enforcement", APPLY)
    assert case.state == "applied"


def test_after_three_months_it_needs_a_good_reason(city):
    case = CourtCase(city, served_on="2026-02-20")
    assert case.deadline(queries.APPLICATION).due_on == date(2026, 11, 20)
    case.to_demanded()
    case.put_papers("court-enforcement")
    refused = case.refused(OFFICER, "apply_for_enforcement", APPLY)
    assert (refused.code, refused.problems[0].field) == ("application_too_late", "late_because")
    case.do(OFFICER, "apply_for_enforcement", {**APPLY, "late_because": "当事人下落不明，公告送达期间不计"})
    applying = case.deadline(queries.APPLICATION)
    assert (applying.state, applying.late) == ("met", True)


def test_reconsideration_moves_the_months_and_a_pending_one_stops_them(city):
    case = CourtCase(city, remedy="pending")
    assert not case.matter.next_due_on
    case.to_demanded()
    case.put_papers("court-enforcement")
    assert case.refused(OFFICER, "apply_for_enforcement", APPLY).code == "remedy_pending"
    told = {"remedy": "reconsidered"}
    assert case.refused(OFFICER, "record_remedy", told).code == "day_missing"
    assert case.refused(OFFICER, "record_remedy", {**told, "reconsidered_on": "2026-03-01"}).code == "before_service"
    assert case.refused(OFFICER, "record_remedy", {**told, "reconsidered_on": "2026-12-01"}).code == "day_in_future"
    case.do(OFFICER, "record_remedy", {**told, "reconsidered_on": "2026-11-01"})
    window = queries.window(case.matter.court_enforcement)
    assert (window.remedy.last, window.last) == (date(2026, 11, 16), date(2027, 2, 16))
    assert case.deadline(queries.APPLICATION).due_on == date(2027, 2, 16)
    case.do(OFFICER, "apply_for_enforcement", APPLY)
    assert case.state == "applied"


def test_a_day_that_is_named_needs_its_basis(city):
    with pytest.raises(Refused) as refused:
        CourtCase(city, remedy="named", named_end="2026-11-10")
    assert refused.value.code == "basis_missing"
    case = CourtCase(city, remedy="named", named_end="2026-11-10", named_basis="土地管理法的特别期限")
    assert case.deadline(queries.APPLICATION).due_on == date(2027, 2, 10)


def test_a_deferral_moves_the_months_and_keeps_the_application_back(city):
    case = CourtCase(city)  # served on 10 April: the party's own time was over on 10 October
    assert case.deadline(queries.APPLICATION).due_on == date(2027, 1, 10)
    given = {"remedy": "none", "deferred_until": "2026-04-09"}
    assert case.refused(OFFICER, "record_remedy", given).code == "before_service"
    case.do(OFFICER, "record_remedy", {**given, "deferred_until": "2026-10-01"})
    assert case.deadline(queries.APPLICATION).due_on == date(2027, 1, 10)
    case.do(OFFICER, "record_remedy", {**given, "deferred_until": "2026-11-30"})
    row = case.deadline(queries.APPLICATION)
    assert (row.due_on, row.basis["kind"]) == (date(2027, 2, 28), "local")
    case.to_demanded()
    case.put_papers("court-enforcement")
    city.clock.move_to(at(2026, 11, 30))
    running = case.refused(OFFICER, "apply_for_enforcement", APPLY)
    assert running.code == "deferral_running"
    assert "延期、分期还没有到期" in running.sentence
    page = city.client(OFFICER).get(f"/matters/{case.matter.public_id}/?tab=court").content.decode()
    assert "晚于复议、起诉期限，申请期限从这一天起算" in page
    city.clock.move_to(at(2026, 12, 1))
    case.do(OFFICER, "apply_for_enforcement", APPLY)
    assert case.deadline(queries.APPLICATION).state == "met"


def test_a_deferral_brings_no_lost_time_back_unless_it_was_granted_before(city):
    case = CourtCase(city)
    city.clock.move_to(at(2027, 1, 11))
    given = {"remedy": "none", "deferred_until": "2027-03-31"}
    refused = case.refused(OFFICER, "record_remedy", given)
    assert (refused.code, refused.sentence[:8]) == ("deferral_too_late", "申请期限已经届满")
    case.do(OFFICER, "record_remedy", given, occurred_at=at(2027, 1, 8), reason="准予分期的决定当时没有录入")
    assert case.deadline(queries.APPLICATION).due_on == date(2027, 6, 30)


def test_a_leap_day_ends_three_months(city):
    city.clock.move_to(at(2027, 12, 5))
    case = CourtCase(city, remedy="named", named_end="2027-11-29", named_basis="判决生效")
    assert case.deadline(queries.APPLICATION).due_on == date(2028, 2, 29)


def test_it_goes_with_its_papers_and_the_missing_one_is_named(city):
    case = CourtCase(city)
    case.to_demanded()
    case.put_papers("court-enforcement", without="party-opinion-and-demand")
    refused = case.refused(OFFICER, "apply_for_enforcement", APPLY)
    assert refused.code == "papers_missing"
    assert "当事人的意见和催告情况" in refused.sentence


def test_hearing_opinions_means_thirty_days_from_acceptance(city):
    case = CourtCase(city)
    case.to_accepted()
    assert case.deadline(queries.RULING).due_on == date(2026, 12, 1)
    city.clock.move_to(at(2026, 11, 25))
    case.do(COURT, "hear_opinions")
    ruling = case.deadline(queries.RULING)
    assert (ruling.due_on, ruling.basis["provision"]) == (date(2026, 12, 22), "第五十八条")
    assert case.refused(COURT, "hear_opinions").code == "hearing_already"
    other = CourtCase(city)
    other.to_accepted(hearing=True)
    assert other.deadline(queries.RULING).due_on == date(2026, 12, 25)


def test_what_is_not_accepted_goes_to_the_court_above_within_fifteen_days(city):
    case = CourtCase(city)
    case.to_applied()
    case.do(COURT, "refuse_enforcement", {"ruling_number": "（2026）闽02行审9号", "reason": "材料不符合法定形式"})
    reconsidering = case.deadline(queries.REFUSED)
    assert (reconsidering.due_on, reconsidering.holder.key) == (date(2026, 12, 7), "ecology-bureau")
    case.do(OFFICER, "ask_court_above", {"request_number": "厦环复申〔2026〕1号"})
    assert case.deadline(queries.REFUSED).state == "met"
    above = {"ruling_number": "（2026）闽行审复3号", "granted": True}
    assert case.refused(OFFICER, "record_court_above", above).code == "bad_data"
    case.do(OFFICER, "record_court_above", {**above, "scan": scan(city, OFFICER)})
    assert case.state == "accepted"
    assert case.deadline(queries.RULING).state == "running"


def test_service_of_the_refusal_starts_the_fifteen_days(city):
    case = CourtCase(city)
    case.to_applied()
    given = {"ruling_number": "（2026）闽02行审9号", "reason": "材料不符合法定形式"}
    city.clock.move_to(at(2026, 11, 25))
    early, future = {**given, "served_on": "2026-11-24"}, {**given, "served_on": "2026-11-26"}
    assert case.refused(COURT, "refuse_enforcement", early).code == "served_before_ruling"
    assert case.refused(COURT, "refuse_enforcement", future).code == "day_in_future"
    ruled = {"occurred_at": at(2026, 11, 23), "reason": "裁定书落款日期"}
    case.do(COURT, "refuse_enforcement", {**given, "served_on": "2026-11-25"}, **ruled)
    assert case.deadline(queries.REFUSED).due_on == date(2026, 12, 10)


def test_what_is_not_granted_is_final_or_goes_to_the_court_above(city):
    case = CourtCase(city)
    case.to_accepted()
    assert case.refused(COURT, "rule_on_enforcement", {"ruling_number": "（2026）闽02行审9号"}).code == "reason_missing"
    case.do(COURT, "rule_on_enforcement", REFUSE)
    assert (case.state, case.deadline(queries.NOT_GRANTED).due_on) == ("refused", date(2026, 12, 7))
    case.do(OFFICER, "ask_court_above", {"request_number": "厦环复申〔2026〕1号"})
    granted = {"ruling_number": "（2026）闽行审复3号", "granted": True, "scan": scan(city, OFFICER)}
    case.do(OFFICER, "record_court_above", granted)
    assert case.state == "ruled"
    assert case.deadline(queries.RULING).state == "met"
    other = CourtCase(city)
    other.to_accepted()
    other.do(COURT, "rule_on_enforcement", REFUSE)
    other.do(HEAD, "accept_refusal", {"reason": "自行纠正后重新作出决定"})
    assert (other.state, other.matter.open) == ("finally_refused", False)


def test_the_court_may_work_wholly_on_paper(city):
    case = CourtCase(city)
    case.to_applied()
    assert case.refused(OFFICER, "accept_enforcement", ACCEPT).code == "entered_without_scan"
    case.for_them("accept_enforcement", ACCEPT, "市中院")
    case.for_them("rule_on_enforcement", GRANT, "市中院")
    case.for_them("record_execution", {"outcome": "stopped", "note": "没有可供执行的财产"}, "市中院")
    assert case.state == "stopped"


def test_the_party_performs_after_all(city):
    case = CourtCase(city)
    case.to_applied()
    case.do(OFFICER, "record_performance", {"amount": "200000", "note": "已足额缴纳，申请撤回"})
    assert (case.state, case.matter.open) == ("performed", False)
    assert case.deadline(queries.ACCEPTANCE).state == "cancelled"


def test_a_demand_is_not_served_before_the_decision_nor_tomorrow(city):
    case = CourtCase(city, served_on="2026-11-10")
    given = {"demand_number": "厦环催〔2026〕7号"}
    assert case.refused(OFFICER, "serve_demand", {**given, "served_on": "2026-11-09"}).code == "demand_before_decision"
    assert case.refused(OFFICER, "serve_demand", {**given, "served_on": "2026-11-23"}).code == "day_in_future"
    case.to_demanded("2026-11-10")
    case.do(OFFICER, "serve_demand_again", {**given, "served_on": "2026-11-20"})
    assert queries.window(case.matter.court_enforcement).demand.last == date(2026, 12, 4)


def test_a_decision_served_in_future_is_refused(city):
    with pytest.raises(Refused) as refused:
        CourtCase(city, served_on="2026-11-23")
    assert refused.value.code == "day_in_future"


def test_an_application_that_is_not_made_is_given_up_by_the_head(city):
    case = CourtCase(city)
    assert case.refused(OFFICER, "give_up_enforcement", {"reason": "决定已被撤销"}).code == "not_permitted"
    case.do(HEAD, "give_up_enforcement", {"reason": "行政决定已被复议机关撤销"})
    assert case.state == "withdrawn"
    assert case.deadline(queries.APPLICATION).state == "cancelled"


def test_the_demand_and_the_application_are_drawn_up_from_the_record(city):
    case = CourtCase(city)
    case.to_demanded()
    for paper, says in (("demand-notice", "缴纳罚款二十万元"), ("enforcement-application", "2026年11月2日送达催告书")):
        case.do(OFFICER, "draw_up_paper", {"paper": paper})
        row = CasePaper.objects.get(matter=case.pk, paper=paper)
        text = texts.current(row.document).sections[0]["text"]
        assert "厦环罚〔2026〕7号" in text
        assert says in text
