"""A fine that is not paid: until when the body may apply to the court, who is pressed, and what ends or moves the time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.administrative import sweeping
from ecoduty.mechanisms.enforcement.applying import APPLICATION, DEMAND, last_demand, span
from ecoduty.mechanisms.enforcement.court_enforcement import queries
from ecoduty.mechanisms.enforcement.court_enforcement.flow import ENFORCEMENTS
from tests.mechanisms.enforcement.administrative_steps import PERFORMED, SERVED, Case, at

PAID = {"amount": "200000", "paid_on": "2026-11-22", "voucher": "票1"}
LAST_DAY = date(2027, 8, 22)  # served on 22 November 2026: six months for suing, then three for applying
HANDED = {"remedy": "none", "court": "court"}


def served(city, **more) -> Case:
    case = Case(city).decided(**more)
    case.officer("serve_decision", SERVED)
    return case


def prepare(case: Case, **more):
    given = {"case": case.matter.number, "officers": [case.city.actor(one).person for one in case.officers], **HANDED}
    actor = case.city.actor(case.officers[0])
    return perform(ENFORCEMENTS, "register_enforcement", actor=actor, data={**given, **more}).subject


def test_service_of_a_fine_starts_the_time_in_which_the_body_has_to_apply(city):
    row = served(city).deadline(APPLICATION)
    assert (row.due_on, row.holder.key, row.state) == (LAST_DAY, "ecology-bureau", "running")
    assert (row.basis["kind"], row.basis["provision"]) == ("statute", "第五十三条")


@pytest.mark.parametrize("kinds", [["warning"], ["licence", "criticism"], []])
def test_what_needs_no_execution_starts_nothing(city, kinds):
    case = served(city, kinds=kinds, fine=None, text="警告并通报批评")
    assert not case.matter.deadlines.filter(key=APPLICATION).exists()


def test_a_fine_that_was_paid_before_service_starts_nothing(city):
    case = Case(city).decided()
    case.officer("record_payment", PAID)
    case.officer("serve_decision", SERVED)
    assert not case.matter.deadlines.filter(key=APPLICATION).exists()


def test_the_last_payment_meets_it_on_the_day_of_the_payment_and_no_part_does(city):
    case = served(city)
    case.officer("record_payment", {**PAID, "amount": "199999.99"})
    case.officer("record_payment", {**PAID, "amount": "10", "voucher": "票2", "extra": True})
    assert case.deadline(APPLICATION).state == "running"
    city.clock.move_to(at(8, 25, year=2027))
    sweep()
    assert case.deadline(APPLICATION).state == "missed"
    case.officer("record_payment", {**PAID, "amount": "0.01", "voucher": "票3", "paid_on": "2027-08-20"})
    row = case.deadline(APPLICATION)
    assert (row.state, row.late, local_date(row.met_at)) == ("met", False, date(2027, 8, 20))


def test_what_else_was_ordered_stays_due_until_the_case_is_closed_as_performed(city):
    case = served(city, kinds=["fine", "production"], text="罚款二十万元，责令停产整治")
    case.officer("record_payment", PAID)
    assert case.deadline(APPLICATION).state == "running"
    case.officer("propose_closing", PERFORMED)
    case.head("close_case")
    assert case.deadline(APPLICATION).state == "met"


def test_a_case_that_ends_otherwise_owes_nothing_more_and_has_met_nothing(city):
    case = served(city)
    case.officer("propose_closing", {"ended_for": "terminated", "text": "当事人已注销，没有承受人"})
    case.head("close_case")
    assert case.deadline(APPLICATION).state == "cancelled"


@pytest.mark.parametrize(
    ("annulment", "state"),
    [("revoked", "cancelled"), ("void", "cancelled"), ("changed", "running"), ("unlawful", "running")],
)
def test_only_a_decision_that_is_gone_is_not_enforced(city, annulment, state):
    case = served(city)
    case.officer("record_annulment", {"annulment": annulment, "number": "厦府行复〔2026〕5号"})
    assert case.deadline(APPLICATION).state == state


def test_a_deferral_beyond_the_party_s_own_time_moves_it_and_a_short_one_does_not(city):
    case = served(city)
    case.head("defer_payment", {"pay_by": "2027-05-22", "plan": "分两期，五月缴清"})
    assert (case.deadline(APPLICATION).due_on, Deadline.objects.filter(key=APPLICATION).count()) == (LAST_DAY, 1)
    case.head("defer_payment", {"pay_by": "2027-07-31", "plan": "再分一期，七月底缴清"})
    row = case.deadline(APPLICATION)
    assert (row.due_on, row.state, row.basis["kind"]) == (date(2027, 10, 31), "running", "local")
    assert Deadline.objects.filter(matter=case.pk, key=APPLICATION, state="cancelled").count() == 1
    assert verify_stream(case.matter.stream) is None


def test_a_deferral_does_not_bring_back_what_was_lost(city):
    case = served(city)
    city.clock.move_to(at(8, 23, year=2027))
    case.head("defer_payment", {"pay_by": "2027-12-31", "plan": "年底前缴清，分两期"})
    row = case.deadline(APPLICATION)
    assert row.due_on == LAST_DAY


def test_an_application_takes_over_a_deferral_that_moved_the_time_and_none_that_came_too_late(city):
    case, late = served(city), served(city)
    case.head("defer_payment", {"pay_by": "2027-07-31", "plan": "分三期，七月底缴清"})
    made = prepare(case)
    assert made.court_enforcement.deferred_until == date(2027, 7, 31)
    assert made.deadlines.get(key=APPLICATION).due_on == date(2027, 10, 31)
    assert queries.window(made.court_enforcement).last == date(2027, 10, 31)
    city.clock.move_to(at(8, 23, year=2027))
    late.head("defer_payment", {"pay_by": "2027-12-31", "plan": "年底前缴清，分两期"})
    row = prepare(late).deadlines.get(key=APPLICATION)
    assert (row.due_on, row.basis["kind"]) == (LAST_DAY, "statute")


def test_a_deferral_in_the_case_moves_the_time_of_an_application_that_is_being_prepared(city):
    case = served(city)
    made = prepare(case)
    case.head("defer_payment", {"pay_by": "2027-07-31", "plan": "分三期，七月底缴清"})
    row = made.deadlines.exclude(state="cancelled").get(key=APPLICATION)
    assert (row.due_on, row.state, row.basis["kind"]) == (date(2027, 10, 31), "running", "local")
    assert case.deadline(APPLICATION).state == "met"
    assert verify_stream(made.stream) is None
    assert verify_stream(case.matter.stream) is None
    city.clock.move_to(at(11, 1, year=2027))
    case.head("defer_payment", {"pay_by": "2027-12-31", "plan": "再延到年底前缴清"})
    made.court_enforcement.refresh_from_db()
    assert made.court_enforcement.deferred_until == date(2027, 7, 31)  # over: nothing brings it back


def test_preparing_the_application_takes_the_time_over(city):
    case = served(city)
    case.officer("record_payment", {**PAID, "amount": "50000"})
    made = prepare(case)
    assert case.deadline(APPLICATION).state == "met"
    assert made.deadlines.get(key=APPLICATION).due_on == LAST_DAY
    assert made.court_enforcement.amount == Decimal(150000)
    assert case.state == "served"
    assert prepare(case).pk != made.pk  # another one takes nothing over a second time
    assert verify_stream(case.matter.stream) is None


def test_a_case_without_such_a_time_is_not_touched_by_an_application(city):
    case = Case(city).decided()
    with pytest.raises(Refused) as refused:
        prepare(case)
    assert refused.value.code == "day_missing"
    prepare(case, served_on="2026-11-22", decision_number="厦环罚〔2026〕88号", obligation="缴纳罚款二十万元")
    assert case.state == "decided"


def test_everybody_named_is_pressed_well_before_and_when_it_is_over(city):
    case = served(city)
    case.officer("register_decision_page", {"own_url": "https://sthjj.example.gov.cn/88.html", "published_on": "2026-11-22", "checked": True})  # fmt: skip
    officer = city.actor(case.officers[0]).person
    told = lambda: Notice.objects.filter(deadline=case.deadline(APPLICATION), person=officer).count()  # noqa: E731
    for month, day, count in ((7, 22, 0), (7, 23, 1), (8, 15, 2), (8, 22, 2), (8, 23, 3), (8, 27, 4)):
        city.clock.move_to(at(month, day, 12, year=2027))
        sweep()
        assert told() == count, (month, day)
    assert case.deadline(APPLICATION).state == "missed"
    assert case.matter.first_missed_at is not None


def test_what_was_served_before_the_time_was_counted_is_counted_at_night_and_once(city):
    unpaid, deferred, paid, taken, warned = (served(city) for _ in range(5))
    warned.own.decision.__class__.objects.filter(pk=warned.pk).update(kinds=["warning"], fine=None)
    deferred.head("defer_payment", {"pay_by": "2027-07-31", "plan": "分期，七月底缴清"})
    paid.officer("record_payment", PAID)
    prepare(taken)
    Deadline.objects.filter(key=APPLICATION).delete()  # as an older release left it
    assert (sweeping.count(), sweeping.count()) == (2, 0)
    assert unpaid.deadline(APPLICATION).due_on == LAST_DAY
    assert deferred.deadline(APPLICATION).due_on == date(2027, 10, 31)


def test_the_last_day_of_demanding_leaves_ten_working_days_and_one_to_apply(city):
    last = last_demand(LAST_DAY)  # a Sunday: one applies on Friday the 20th at the latest
    assert (last, span(DEMAND, last).last) == (date(2027, 8, 5), date(2027, 8, 19))


def test_the_case_page_says_what_is_unpaid_and_until_when_to_demand_and_to_apply(city):
    case = served(city)
    case.officer("record_payment", {**PAID, "amount": "50000"})
    address = f"/matters/{case.matter.public_id}/?tab=decision"
    client = city.client(case.officers[0])
    page = client.get(address).content.decode()
    for words in ("还差150,000元", "2027年5月25日", "2027年8月22日", "最迟<b>2027年8月5日"):
        assert words in page, words
    city.clock.move_to(at(8, 6, year=2027))
    page = client.get(address).content.decode()
    assert "现在可以申请" in page
    assert "现在送达，催告期满时申请期限已过" in page
    city.clock.move_to(at(8, 23, year=2027))
    assert "申请期限已于8月22日" in client.get(address).content.decode()
    prepare(case)
    assert "申请期限已于" not in client.get(address).content.decode()
