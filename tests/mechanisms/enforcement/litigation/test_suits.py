"""The five kinds of suits (clause 20.1): milestones, clocks, outcomes, who enters what, who knows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import today
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.litigation import queries
from ecoduty.mechanisms.enforcement.litigation.flow import LITIGATIONS
from tests.mechanisms.enforcement.damage.steps import at
from tests.mechanisms.enforcement.litigation.steps import (
    ANSWER,
    COURT,
    DOCKET,
    HEAD,
    JUDGMENT,
    LEGAL,
    OFFICER,
    PROCURATORATE,
    SUIT,
    Suit,
    not_registered,
)
from tests.mechanisms.enforcement.papers import scan
from tests.mechanisms.who_may import checked

NO_AGENCY = {"agency": None, "agency_role": None}
FIVE = ("criminal", "administrative", "civil", "eco-damage", "public-interest")


def limit(suit: Suit, key: str) -> Deadline:
    return Deadline.objects.filter(matter=suit.pk, key=key).latest("pk")


def test_an_administrative_suit_goes_its_road(city):
    suit = Suit(city)
    assert suit.state == "trial"
    assert limit(suit, queries.FIRST).due_on == date(2027, 5, 20)
    suit.do(COURT, "record_service", {"on": "2026-11-20"})
    evidence = limit(suit, queries.EVIDENCE)
    assert (evidence.due_on, evidence.holder.key) == (date(2026, 12, 5), "ecology-bureau")
    suit.do(LEGAL, "answer_suit", ANSWER)
    assert limit(suit, queries.EVIDENCE).state == "met"
    suit.do(HEAD, "plan_appearance", {"post": "deputy"})
    suit.do(COURT, "record_milestone", {"milestone": "hearing", "on": "2026-11-22"})
    suit.do(COURT, "record_appearance", {"appeared": True, "on": "2026-11-22"})
    suit.do(COURT, "record_court_judgment", JUDGMENT)
    assert (suit.state, limit(suit, queries.FIRST).state) == ("judged", "met")
    suit.do(COURT, "take_effect", {"effective_on": "2026-11-22"})
    suit.do(COURT, "conclude_litigation", {"on": "2026-11-22", "note": "判决已履行"})
    own = suit.matter.litigation
    assert (suit.matter.open, own.outcome, own.head_appeared) == (False, "rejected", True)
    assert [row.code for row in own.milestones.all()] == ["service", "answer", "hearing"]
    assert verify_stream(suit.matter.stream) is None


@pytest.mark.parametrize(
    ("sort", "more", "rule", "due"),
    [
        ("criminal", NO_AGENCY, "litigation.first-instance/criminal", date(2027, 1, 20)),
        ("administrative", {}, "litigation.first-instance", date(2027, 5, 20)),
        ("civil", NO_AGENCY, "litigation.first-instance/civil", date(2027, 5, 20)),
        ("eco-damage", {"agency_role": "plaintiff"}, "litigation.first-instance/civil", date(2027, 5, 20)),
        ("public-interest", NO_AGENCY, "litigation.first-instance/civil", date(2027, 5, 20)),
        ("public-interest", {}, "litigation.first-instance", date(2027, 5, 20)),
    ],
)
def test_each_kind_has_its_milestones_its_outcomes_and_its_limit(city, sort, more, rule, due):
    suit = Suit(city, sort=sort, **more)
    found = limit(suit, queries.FIRST)
    assert (found.rule, found.due_on, found.holder.key) == (rule, due, "court")
    for code in queries.milestones(sort, today()):
        if code != "service":
            suit.do(COURT, "record_milestone", {"milestone": code, "on": "2026-11-22"})
    assert len(queries.outcomes(sort, today())) >= 4


def test_only_who_is_sued_as_in_an_administrative_suit_owes_evidence_in_fifteen_days(city):
    for sort, more in (("civil", {}), ("eco-damage", {"agency_role": "plaintiff"}), ("criminal", NO_AGENCY)):
        suit = Suit(city, sort=sort, **more)
        suit.do(COURT, "record_service", {"on": "2026-11-22"})
        assert not Deadline.objects.filter(matter=suit.pk, key=queries.EVIDENCE).exists()


def test_a_department_registers_what_it_brings_and_the_court_takes_it_in(city):
    suit = Suit(city, OFFICER, docket=False, sort="eco-damage", agency_role="plaintiff", agency=None)
    assert suit.state == "submitted"
    assert not Deadline.objects.filter(matter=suit.pk).exists()
    suit.do(COURT, "accept_suit", {**DOCKET, "accepted_on": "2026-11-21"})
    assert limit(suit, queries.FIRST).due_on == date(2027, 5, 21)


def test_the_court_may_decline(city):
    suit = Suit(city, OFFICER, docket=False)
    suit.do(COURT, "decline_suit", {"declined_on": "2026-11-21", "reason": "不属于受案范围"})
    assert (suit.state, suit.matter.open) == ("not_accepted", False)


def test_what_the_court_does_on_paper_is_entered_with_the_scan(city):
    suit = Suit(city, OFFICER, docket=False)
    assert suit.refused(OFFICER, "accept_suit", DOCKET).code == "court_paper_missing"
    suit.on_paper(OFFICER, "accept_suit", DOCKET)
    suit.on_paper(OFFICER, "record_service", {"on": "2026-11-21"})
    assert suit.matter.litigation.milestones.get().on_behalf
    assert suit.refused(HEAD, "record_court_judgment", JUDGMENT).code == "not_permitted"
    suit.on_paper(OFFICER, "record_court_judgment", JUDGMENT)
    assert suit.matter.pieces.count() == 3


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("record_service", {"on": "2026-11-19"}),
        ("record_milestone", {"milestone": "hearing", "on": "2026-11-19"}),
        ("record_court_judgment", {**JUDGMENT, "judged_on": "2026-11-19"}),
        ("withdraw_suit", {"on": "2026-11-19", "reason": "原告申请"}),
    ],
)
def test_nothing_is_dated_before_the_court_took_it_in(city, act, given):
    assert Suit(city).refused(COURT, act, given).code == "dated_before"


def test_a_decision_is_not_dated_before_what_it_answers(city):
    suit = Suit(city)
    suit.do(COURT, "record_court_judgment", JUDGMENT)
    assert suit.refused(COURT, "record_appeal", {"appealed_on": "2026-11-21"}).code == "dated_before"
    assert suit.refused(COURT, "take_effect", {"effective_on": "2026-11-21"}).code == "dated_before"
    assert suit.refused(COURT, "take_effect", {"effective_on": "2026-11-23"}).code == "day_in_future"
    suit.do(COURT, "record_appeal", {"appealed_on": "2026-11-22"})
    early = {"result": "upheld", "number": "（2026）闽行终5号", "judged_on": "2026-11-21"}
    assert suit.refused(COURT, "record_second_judgment", early).code == "dated_before"


def test_the_court_above_upholds_changes_or_sends_it_back(city):
    changed = Suit(city, sort="civil", **NO_AGENCY)
    changed.do(COURT, "record_court_judgment", {**JUDGMENT, "awarded": "100000"})
    changed.do(COURT, "record_appeal", {"appealed_on": "2026-11-22"})
    given = {"result": "changed", "number": "（2026）闽民终5号", "judged_on": "2026-11-22"}
    assert changed.refused(COURT, "record_second_judgment", given).code == "outcome_missing"
    changed.do(COURT, "record_second_judgment", {**given, "outcome": "partly", "awarded": "250000"})
    own = changed.matter.litigation
    assert (changed.state, own.outcome, own.awarded) == ("effective", "partly", Decimal(250000))
    assert not Deadline.objects.filter(matter=changed.pk, state="running").exists()
    back = Suit(city)
    back.do(COURT, "record_court_judgment", JUDGMENT)
    back.do(COURT, "record_appeal", {"appealed_on": "2026-11-22"})
    back.do(COURT, "record_second_judgment", {**given, "result": "remanded"})
    assert (back.state, back.matter.litigation.outcome) == ("trial", "")
    assert limit(back, queries.FIRST).due_on == date(2027, 5, 22)
    upheld = Suit(city)
    upheld.do(COURT, "record_court_judgment", JUDGMENT)
    upheld.do(COURT, "record_appeal", {"appealed_on": "2026-11-22"})
    upheld.do(COURT, "record_second_judgment", {**given, "result": "upheld"})
    assert (upheld.state, upheld.matter.litigation.outcome) == ("effective", "rejected")


def test_what_was_mediated_holds_at_once_and_is_enforced(city):
    suit = Suit(city, sort="civil", **NO_AGENCY)
    suit.do(COURT, "record_court_judgment", {**JUDGMENT, "outcome": "mediated"})
    assert (suit.state, suit.matter.litigation.effective_on) == ("effective", date(2026, 11, 22))
    suit.do(COURT, "record_enforcement", {"on": "2026-11-22", "number": "（2026）闽02执88号"})
    suit.do(COURT, "conclude_litigation", {"on": "2026-11-22", "note": "执行完毕"})
    assert not suit.matter.open


def test_who_answers_waits_for_the_service_and_heads_appear_only_where_they_are_sued(city):
    suit = Suit(city)
    assert suit.refused(LEGAL, "answer_suit", ANSWER).code == "not_served"
    assert suit.refused(LEGAL, "plan_appearance", {}).code == "reason_missing"
    assert suit.refused(LEGAL, "plan_appearance", {"post": "liaison"}).code == "unknown_choice"
    suit.do(LEGAL, "plan_appearance", {"reason": "负责人均在外地处置突发环境事件"})
    assert suit.refused(HEAD, "record_appearance", {"on": "2026-11-22"}).code == "reason_missing"
    claim = Suit(city, sort="eco-damage", agency_role="plaintiff")
    assert claim.refused(LEGAL, "plan_appearance", {"post": "deputy"}).code == "not_administrative"
    claim.do(COURT, "record_service", {"on": "2026-11-22"})
    assert claim.refused(LEGAL, "answer_suit", ANSWER).code == "not_defendant"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"sort": "maritime"}, "unknown_choice"),
        ({"court": "police"}, "unknown_choice"),
        ({"agency_role": None}, "agency_role_missing"),
        ({"accepted_on": None}, "accepted_on_missing"),
        ({"docket_number": None}, "accepted_on_missing"),
        ({"accepted_on": "2026-11-17"}, "dated_before"),
        ({"submitted_on": "2026-11-23", "accepted_on": None, "docket_number": None}, "day_in_future"),
        ({"about": "2026-0000000"}, "unknown_matter"),
        ({"title": "案" * 121}, "bad_data"),
        ({"claimed": "-1"}, "bad_data"),
    ],
)
def test_a_registration_that_cannot_be_is_refused(city, more, code):
    assert not_registered(city, COURT, **more).code == code
    assert not Matter.objects.filter(kind="litigation").exists()


def test_a_department_registers_its_own_suits_only(city):
    assert not_registered(city, OFFICER, agency="water-bureau").code == "unknown_choice"
    assert not_registered(city, "ecology-bureau.liaison").code == "not_permitted"
    assert not_registered(city, "police.linkage-officer", agency="ecology-bureau").code == "unknown_choice"


def test_only_the_parties_know_of_it(city):
    civil = Suit(city, sort="civil", **NO_AGENCY)
    for who, sees in (
        (COURT, 200),
        ("court.principal", 200),
        (PROCURATORATE, 404),
        (OFFICER, 404),
        ("committee-office.director", 404),
    ):
        assert city.client(who).get(f"/matters/{civil.matter.public_id}/").status_code == sees, who
    criminal = Suit(city, sort="criminal", **NO_AGENCY)
    assert city.client(PROCURATORATE).get(f"/matters/{criminal.matter.public_id}/").status_code == 200
    sued = Suit(city)
    assert city.client(HEAD).get(f"/matters/{sued.matter.public_id}/").status_code == 200
    assert city.client("water-bureau.principal").get(f"/matters/{sued.matter.public_id}/").status_code == 404


def test_each_side_lets_in_its_own_people(city):
    suit = Suit(city)
    second = city.actor("ecology-bureau.enforcement-officer-2").person
    deputy = city.actor("court.deputy").person
    given = {"reason": "接办", "part": "officer"}
    assert suit.refused(LEGAL, "let_in", {**given, "person": deputy}).code == "not_permitted"
    assert suit.refused(HEAD, "let_in", {**given, "person": deputy}).code == "unknown_person"
    suit.do(HEAD, "let_in", {**given, "person": second})
    named = {row.person_id: row.relation for row in circle.named(suit.matter, today())}
    assert (named[second], named[deputy]) == ("officer", "court")


def test_the_leap_day_ends_a_limit_that_began_at_the_end_of_august(city):
    city.clock.move_to(at("2027-08-31"))
    suit = Suit(city, submitted_on="2027-08-30", accepted_on="2027-08-31")
    assert limit(suit, queries.FIRST).due_on == date(2028, 2, 29)


def test_a_judgment_given_in_time_is_in_time_though_its_paper_comes_later(city):
    suit = Suit(city, sort="criminal", **NO_AGENCY)
    city.clock.move_to(at("2027-01-22"))
    judged = {**JUDGMENT, "outcome": "convicted", "judged_on": "2027-01-20", "scan": scan(city, PROCURATORATE)}
    suit.do(PROCURATORATE, "record_court_judgment", judged, on_behalf_of="市中院")
    found = limit(suit, queries.FIRST)
    assert (found.due_on, found.state, found.late) == (date(2027, 1, 20), "met", False)


def test_a_judgment_entered_long_after_says_why_and_is_a_late_entry(city):
    suit = Suit(city, sort="criminal", **NO_AGENCY)
    city.clock.move_to(at("2027-02-22"))
    judged = {**JUDGMENT, "outcome": "convicted", "judged_on": "2027-01-21"}
    assert suit.refused(COURT, "record_court_judgment", judged).code == "late_needs_reason"
    suit.do(COURT, "record_court_judgment", judged, reason="文书归档后补登，见送达回证")
    assert (limit(suit, queries.FIRST).late, Entry.objects.filter(stream=suit.matter.stream, late=True).count()) == (
        True,
        1,
    )


def test_the_court_lets_a_suit_stand_still_and_go_on(city):
    suit = Suit(city)
    found = limit(suit, queries.FIRST)
    why = {"deadline": found.pk, "reason": "须以另案结果为依据", "authority": "（2026）闽02行初31号裁定"}
    assert suit.refused(HEAD, "suspend_trial", why).code == "not_permitted"
    assert suit.refused(LEGAL, "suspend_trial", why).code == "court_paper_missing"
    suit.do(COURT, "suspend_trial", why)
    assert limit(suit, queries.FIRST).state == "suspended"
    city.clock.move_to(at("2026-12-22"))
    suit.do(COURT, "resume_trial", {**why, "reason": "另案已经审结"})
    assert limit(suit, queries.FIRST).due_on == date(2027, 6, 19)
    suit.do(COURT, "extend_trial", {**why, "until": "2027-08-19", "reason": "案情复杂，经高院批准"})
    assert limit(suit, queries.FIRST).due_on == date(2027, 8, 19)


def test_counts_are_those_of_whoever_is_named(city):
    Suit(city).do(COURT, "record_court_judgment", JUDGMENT)
    Suit(city, sort="civil", **NO_AGENCY)
    lines = {line.sort: line for line in queries.standing(city.actor(COURT), today())}
    assert set(lines) == set(FIVE)
    assert (lines["administrative"].all, lines["civil"].all, lines["criminal"].all) == (1, 1, 0)
    assert lines["administrative"].by_outcome == {"rejected": 1}
    mine = {line.sort: line.all for line in queries.standing(city.actor(HEAD), today())}
    assert (mine["administrative"], mine["civil"]) == (1, 0)


def test_every_act_in_every_state_is_refused_to_whom_the_table_does_not_name(city):
    roles = (COURT, OFFICER, LEGAL, HEAD, PROCURATORATE, "water-bureau.principal")
    assert SUIT["sort"] == "administrative"
    assert checked(city, LITIGATIONS, Suit(city).matter, roles) > 500


def test_an_office_in_a_district_with_officers_of_its_own_stands_before_the_court_itself(city):
    officer = "huli-ecology-office.enforcement-officer-1"
    suit = Suit(city, officer, docket=False, agency="huli-ecology-office", officers=[city.actor(officer).person])
    assert suit.matter.litigation.agency.key == "huli-ecology-office"
