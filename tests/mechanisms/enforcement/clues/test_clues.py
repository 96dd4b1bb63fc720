"""A clue goes to whoever has the power, comes back with a reason, is checked in time and reported back (clause 18.2)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Link, Matter
from ecoduty.casework.matters.rules import access_matter, visible_to
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.clues.flow import CLUES
from ecoduty.mechanisms.enforcement.pieces.queries import standing
from ecoduty.organisation.accounts.models import Account
from tests.mechanisms.enforcement.clues.steps import HEAD, NOT_FILED, RECEIVER, SEEN, SENDER, Road, refer, refused
from tests.mechanisms.who_may import checked


def due(matter: Matter, key: str) -> Deadline:
    return Deadline.objects.filter(matter=matter, key=key).latest("pk")


def test_a_clue_goes_by_itself_to_the_body_that_has_the_power(city):
    clue = refer(city)
    assert clue.holder.key == "ecology-bureau"
    assert due(clue, "clue.receipt").due_on == date(2026, 11, 24)
    assert Notice.objects.filter(matter=clue, title__startswith="收到线索").exists()
    muck = refer(city, conduct="muck")
    assert muck.holder.key == "urban-enforcement-bureau"


def test_a_body_of_a_district_sends_it_to_the_branch_in_its_district(city):
    clue = refer(city, "haicang-development-reform-bureau.liaison", district="")
    assert clue.holder.key == "haicang-ecology-office"
    assert clue.clue.district.key == "haicang"
    muck = refer(city, "haicang-development-reform-bureau.liaison", conduct="other", district="")
    assert muck.holder.key == "haicang-ecology-office"


def test_a_conduct_that_may_be_anybodys_goes_where_the_directory_says(city):
    assert refer(city, "municipal-gardens-bureau.liaison", conduct="other").holder.key == "urban-enforcement-bureau"
    office = refused(city, "committee-office.clerk", conduct="other")
    assert office.code == "receiver_missing"
    sent = refer(city, "committee-office.clerk", conduct="other", to="water-bureau", reason="河道边发现的")
    assert sent.holder.key == "water-bureau"


def test_elsewhere_than_the_rulebook_says_needs_a_reason(city):
    found = refused(city, to="water-bureau")
    assert (found.code, found.status, found.problems[0].field) == ("reason_missing", 422, "reason")
    assert refer(city, to="water-bureau", reason="排入河道，取水口上游").holder.key == "water-bureau"
    assert refused(city, to="finance-bureau", reason="试一试").code == "receiver_unfit"
    assert refused(city, to="industry-bureau", reason="试一试").code == "receiver_unfit"


def test_a_body_with_a_team_of_its_own_has_to_act_itself(city):
    for who, conduct in (
        ("ecology-bureau.liaison", "discharge"), ("haicang-ecology-office.liaison", "discharge"),
        ("transport-bureau.liaison", "road-transport"), ("transport-bureau.liaison", "other"),
    ):  # fmt: skip
        found = refused(city, who, conduct=conduct)
        assert found.code == "own_power", who
        assert "自己依法查处" in found.sentence
    assert refer(city, "port-authority.liaison").holder.key == "ecology-bureau"  # what is expressly another's power


def test_a_body_outside_the_city_is_written_to(city):
    assert refused(city, conduct="ship").code == "by_letter"
    letter = {"letter_number": "厦工信函〔2026〕8号", "letter_on": "2026-11-21"}
    assert refused(city, act="refer_clue_by_letter", **letter).code == "not_by_letter"
    early = {**letter, "letter_on": "2026-11-19"}
    assert refused(city, act="refer_clue_by_letter", conduct="ship", **early).code == "letter_too_early"
    late = {**letter, "letter_on": "2026-11-23"}
    assert refused(city, act="refer_clue_by_letter", conduct="ship", **late).code == "day_in_future"
    data = {**SEEN, **letter, "conduct": "ship"}
    clue = perform(CLUES, "refer_clue_by_letter", actor=city.actor(SENDER), data=data).subject
    assert (clue.clue.addressee, clue.holder.key, clue.state) == ("海事管理机构", "industry-bureau", "lettered")
    reply = {"replied_on": "2026-11-20", "text": "已立案"}
    with pytest.raises(Refused) as found:
        perform(CLUES, "record_letter_reply", clue.pk, actor=city.actor(SENDER), data=reply)
    assert found.value.code == "reply_too_early"
    perform(CLUES, "record_letter_reply", clue.pk, actor=city.actor(SENDER), data={**reply, "replied_on": "2026-11-22"})
    assert not Matter.objects.get(pk=clue.pk).open
    assert due(clue, "clue.letter-reply").state == "met"


def test_the_whole_road_with_its_clocks(city):
    road = Road(city)
    road.do(RECEIVER, "sign_for_clue")
    filing = due(road.matter, "clue.check")
    assert (filing.rule, filing.due_on) == ("administrative-penalty.filing", date(2026, 12, 7))
    road.do(RECEIVER, "accept_clue")
    assert {row.state for row in Deadline.objects.filter(matter=road.pk).exclude(pk=filing.pk)} == {"met"}
    road.do(RECEIVER, "conclude_clue", NOT_FILED)
    road.do(RECEIVER, "report_back_clue", {"text": "经核查不予立案，理由同上。"})
    assert (road.state, road.matter.open) == ("reported", False)
    assert not Deadline.objects.filter(matter=road.pk, state="running").exists()
    told = Notice.objects.filter(matter=road.pk, title__startswith="线索核查结果")
    assert city.actor(SENDER).person in set(told.values_list("person", flat=True))
    assert verify_stream(road.matter.stream) is None


def test_others_than_ecology_bodies_go_by_the_platforms_days(city):
    muck = refer(city, conduct="muck")
    perform(CLUES, "sign_for_clue", muck.pk, actor=city.actor("urban-enforcement-bureau.linkage-officer"))
    assert due(muck, "clue.check").rule == "clue.check"
    odd = refer(city, conduct="muck", to="ecology-bureau", reason="倾倒物疑为危险废物")
    perform(CLUES, "sign_for_clue", odd.pk, actor=city.actor(RECEIVER))
    assert due(odd, "clue.check").rule == "clue.check"  # the fifteen days are the field's, not the house's


def test_the_head_extends_the_filing_once_and_no_further_than_the_rule(city):
    road = Road(city)
    road.to_accepted()
    row = due(road.matter, "clue.check")
    given = {"deadline": row.pk, "until": "2026-12-22", "reason": "须等监测报告", "authority": "局负责人批准"}
    assert road.refused(RECEIVER, "extend_clue_filing", given).code == "not_permitted"
    assert road.refused(HEAD, "extend_clue_filing", {**given, "until": "2026-12-23"}).code == "extension_too_long"
    road.do(HEAD, "extend_clue_filing", given)
    assert due(road.matter, "clue.check").due_on == date(2026, 12, 22)
    assert road.refused(HEAD, "extend_clue_filing", {**given, "until": "2026-12-22"}).code != ""
    assert road.refused(SENDER, "extend_deadline", given).code == "unknown_act"


def test_late_entry_counts_from_when_it_happened(city):
    road = Road(city)
    city.clock.move_to(datetime(2026, 11, 30, 10, 0, tzinfo=SHANGHAI))
    signed = datetime(2026, 11, 24, 16, 0, tzinfo=SHANGHAI)
    road.do(RECEIVER, "sign_for_clue", occurred_at=signed, reason="收文登记簿第12号，今日补录")
    assert due(road.matter, "clue.receipt").state == "met"
    assert due(road.matter, "clue.check").due_on == date(2026, 12, 9)


def test_given_back_with_where_it_belongs_and_sent_on(city):
    road = Road(city)
    reason = {"reason": "排水口属市政管网，归城管部门"}
    assert road.refused(RECEIVER, "return_clue", reason).code == "belongs_missing"
    assert road.refused(RECEIVER, "return_clue", {**reason, "belongs_to": "ecology-bureau"}).code == "unknown_choice"
    assert road.refused(RECEIVER, "return_clue", {**reason, "belongs_to": "nobody"}).code == "unknown_choice"
    road.do(RECEIVER, "return_clue", {**reason, "belongs_to": "urban-enforcement-bureau"})
    row = due(road.matter, "clue.resending")
    assert row.holder.key == "industry-bureau"
    assert road.refused(SENDER, "resend_clue", {"to": "ecology-bureau"}).code == "receiver_again"
    road.do(SENDER, "resend_clue", {"to": "urban-enforcement-bureau"})
    assert road.matter.holder.key == "urban-enforcement-bureau"
    assert due(road.matter, "clue.receipt").state == "running"
    with pytest.raises(Refused) as gone:  # who gave it back has nothing more to do with it
        access_matter(city.actor(RECEIVER), road.matter.public_id)
    assert gone.value.status == 404


def test_given_back_it_may_be_settled_with_a_reason(city):
    road = Road(city)
    road.do(RECEIVER, "return_clue", {"reason": "不在本市管辖范围", "belongs_elsewhere": "某市生态环境局"})
    road.do(SENDER, "settle_clue", {"note": "已电话告知某市"})
    assert not road.matter.open


def test_only_before_it_is_signed_for_it_can_be_withdrawn(city):
    road = Road(city)
    road.do(SENDER, "withdraw_clue", {"note": "重复转送"})
    assert road.state == "withdrawn"
    other = Road(city)
    other.do(RECEIVER, "sign_for_clue")
    assert other.refused(SENDER, "withdraw_clue", {"note": "重复转送"}).code == "wrong_state"


def test_the_conclusion_passes_it_on_at_once(city):
    road = Road(city)
    road.to_accepted()
    outcome = {"outcome": "passed_on", "reason": "系渣土车倾倒，归市执法局"}
    assert road.refused(RECEIVER, "conclude_clue", outcome).code == "passed_on_where"
    assert road.refused(RECEIVER, "conclude_clue", {**NOT_FILED, "to": "water-bureau"}).code == "not_passed_on"
    assert road.refused(RECEIVER, "conclude_clue", {**outcome, "to": "ecology-bureau"}).code == "receiver_unfit"
    road.do(RECEIVER, "conclude_clue", {**outcome, "to": "urban-enforcement-bureau"})
    passed = Link.objects.get(source=road.pk, kind="origin").target
    assert (passed.kind, passed.holder.key, passed.state) == ("clue", "urban-enforcement-bureau", "sent")
    assert passed.clue.sender.key == "ecology-bureau"
    assert passed.clue.text == SEEN["text"]


def test_filing_opens_a_case_with_the_facts_and_pieces_and_tells_the_sender_only_that(city):
    road = Road(city)
    file = storage.store(
        storage.Content("现场.pdf", b"%PDF-1.4\n%%EOF\n"),
        owner=storage.upload_owner(city.account(SENDER).pk), account=city.account(SENDER).pk,
    )  # fmt: skip
    road.do(SENDER, "add_clue_evidence", {"name": "现场记录", "file": str(file.public_id)})
    road.to_accepted()
    road.do(RECEIVER, "conclude_clue", {"outcome": "filed", "reason": "雨水口排出物超标，已采样"})
    case = Link.objects.get(source=road.pk, kind="origin").target
    assert (case.kind, case.secrecy, case.holder.key) == ("administrative_case", "restricted", "ecology-bureau")
    piece = standing(case)[0]
    assert (piece.title, piece.file.sm3, piece.file.owner) == ("现场记录", file.sm3, case.stream)
    assert case.title == "甲公司涉嫌违法排放废水、废气、噪声案"
    facts = str([entry.facts for entry in Entry.objects.filter(stream=road.matter.stream)])
    page = city.client(SENDER).get(f"/matters/{road.matter.public_id}/?tab=outcome").content.decode()
    assert "立案" in page
    for text in (facts, page):
        assert case.number not in text
        assert str(case.public_id) not in text


def test_nobody_passes_on_a_clue_that_is_not_in_his_hands(city):
    road = Road(city)
    data = {**SEEN, "former": road.pk, "to": "urban-enforcement-bureau", "reason": "归市执法局"}
    for who in ("water-bureau.liaison", SENDER):
        with pytest.raises(Refused) as found:
            perform(CLUES, "pass_on_clue", actor=city.actor(who), data=data)
        assert found.value.status == 404


def test_the_sender_objects_once_and_is_answered(city):
    road = Road(city)
    road.to_reported()
    text = {"text": "采样不在排放时段，请择时再查：值班记录可证。"}
    assert road.refused(RECEIVER, "object_to_clue_report", text).code == "not_permitted"
    road.do(SENDER, "object_to_clue_report", text)
    assert road.matter.open
    assert road.refused(RECEIVER, "answer_clue_objection", {"again": "no", "text": "维持结论"}).code == "not_permitted"
    road.do(HEAD, "answer_clue_objection", {"again": "yes", "text": "夜间另行采样"})
    assert (road.state, due(road.matter, "clue.check").state) == ("accepted", "running")
    road.do(RECEIVER, "conclude_clue", NOT_FILED)
    road.do(RECEIVER, "report_back_clue", {"text": "夜间采样仍未超标，不予立案。"})
    assert road.refused(SENDER, "object_to_clue_report", text).code == "clue_objected_already"


def test_an_objection_is_made_in_time(city):
    road = Road(city)
    road.to_reported()
    text = {"text": "采样不在排放时段，请择时再查：值班记录可证。"}
    city.clock.move_to(datetime(2026, 12, 5, 10, 0, tzinfo=SHANGHAI))
    assert road.refused(SENDER, "object_to_clue_report", text).code == "clue_objection_over"
    city.clock.move_to(datetime(2026, 12, 4, 23, 0, tzinfo=SHANGHAI))
    road.do(SENDER, "object_to_clue_report", text)


def test_an_upheld_outcome_stays_reported(city):
    road = Road(city)
    road.to_reported()
    road.do(SENDER, "object_to_clue_report", {"text": "采样不在排放时段，请择时再查。"})
    road.do(HEAD, "answer_clue_objection", {"again": "no", "text": "已调取在线数据，维持结论"})
    assert (road.state, road.matter.open) == ("reported", False)
    assert not Deadline.objects.filter(matter=road.pk, state="running").exists()


def test_what_is_entered_has_to_be_possible(city):
    assert refused(city, seen_on="2026-11-23").code == "day_in_future"
    assert refused(city, conduct="nothing").code == "unknown_choice"
    assert refused(city, district="nowhere").code == "unknown_choice"
    assert refused(city, about="2026-0000000").code == "about_unknown"
    assert refused(city, text="太短").code == "bad_data"
    assert refused(city, suspect="甲" * 201).code == "bad_data"
    assert len(refer(city, suspect="甲" * 200).title) <= 300


def test_an_identity_number_is_masked_in_title_text_and_ledger(city):
    number = "11010519491231002X"
    clue = refer(city, suspect=f"某人{number}", text=f"看到某人（{number}）在河边倾倒废液，桶上有标签。")
    kept = Matter.objects.select_related("clue").get(pk=clue.pk)
    facts = str([entry.facts for entry in Entry.objects.filter(stream=kept.stream)])
    for text in (kept.title, kept.clue.text, kept.clue.suspect, facts):
        assert number not in text
    assert Notice.objects.filter(matter=clue, person=city.actor(SENDER).person).exists()


def test_a_clue_is_known_to_its_two_sides_only(city):
    clue = refer(city)
    for who in (SENDER, RECEIVER, "ecology-bureau.principal"):
        assert Matter.objects.filter(visible_to(city.actor(who)), pk=clue.pk).exists()
    for who in ("committee-office.director", "water-bureau.principal", "haicang-committee-office.director"):
        assert not Matter.objects.filter(visible_to(city.actor(who)), pk=clue.pk).exists()
        with pytest.raises(Refused) as found:
            access_matter(city.actor(who), clue.public_id)
        assert found.value.status == 404


def told(matter: Matter, since: datetime) -> set[str]:
    rows = Notice.objects.filter(matter=matter, kind="reminder", created_at__gte=since).select_related("person")
    return {account.username for row in rows for account in Account.objects.filter(person=row.person_id)}


def test_reminders_go_to_whoever_owes_the_step_and_to_nobody_outside(city):
    road = Road(city)
    for moment in (datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI), datetime(2026, 11, 25, 9, 0, tzinfo=SHANGHAI)):
        city.clock.move_to(moment)
        sweep()
    late = told(road.matter, datetime(2026, 11, 25, 0, 0, tzinfo=SHANGHAI))
    assert {"ecology-bureau.deputy", "ecology-bureau.principal", "ecology-bureau.liaison"} <= late
    assert RECEIVER in told(road.matter, datetime(2026, 11, 22, 0, 0, tzinfo=SHANGHAI))
    assert {name.partition(".")[0] for name in late} == {"ecology-bureau"}
    road.do(RECEIVER, "return_clue", {"reason": "不在本市管辖范围", "belongs_elsewhere": "某市生态环境局"})
    city.clock.move_to(datetime(2026, 12, 1, 9, 0, tzinfo=SHANGHAI))
    sweep()
    late = told(road.matter, datetime(2026, 12, 1, 0, 0, tzinfo=SHANGHAI))
    assert {name.partition(".")[0] for name in late} == {"industry-bureau"}


def test_every_act_in_every_state_is_refused_to_whom_the_table_does_not_name(city):
    clue = refer(city)
    roles = (
        SENDER,
        RECEIVER,
        HEAD,
        "ecology-bureau.legal-reviewer",
        "committee-office.director",
        "water-bureau.liaison",
    )
    assert checked(city, CLUES, clue, roles) > 200
