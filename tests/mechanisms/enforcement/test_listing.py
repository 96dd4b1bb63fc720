"""Joint listed supervision: agreed, listed, a report every month, checked, taken off by all; the case stays open meanwhile."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.listing import guards, queries
from ecoduty.mechanisms.enforcement.listing.models import Listing
from ecoduty.mechanisms.enforcement.listing.months import end_of, month, months_until, number_on
from tests.mechanisms.enforcement.case_steps import (
    COURT,
    HEAD,
    OFFICER,
    POLICE,
    PROCURATORATE,
    PROPOSAL,
    SUPERVISED,
    DetentionCase,
    ListingCase,
    at,
)

PROGRESS = {"text": "已转移危险废物三十吨，余下二十吨。"}
DONE = {"text": "两项要求均已完成，凭证见材料。"}


def test_a_case_is_listed_pressed_and_taken_off_by_everybody(city):
    case = ListingCase(city)
    assert case.sees(POLICE)
    assert case.sees(PROCURATORATE)
    assert not case.sees(SUPERVISED)
    case.do(POLICE, "agree_listing", {"body": "police", "note": "已立案侦查"})
    assert case.state == "proposed"
    case.do(PROCURATORATE, "agree_listing", {"body": "procuratorate"})
    assert case.state == "agreed"
    case.do(HEAD, "list_case", {"notice_number": "厦环督〔2026〕1号"})
    assert case.sees(SUPERVISED)
    duration, progress = case.deadline(queries.DURATION), case.deadline(queries.PROGRESS)
    assert (duration.due_on, duration.holder.key) == (date(2027, 5, 20), "water-bureau")
    assert (progress.due_on, progress.holder.key) == (date(2026, 12, 22), "water-bureau")
    city.clock.move_to(at(2026, 12, 20))
    case.do(SUPERVISED, "report_listing_progress", PROGRESS)
    assert case.deadline(queries.PROGRESS).due_on == date(2027, 1, 22)
    city.clock.move_to(at(2027, 1, 10))
    case.do(SUPERVISED, "report_listing_completion", DONE)
    assert case.deadline(queries.PROGRESS).state == "met"
    case.do(OFFICER, "check_listing_completion", {"passed": True, "note": "现场核查，两项均达标"})
    case.do(HEAD, "agree_delisting", {"body": "ecology-bureau"})
    case.do(POLICE, "agree_delisting", {"body": "police"})
    assert case.state == "checked"
    assert case.deadline(queries.DURATION).state == "running"
    case.do(PROCURATORATE, "agree_delisting", {"body": "procuratorate"})
    assert (case.state, case.matter.open, case.deadline(queries.DURATION).state) == ("delisted", False, "met")
    assert verify_stream(case.matter.stream) is None


def test_a_month_without_a_report_is_seen_and_stays_seen(city):
    case = ListingCase(city)
    case.to_listed()
    city.clock.move_to(at(2027, 1, 23))
    sweep()
    assert case.deadline(queries.PROGRESS).state == "missed"
    own = case.matter.listing
    assert [(one.month.number, one.missing) for one in queries.reports(own, today())] == [
        (1, True),
        (2, True),
        (3, False),
    ]
    case.do(SUPERVISED, "report_listing_progress", PROGRESS)
    assert case.deadline(queries.PROGRESS).due_on == date(2027, 3, 22)
    told = queries.reports(case.matter.listing, today())
    assert [(one.missing, one.late) for one in told] == [(False, True), (False, True), (False, False)]
    case.do(SUPERVISED, "report_listing_progress", PROGRESS)
    assert case.deadline(queries.PROGRESS).due_on == date(2027, 3, 22)
    assert case.matter.listing.progress.latest("pk").first is None


def test_an_objection_leads_to_a_better_proposal_and_everybody_is_asked_anew(city):
    case = ListingCase(city)
    case.do(POLICE, "agree_listing", {"body": "police"})
    case.do(PROCURATORATE, "object_to_listing", {"body": "procuratorate", "reason": "办结标准应写明修复目标值"})
    assert case.state == "objected"
    better = {key: PROPOSAL[key] for key in ("requirements", "in_charge", "until")}
    case.do(OFFICER, "revise_listing", {**better, "standard": "土壤苯并芘不超过筛选值"})
    case.do(PROCURATORATE, "agree_listing", {"body": "procuratorate"})
    assert case.state == "proposed"
    case.do(POLICE, "agree_listing", {"body": "police"})
    assert case.state == "agreed"


def test_a_body_speaks_for_itself_once(city):
    case = ListingCase(city)
    assert case.refused(POLICE, "agree_listing", {"body": "procuratorate"}).code == "not_your_body"
    assert case.refused(POLICE, "agree_listing", {"body": "court"}).code == "not_asked"
    case.do(POLICE, "agree_listing", {"body": "police"})
    assert case.refused(POLICE, "agree_listing", {"body": "police"}).code == "not_asked"
    assert case.refused(OFFICER, "agree_listing", {"body": "procuratorate"}).code == "entered_without_scan"
    case.for_them("agree_listing", {"body": "procuratorate"}, "市检察院")
    assert case.state == "agreed"


def test_taking_off_the_list_is_for_the_head_and_not_for_officers(city):
    case = ListingCase(city)
    case.to_checked()
    refused = case.refused(OFFICER, "agree_delisting", {"body": "ecology-bureau"})
    assert refused.code in {"entered_without_scan", "not_a_head"}
    case.do(POLICE, "object_to_delisting", {"body": "police", "reason": "仍有两名嫌疑人在逃，处置费用未追缴"})
    assert case.state == "listed"
    assert case.deadline(queries.PROGRESS).state == "running"
    case.do(SUPERVISED, "report_listing_completion", DONE)
    case.do(OFFICER, "check_listing_completion", {"passed": True, "note": "再次核查达标"})
    for who, body in ((HEAD, "ecology-bureau"), (POLICE, "police"), (PROCURATORATE, "procuratorate")):
        case.do(who, "agree_delisting", {"body": body})
    assert case.state == "delisted"


def test_what_does_not_meet_the_standard_stays_on_the_list(city):
    case = ListingCase(city)
    case.to_listed()
    case.do(SUPERVISED, "report_listing_completion", DONE)
    city.clock.move_to(at(2027, 2, 1))
    case.do(OFFICER, "check_listing_completion", {"passed": False, "note": "土壤仍有一处超标"})
    assert case.state == "listed"
    assert case.deadline(queries.PROGRESS).due_on == date(2027, 2, 22)
    assert not any(one.missing for one in queries.reports(case.matter.listing, today()))


def test_only_the_supervised_body_reports(city):
    case = ListingCase(city)
    case.to_listed()
    assert case.refused(POLICE, "report_listing_progress", PROGRESS).code == "not_supervised"
    assert case.refused(OFFICER, "report_listing_progress", PROGRESS).code == "entered_without_scan"
    case.for_them("report_listing_progress", PROGRESS, "市水利局")
    assert case.matter.listing.reported == 1


def test_the_holder_may_be_the_supervised_body(city):
    case = ListingCase(city, supervised="ecology-bureau")
    case.to_listed()
    case.do(OFFICER, "report_listing_progress", PROGRESS)
    assert case.matter.listing.reported == 1


@pytest.mark.parametrize("until", ["2026-11-22", "2026-11-01", "2027-05-23"])
def test_it_lasts_from_tomorrow_to_six_months_at_most(city, until):
    with pytest.raises(Refused) as refused:
        ListingCase(city, until=until)
    assert refused.value.code == "until_unfit"


def test_it_is_extended_by_the_head_with_a_reason_and_months_are_not(city):
    case = ListingCase(city)
    case.to_listed()
    later = {"until": "2027-08-20", "reason": "修复工程受汛期影响", "authority": "三部门会商纪要〔2027〕2号"}
    duration, progress = case.deadline(queries.DURATION), case.deadline(queries.PROGRESS)
    assert case.refused(OFFICER, "extend_listing", {**later, "deadline": duration.pk}).code == "not_permitted"
    assert case.refused(HEAD, "extend_listing", {**later, "deadline": progress.pk}).code == "only_duration"
    case.do(HEAD, "extend_listing", {**later, "deadline": duration.pk})
    assert case.deadline(queries.DURATION).due_on == date(2027, 8, 20)
    assert case.matter.listing.until == date(2027, 8, 20)


def test_a_listed_case_is_not_closed_in_the_ordinary_way(city):
    """The guard that the rooms of cases put on their closing acts; here on a case of another kind."""
    listed = DetentionCase(city).matter
    case = ListingCase(city)
    Listing.objects.filter(pk=case.pk).update(case=listed)
    attempt = SimpleNamespace(subject=listed)
    assert guards.NOT_LISTED.holds(attempt)
    case.to_listed()
    assert not guards.NOT_LISTED.holds(attempt)
    case.do(SUPERVISED, "report_listing_completion", DONE)
    assert queries.listed(Matter.objects.get(pk=listed.pk))
    case.do(OFFICER, "check_listing_completion", {"passed": True, "note": "现场核查，两项均达标"})
    for who, body in ((HEAD, "ecology-bureau"), (POLICE, "police"), (PROCURATORATE, "procuratorate")):
        case.do(who, "agree_delisting", {"body": body})
    assert guards.NOT_LISTED.holds(attempt)


def test_a_closed_case_is_not_listed_and_none_twice(city):
    listed = DetentionCase(city)
    first, second = ListingCase(city), ListingCase(city)
    Listing.objects.filter(pk__in=(first.pk, second.pk)).update(case=listed.pk)
    first.to_listed()
    second.do(POLICE, "agree_listing", {"body": "police"})
    second.do(PROCURATORATE, "agree_listing", {"body": "procuratorate"})
    assert second.refused(HEAD, "list_case", {"notice_number": "厦环督〔2026〕2号"}).code == "listed_already"
    other = DetentionCase(city)
    Listing.objects.filter(pk=second.pk).update(case=other.pk)
    other.do(HEAD, "decline_detention_transfer", {"reason": "情节轻微，依法处罚即可"})
    assert second.refused(HEAD, "list_case", {"notice_number": "厦环督〔2026〕2号"}).code == "case_closed"
    second.do(HEAD, "withdraw_listing", {"reason": "案件已经办结"})
    assert second.state == "not_listed"


def test_the_court_may_list_with_the_others(city):
    case = ListingCase(city, joint=["police", "procuratorate", "court"])
    assert case.sees(COURT)
    case.do(COURT, "agree_listing", {"body": "court"})
    assert case.state == "proposed"


def test_months_end_on_the_same_day_or_the_last_of_a_short_one():
    listed = date(2026, 8, 31)
    assert [end_of(listed, number) for number in (1, 2, 6, 18)] == [
        date(2026, 9, 30), date(2026, 10, 31), date(2027, 2, 28), date(2028, 2, 29),
    ]  # fmt: skip
    assert (month(listed, 2).first, month(listed, 1).first) == (date(2026, 10, 1), listed)
    assert [number_on(listed, on) for on in (listed, date(2026, 9, 30), date(2026, 10, 1), date(2027, 3, 1))] == [
        1,
        1,
        2,
        7,
    ]
    assert [one.number for one in months_until(listed, date(2026, 11, 1))] == [1, 2, 3]
