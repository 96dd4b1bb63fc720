"""Eco-damage compensation: each road to its end, the clocks, what is refused, who knows and from when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Link, Matter
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.damage import watching
from ecoduty.mechanisms.enforcement.damage.flow import DAMAGES
from ecoduty.mechanisms.enforcement.relations import PROCURATORATE as PROCURATORS
from tests.mechanisms.enforcement.damage.steps import (
    AGREEMENT,
    ASSESSMENT,
    CHECK,
    COMMISSION,
    COURT,
    EVALUATION,
    HEAD,
    INVITE,
    LIABLE,
    MEETING,
    OFFICER,
    PROCURATORATE,
    Road,
    at,
)
from tests.mechanisms.enforcement.papers import scan
from tests.mechanisms.who_may import checked

IDENTITY = "110101199003074477"


def limit(matter: Matter, key: str) -> Deadline:
    return Deadline.objects.filter(matter=matter, key=key).latest("pk")


def names_procurators(matter: Matter, on: date) -> bool:
    return any(row.relation == PROCURATORS for row in circle.named(matter, on))


def test_by_agreement_and_confirmation_to_the_evaluated_restoration(city):
    road = Road(city)
    assert limit(road.matter, "eco-damage.preliminary-check").due_on == date(2026, 12, 10)
    road.confirmed()
    own = road.matter.eco_damage
    assert (road.state, own.agreed_amount, own.restore_by) == ("restoring", Decimal("480000.50"), date(2027, 5, 31))
    assert limit(road.matter, "eco-damage.restoration").due_on == date(2027, 5, 31)
    city.clock.move_to(at("2027-03-01"))
    road.do(OFFICER, "record_performance", {"on": "2027-02-26", "paid": "100000", "text": "支付第一期"})
    city.clock.move_to(at("2027-06-10"))
    restored = {"restored_on": "2027-05-30", "text": "客土置换完成"}
    assert road.refused(OFFICER, "report_restored", restored).code == "late_needs_reason"
    road.do(OFFICER, "report_restored", restored, reason="验收材料6月9日才收到")
    assert (limit(road.matter, "eco-damage.restoration").state, limit(road.matter, "eco-damage.restoration").late) == (
        "met",
        False,
    )
    assert limit(road.matter, "eco-damage.evaluation").due_on == date(2027, 7, 29)
    road.do(OFFICER, "record_evaluation", EVALUATION)
    road.do(HEAD, "close_damage", {"note": "协议履行完毕，效果达到"})
    assert not road.matter.open
    assert verify_stream(road.matter.stream) is None


def test_the_court_learns_of_an_agreement_when_it_is_asked_to_confirm(city):
    road = Road(city)
    road.to_agreed()
    assert road.refused(COURT, "announce_confirmation", {"announced_on": "2026-11-22"}).status == 404
    missing = road.refused(OFFICER, "apply_confirmation", {"court": "court", "applied_on": "2026-11-22"})
    assert missing.code == "papers_missing"
    assert "司法确认申请书" in missing.sentence
    road.paper("confirmation-application")
    for code in ("agreement", "damage-assessment", "negotiation-record"):
        road.paper(code)
    assert limit(road.matter, "eco-damage.judicial-confirmation").due_on == date(2026, 12, 22)
    road.do(OFFICER, "apply_confirmation", {"court": "court", "applied_on": "2026-11-22"})
    road.do(COURT, "announce_confirmation", {"announced_on": "2026-11-22"})


def test_no_ruling_before_the_notice_has_run_out(city):
    road = Road(city)
    road.to_confirming()
    ruling = {"number": "（2026）闽02民特9号", "confirmed_on": "2026-12-22"}
    assert road.refused(COURT, "confirm_agreement", ruling).code == "not_announced"
    road.do(COURT, "announce_confirmation", {"announced_on": "2026-11-22"})
    city.clock.move_to(at("2026-12-23"))
    assert road.refused(COURT, "confirm_agreement", ruling).code == "notice_running"
    road.do(COURT, "confirm_agreement", {**ruling, "confirmed_on": "2026-12-23"})


def test_the_courts_acts_are_entered_on_its_behalf_only_with_the_scan(city):
    road = Road(city)
    road.to_confirming()
    announced = {"announced_on": "2026-11-22"}
    assert road.refused(OFFICER, "announce_confirmation", announced).code == "entered_without_scan"
    with_scan = {**announced, "scan": scan(city, OFFICER)}
    assert road.refused(OFFICER, "announce_confirmation", with_scan).code == "entered_without_scan"
    road.on_paper("announce_confirmation", announced)
    assert road.matter.pieces.filter(code="received-paper").count() == 1


def test_without_an_agreement_it_goes_before_the_court_as_a_case_of_its_own(city):
    road = Road(city)
    road.to_sued()
    suit = Link.objects.get(source=road.pk, kind="origin").target
    assert (suit.kind, suit.litigation.sort, suit.litigation.claimed) == (
        "litigation",
        "eco-damage",
        Decimal("480000.50"),
    )
    assert suit.litigation.agency_role == "plaintiff"
    assert {"met"} == {limit(road.matter, key).state for key in ("eco-damage.suing", "eco-damage.limitation")}
    judged = {"result": "supported", "number": "（2026）闽02民初7号", "effective_on": "2026-11-22"}
    assert road.refused(OFFICER, "record_damage_judgment", judged).code == "restore_by_missing"
    road.do(OFFICER, "record_damage_judgment", {**judged, "restore_by": "2027-11-22", "amount": "400000"})
    assert road.state == "restoring"


def test_a_suit_that_is_lost_ends_it(city):
    road = Road(city)
    road.to_sued()
    road.do(
        OFFICER,
        "record_damage_judgment",
        {"result": "lost", "number": "（2026）闽02民初7号", "effective_on": "2026-11-22"},
    )
    assert (road.state, road.matter.open) == ("lost", False)
    assert not Deadline.objects.filter(matter=road.pk, state="running").exists()


@pytest.mark.parametrize("missing", ["complaint", "failure-proof"])
def test_no_suit_without_its_papers(city, missing):
    road = Road(city)
    road.to_failed()
    for code in {"complaint", "damage-assessment", "failure-proof", "negotiation-record", "evidence"} - {missing}:
        road.paper(code)
    refused = road.refused(OFFICER, "sue_for_damage", {"court": "court", "sued_on": "2026-11-22", "claimed": "1"})
    assert refused.code == "papers_missing"
    assert not Matter.objects.filter(kind="litigation").exists()


def test_the_fourth_meeting_needs_a_reason(city):
    road = Road(city)
    road.to_negotiating()
    for _ in range(3):
        road.do(OFFICER, "record_meeting", MEETING)
    assert road.refused(OFFICER, "record_meeting", MEETING).code == "too_many_meetings"
    road.do(OFFICER, "record_meeting", {**MEETING, "extra_reason": "义务人提出新的修复方案"})
    assert [row.number for row in road.matter.eco_damage.meetings.all()] == [1, 2, 3, 4]


def test_the_negotiation_has_ninety_days_from_its_notice(city):
    road = Road(city)
    road.to_negotiating()
    found = limit(road.matter, "eco-damage.negotiation")
    assert (found.due_on, found.basis["kind"]) == (date(2027, 2, 20), "local")


def test_a_head_gives_the_negotiation_more_time_but_limitation_is_the_laws(city):
    road = Road(city)
    road.to_negotiating()
    found = limit(road.matter, "eco-damage.negotiation")
    more = {
        "deadline": found.pk,
        "until": "2027-04-20",
        "reason": "修复方案需专家论证",
        "authority": "局长办公会2026-11-22",
    }
    assert road.refused(OFFICER, "extend_damage", more).code == "not_permitted"
    road.do(HEAD, "extend_damage", more)
    assert limit(road.matter, "eco-damage.negotiation").due_on == date(2027, 4, 20)
    law = limit(road.matter, "eco-damage.limitation")
    refused = road.refused(HEAD, "extend_damage", {**more, "deadline": law.pk, "until": "2032-01-01"})
    assert refused.code == "extension_not_provided"


def test_nobody_is_invited_while_nobody_is_liable(city):
    road = Road(city)
    road.to_assessed()
    assert road.refused(OFFICER, "invite_negotiation", INVITE).code == "nobody_liable"
    road.do(OFFICER, "add_concerned", LIABLE)
    road.do(OFFICER, "invite_negotiation", INVITE)


def test_a_simple_assessment_has_its_conditions_and_its_limit(city):
    road = Road(city)
    road.to_filed()
    simple = {**COMMISSION, "way": "simple", "plain": True, "undisputed": True}
    assert road.refused(OFFICER, "commission_assessment", {**simple, "undisputed": False}).code == "not_simple"
    road.do(OFFICER, "commission_assessment", simple)
    over = road.refused(OFFICER, "record_assessment", {**ASSESSMENT, "amount": "300000.01"})
    assert over.code == "not_simple"
    assert "鉴定评估" in over.sentence
    road.do(OFFICER, "record_assessment", {**ASSESSMENT, "amount": "300000"})


def test_an_estimate_over_the_limit_is_not_assessed_simply(city):
    road = Road(city)
    road.to_checked(estimate="300001")
    road.do(HEAD, "file_damage", {"number": "厦环赔立〔2026〕3号"})
    simple = {**COMMISSION, "way": "simple", "plain": True, "undisputed": True}
    assert road.refused(OFFICER, "commission_assessment", simple).code == "not_simple"


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("report_damage_check", {**CHECK, "checked_on": "2026-11-09"}),
        ("report_damage_check", {**CHECK, "checked_on": "2026-11-23"}),
    ],
)
def test_days_follow_each_other_and_have_come(city, act, given):
    assert Road(city).refused(OFFICER, act, given).code in {"dated_before", "day_in_future"}


def test_an_agreement_is_not_dated_before_its_negotiation(city):
    road = Road(city)
    road.to_negotiating()
    assert road.refused(OFFICER, "sign_agreement", {**AGREEMENT, "signed_on": "2026-11-21"}).code == "dated_before"
    assert road.refused(OFFICER, "sign_agreement", {**AGREEMENT, "restore_by": "2026-11-21"}).code == "restore_by_unfit"
    assert road.refused(OFFICER, "sign_agreement", {**AGREEMENT, "way": "nothing"}).code == "unknown_choice"


def test_a_team_has_two_officers_of_the_house(city):
    one = city.actor(OFFICER).person
    for officers, code in (
        ([one], "team_too_small"),
        ([one, city.actor("police.linkage-officer").person], "not_an_officer"),
    ):
        with pytest.raises(Exception) as refused:
            Road(city, officers=officers)
        assert refused.value.code == code


def test_an_identity_number_in_a_text_is_masked_everywhere(city):
    road = Road(city, title=f"某甲{IDENTITY}倾倒污泥", what=f"行为人{IDENTITY}在场")
    matter = road.matter
    assert IDENTITY not in matter.title + matter.eco_damage.what
    assert all(IDENTITY not in str(entry.facts) for entry in Entry.objects.filter(stream=matter.stream))


def test_who_does_not_start_says_why_and_the_procuratorate_sees_it(city):
    road = Road(city)
    assert road.refused(OFFICER, "report_damage_check", {**CHECK, "finding": "not"}).code == "ground_missing"
    road.to_checked(finding="not", ground="manifestly-slight")
    assert city.client(PROCURATORATE).get(f"/matters/{road.matter.public_id}/").status_code == 404
    road.do(HEAD, "do_not_start", {"ground": "manifestly-slight", "reason": "损害显著轻微，已自行恢复"})
    assert not road.matter.open
    assert city.client(PROCURATORATE).get(f"/matters/{road.matter.public_id}/").status_code == 200
    road.do(
        PROCURATORATE,
        "intervene",
        {"sort": "urged", "on": "2026-11-22", "number": "厦检建〔2026〕8号", "text": "建议重新核查"},
    )
    road.do(HEAD, "begin_again", {"reason": "依检察机关建议重新核查"})
    assert road.state == "checking"
    assert limit(road.matter, "eco-damage.preliminary-check").state == "running"


def test_from_the_day_a_watched_limit_passes_the_procuratorate_sees_the_case(city):
    road = Road(city)
    city.clock.move_to(at("2026-12-10"))
    assert watching.sweep() == 0
    assert not names_procurators(road.matter, date(2026, 12, 10))
    city.clock.move_to(at("2026-12-11"))
    assert watching.sweep() == 1
    assert watching.sweep() == 0
    matter = road.matter
    assert names_procurators(matter, date(2026, 12, 11))
    assert "初步核查" in matter.eco_damage.shown_for
    assert Entry.objects.filter(stream=matter.stream, act="show_procuratorate").count() == 1


def test_who_neither_negotiates_nor_sues_in_time_is_seen(city):
    road = Road(city)
    road.to_failed()
    due = limit(road.matter, "eco-damage.suing").due_on
    assert due == date(2026, 12, 22)
    city.clock.move_to(at("2026-12-23"))
    assert watching.sweep() == 1
    road.do(
        HEAD,
        "do_not_sue",
        {"reason": "义务人无可供执行的财产"},
    )
    assert (road.state, road.matter.open) == ("not_sued", False)
    assert Entry.objects.filter(stream=road.matter.stream, act="show_procuratorate").count() == 1


def test_the_procuratorate_says_nothing_before_it_is_let_in(city):
    road = Road(city)
    given = {"sort": "urged", "on": "2026-11-22"}
    assert road.refused(PROCURATORATE, "intervene", given).status == 404
    assert road.refused(OFFICER, "intervene", given).code == "not_shown"


def test_limitation_follows_the_day_on_which_it_was_known(city):
    now = Road(city)
    assert limit(now.matter, "eco-damage.limitation").due_on == date(2031, 11, 10)
    assert limit(now.matter, "eco-damage.limitation").basis["kind"] == "statute"
    in_between = Road(city, known_on="2024-02-29")
    assert limit(in_between.matter, "eco-damage.limitation").due_on == date(2029, 2, 28)
    assert limit(in_between.matter, "eco-damage.limitation").basis["kind"] == "local"
    before = Road(city, known_on="2023-08-14")
    assert limit(before.matter, "eco-damage.limitation").due_on == date(2026, 8, 14)
    assert not Deadline.objects.filter(
        matter=Road(city, known_on="2015-01-01").pk, key="eco-damage.limitation"
    ).exists()


def test_a_major_case_is_reported_before_it_is_closed(city):
    road = Road(city)
    assert (
        road.refused(
            OFFICER,
            "report_major_damage",
            {"to": "省生态环境厅", "number": "厦环报〔2026〕1号", "reported_on": "2026-11-22"},
        ).code
        == "not_major"
    )
    road.do(OFFICER, "mark_major", {"kind": "inspection"})
    road.confirmed()
    city.clock.move_to(at("2027-06-10"))
    road.do(OFFICER, "report_restored", {"restored_on": "2027-06-09", "text": "客土置换完成"})
    road.do(HEAD, "waive_evaluation", {"ground": "evident", "reason": "修复简单，现场核查即可认定"})
    assert road.refused(HEAD, "close_damage", {"note": "协议履行完毕"}).code == "major_unreported"
    road.do(
        OFFICER,
        "report_major_damage",
        {"to": "省生态环境厅", "number": "厦环报〔2026〕1号", "reported_on": "2027-06-10"},
    )
    road.do(HEAD, "close_damage", {"note": "协议履行完毕"})


def test_a_restoration_that_fails_its_evaluation_goes_on(city):
    road = Road(city)
    road.confirmed()
    city.clock.move_to(at("2027-06-10"))
    road.do(OFFICER, "report_restored", {"restored_on": "2027-06-09", "text": "客土置换完成"})
    not_yet = {**EVALUATION, "reached": "no"}
    assert road.refused(OFFICER, "record_evaluation", not_yet).code == "restore_by_missing"
    road.do(OFFICER, "record_evaluation", {**not_yet, "restore_by": "2027-09-30"})
    assert road.state == "restoring"
    assert limit(road.matter, "eco-damage.restoration").due_on == date(2027, 9, 30)


def test_what_it_comes_from_is_linked_only_where_the_actor_may_see_it(city):
    first = Road(city)
    second = Road(city, about=first.matter.number)
    assert Link.objects.filter(source=second.pk, target=first.pk, kind="related").exists()
    hidden = Road(city)
    Matter.objects.filter(pk=hidden.pk).update(number="S2026-HIDDEN")
    hidden.matter.named.filter(person=city.actor(OFFICER).person).delete()
    with pytest.raises(Exception) as refused:
        Road(city, about="S2026-HIDDEN")
    assert refused.value.code == "unknown_matter"


def test_every_act_in_every_state_is_refused_to_whom_the_table_does_not_name(city):

    road = Road(city)
    roles = (OFFICER, HEAD, COURT, PROCURATORATE, "committee-office.director", "water-bureau.enforcement-officer-1")
    assert checked(city, DAMAGES, road.matter, roles) > 1000
