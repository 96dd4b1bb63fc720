"""不得以罚代移: elements of a crime are shown, a person decides, silence turns red and is seen by the procuratorate (18.3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep as sweep_deadlines
from ecoduty.casework.matters.models import Matter, NamedAccess
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.enforcement.administrative import keys, queries, sweeping
from ecoduty.mechanisms.enforcement.administrative.extra_fine import daily_penalty, extra_fine
from ecoduty.mechanisms.enforcement.administrative.flow import CASES
from ecoduty.mechanisms.enforcement.administrative.receiving import receiver
from tests.mechanisms.enforcement.administrative_steps import PERFORMED, SERVED, TONS, Case, at

WHY = {"reason": "复核称重单，实际为二点四吨，原录入系笔误，不符合入罪情形"}


def sees(city, who: str, case: Case) -> bool:
    return Matter.objects.filter(visible_to(city.actor(who)), pk=case.pk).exists()


def test_measured_facts_show_which_element_is_met_and_start_a_clock(city):
    case = Case(city).filed()
    case.officer("measure_facts", {**TONS, "hazardous_waste_tons": "2.999"})
    assert case.own.finding.met == []
    assert not case.matter.deadlines.filter(key=keys.JUDGEMENT).exists()
    case.officer("measure_facts", {**TONS, "pollutant": "lead", "times_over": "3"})
    assert case.own.finding.met == ["hazardous-waste", "heavy-metals-first"]
    assert case.deadline(keys.JUDGEMENT).due_on == date(2026, 11, 25)
    entry = Entry.objects.filter(stream=case.matter.stream, act="measure_facts").latest("seq")
    assert entry.facts["elements"] == ["hazardous-waste", "heavy-metals-first"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "nothing_measured"),
        ({"evidence": "称重单"}, "nothing_measured"),
        ({"hazardous_waste_tons": "3"}, "evidence_missing"),
        ({"hazardous_waste_tons": "-1", "evidence": "称重单"}, "bad_data"),
        ({"hazardous_waste_tons": "三吨", "evidence": "称重单"}, "bad_data"),
        ({"pollutant": "unobtainium", "evidence": "报告"}, "unknown_choice"),
    ],
)
def test_what_is_measured_must_be_something(city, given, code):
    assert Case(city).filed().refused("enforcement-officer-1", "measure_facts", given).code == code


def test_an_element_is_not_measured_away(city):
    case = Case(city).filed()
    case.officer("measure_facts", TONS)
    case.officer("measure_facts", {**TONS, "hazardous_waste_tons": "0.3"})
    assert case.own.finding.met == ["hazardous-waste"]
    assert case.refused("enforcement-officer-1", "keep_here", WHY).code == "not_permitted"
    assert case.refused("principal", "keep_here", {"reason": "不用"}).code == "bad_data"
    case.head("keep_here", WHY)
    assert case.deadline(keys.JUDGEMENT).state == "met"
    case.officer("measure_facts", {**TONS, "loss_yuan": "300000"})
    assert case.own.finding.choice == ""  # something new is met: the old reason does not answer for it
    assert case.deadline(keys.JUDGEMENT).state == "running"


def test_a_suspected_crime_does_not_end_without_a_decision_in_silence(city):
    early, filed = Case(city), Case(city).filed()
    for case in (early, filed):
        case.officer("measure_facts", TONS)
    ending = {"reason": "not-ours", "text": "发生在外市"}
    assert early.refused("principal", "decline_filing", ending).code == "untransferred"
    assert filed.refused("principal", "revoke_filing", ending).code == "untransferred"
    gone = {"ended_for": "terminated", "text": "终结调查"}
    assert filed.refused("enforcement-officer-1", "propose_ending", gone).code == "untransferred"
    early.head("keep_here", WHY)
    early.head("decline_filing", ending)
    assert early.state == "not_filed"


def test_no_element_no_reason_to_give(city):
    case = Case(city).filed()
    assert case.refused("principal", "keep_here", WHY).code == "nothing_met"


def test_a_decided_case_turns_red_at_night_and_cannot_be_closed_in_silence(city):
    case = Case(city)
    case.decided()
    case.officer("measure_facts", TONS)
    assert sweeping.turn_red() == 1
    assert sweeping.turn_red() == 0
    assert case.own.finding.red_since == date(2026, 11, 22)
    told = {city.actor(f"ecology-bureau.{post}").person for post in ("principal", "deputy", "legal-reviewer")}
    assert told <= set(Notice.objects.filter(matter=case.pk).values_list("person", flat=True))
    case.officer("serve_decision", SERVED)
    case.officer("record_payment", {"amount": "200000", "paid_on": "2026-11-22", "voucher": "票1"})
    case.officer("propose_closing", PERFORMED)
    assert case.refused("principal", "close_case").code == "untransferred"
    case.head("keep_here", WHY)
    assert case.deadline(keys.ANSWER).state == "met"
    case.head("close_case")
    assert sweeping.sweep() == 0


def test_a_closed_case_is_opened_again_until_the_head_answers(city):
    case = Case(city).closed()
    case.officer("measure_facts", TONS)
    assert sweeping.turn_red() == 1
    assert (case.state, case.matter.open) == ("untransferred", True)
    assert case.deadline(keys.ANSWER).due_on == date(2026, 11, 27)
    assert case.refused("legal-reviewer", "answer_untransferred", WHY).code == "not_permitted"
    case.head("answer_untransferred", WHY)
    assert (case.state, case.deadline(keys.ANSWER).state) == ("closed", "met")
    assert sweeping.sweep() == 0


def test_the_procuratorate_sees_it_from_the_day_the_limit_is_over_and_not_before(city):
    case = Case(city).closed()
    case.officer("measure_facts", TONS)
    sweeping.sweep()
    city.clock.move_to(at(11, 27, 23, 30))
    assert sweeping.show() == 0
    procurator = city.client("procuratorate.linkage-officer")
    address = f"/matters/{case.matter.public_id}/"
    assert "<h2>应移未移" not in procurator.get(address).content.decode()
    assert "<h2>应移未移" in city.client("ecology-bureau.principal").get(address).content.decode()
    city.clock.move_to(at(11, 28, 3, 30))
    sweep_deadlines()
    assert case.deadline(keys.ANSWER).state == "missed"
    assert sweeping.show() == 1
    assert sweeping.show() == 0
    assert sees(city, "procuratorate.linkage-officer", case)
    assert not sees(city, "police.linkage-officer", case)
    person = city.actor("procuratorate.linkage-officer").person
    assert NamedAccess.objects.filter(matter=case.pk, person=person).exists()
    assert Notice.objects.filter(matter=case.pk, person=person, created_at__gte=at(11, 28, 0)).exists()
    assert Entry.objects.filter(stream=case.matter.stream, act="show_untransferred").count() == 1
    assert case.refused("procuratorate.linkage-officer", "answer_untransferred", WHY).code == "not_permitted"
    assert "<h2>应移未移" in procurator.get(address).content.decode()


def test_many_cases_turn_red_in_one_go(city):
    cases = [Case(city, title=f"第{number}件涉嫌非法处置案").closed() for number in range(3)]
    for case in cases:
        case.officer("measure_facts", TONS)
    assert sweeping.turn_red() == 3
    assert {case.state for case in cases} == {"untransferred"}


def test_with_the_police_the_ninety_days_stand_still_and_what_was_ordered_runs_on(city):
    case = Case(city).filed()
    case.head("order_seizure", {"what": "排污设备一台", "place": "厂区", "number": "厦环查〔2026〕1号"})
    case.officer("sent_to_police", {"transfer": "厦环移〔2026〕3号"})
    assert (case.state, case.deadline(keys.DECISION).state) == ("with_police", "suspended")
    assert case.deadline(keys.SEIZURE).state == "running"
    assert queries.transferred(case.matter)
    city.clock.move_to(at(12, 2))
    case.officer("effect_of_transfer", {"outcome": "filed", "number": "厦公立〔2026〕1号"})
    assert case.state == "with_police"
    assert (
        case.refused("enforcement-officer-1", "effect_of_transfer", {"outcome": "not_filed", "fine": "5"}).code
        == "fine_without_conviction"
    )
    case.officer("effect_of_transfer", {"outcome": "withdrawn", "number": "厦公撤〔2026〕1号"})
    assert (case.state, case.deadline(keys.DECISION).state) == ("investigating", "running")
    assert case.deadline(keys.DECISION).due_on == date(2027, 3, 1)
    assert not queries.transferred(case.matter)


def test_a_decision_that_was_made_keeps_running_and_a_conviction_excludes_a_second_fine(city):
    case = Case(city).decided()
    case.officer("serve_decision", SERVED)
    case.officer("sent_to_police", {"transfer": "厦环移〔2026〕3号"})
    assert case.state == "served"
    case.officer("effect_of_transfer", {"outcome": "convicted", "number": "刑初1号", "fine": "300000"})
    assert case.own.criminal_fine == 300000
    other = Case(city).reviewed()
    other.officer("sent_to_police", {"transfer": "厦环移〔2026〕4号"})
    other.officer("effect_of_transfer", {"outcome": "convicted", "fine": "300000"})
    assert other.state == "to_decide"
    refused = other.refused(
        "principal", "decide", {"number": "厦环罚〔2026〕1号", "kinds": ["fine"], "fine": "1", "text": "罚款一元"}
    )
    assert refused.code == "fine_after_conviction"
    other.officer("propose_ending", {"ended_for": "criminal", "text": "已追究刑事责任"})
    other.head("close_case")


def test_another_room_speaks_through_the_receiver(city):
    case = Case(city).filed()
    receive = receiver(CASES)
    actor = city.actor("police.linkage-officer")
    receive(actor, {"case": case.pk, "step": "sent", "transfer": "S2026-1"}, at(11, 20))
    assert case.state == "with_police"
    receive(actor, {"case": case.pk, "step": "effect", "outcome": "not_filed", "number": "厦公不立1号"}, at(11, 22))
    assert case.state == "investigating"
    second = Case(city).filed()
    second.officer("measure_facts", TONS)
    receive(actor, {"case": second.pk, "step": "not_transferred", "reason": "证据尚不足以证明明知"}, at(11, 22))
    assert second.own.finding.choice == "kept"
    assert second.deadline(keys.JUDGEMENT).state == "met"


@pytest.mark.parametrize(
    ("payments", "on", "grown"),
    [
        ([], date(2026, 12, 7), "0.00"),
        ([], date(2026, 12, 8), "3000.00"),
        ([], date(2026, 12, 17), "30000.00"),
        ([], date(2027, 12, 31), "100000.00"),
        ([(date(2026, 12, 7), "100000")], date(2026, 12, 31), "0.00"),
        ([(date(2026, 12, 9), "50000")], date(2026, 12, 10), "7500.00"),
        ([(date(2026, 12, 9), "100000")], date(2027, 6, 1), "6000.00"),
    ],
)
def test_an_unpaid_fine_grows_by_three_percent_a_day_and_never_beyond_itself(payments, on, grown):
    paid = [(day, Decimal(amount)) for day, amount in payments]
    assert extra_fine(Decimal(100000), date(2026, 12, 7), paid, on, percent=3, cap_percent=100) == Decimal(grown)


def test_a_daily_penalty_counts_from_the_day_after_service():
    assert daily_penalty(Decimal(100000), date(2028, 2, 28), date(2028, 3, 2)) == (3, Decimal(300000))
