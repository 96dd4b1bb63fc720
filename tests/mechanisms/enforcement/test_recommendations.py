"""Procuratorial recommendations (clause 21.1): the day of receipt counts, every demand is answered with evidence, then judged."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.documents import texts
from ecoduty.casework.escalation import sweep
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Link, Matter, NamedAccess
from ecoduty.casework.matters.rules import access_matter
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.procuratorial.recommendations.flow import RECOMMENDATIONS
from tests.mechanisms.enforcement.procuratorial_steps import (
    DEMANDS,
    HEAD,
    MEASURE,
    OFFICER,
    PERFORMED,
    PROSECUTOR,
    REPLY,
    STRANGER,
    Procuracy,
    at,
    letter,
    limits,
)
from tests.mechanisms.enforcement.procuratorial_steps import RECOMMENDATION as KIND
from tests.mechanisms.who_may import checked

REPLY_LIMIT, FOLLOW_UP = "public-interest.recommendation-reply", "public-interest.follow-up"


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


@pytest.mark.clause("21.1", page="/matters/?kind=procuratorial_recommendation")
def test_a_recommendation_is_issued_answered_and_judged_on_the_pages(city):
    prosecutors, bureau = city.client(PROSECUTOR), city.client(OFFICER)
    form = prosecutors.get("/recommendations/new/").content.decode()
    assert "一行一项" in form
    assert prosecutors.post("/recommendations/new/", letter(demands="\n".join(DEMANDS))).status_code == 302
    made = Matter.objects.get(kind=KIND)
    assert (made.holder.key, made.secrecy) == ("water-bureau", "restricted")
    assert post(bureau, made, "acknowledge_recommendation").status_code == 302
    assert limits(made, REPLY_LIMIT) == [("2027-01-22", "running")]
    early = post(bureau, made, "reply_recommendation", REPLY)
    assert "第1项没有整改情况；第2项没有整改情况" in early.content.decode()
    for demand in made.procuratorial_recommendation.demands.all():
        photo = SimpleUploadedFile("封堵照片.txt", "照片".encode())
        given = {**MEASURE, "demand": demand.pk, "evidence_note": "", "evidence": photo}
        assert post(bureau, made, "add_measure", given).status_code == 302
    paper = SimpleUploadedFile("回复函.txt", "盖章的回复函".encode())
    assert post(bureau, made, "reply_recommendation", {**REPLY, "letter": paper}).status_code == 302
    page = prosecutors.get(f"/matters/{made.public_id}/?tab=rectification").content.decode()
    for word in (DEMANDS[0], MEASURE["text"], "封堵照片.txt"):
        assert word in page
    assert post(prosecutors, made, "judge_reply", PERFORMED).status_code == 302
    assert limits(made, REPLY_LIMIT)[0][1] == "met"
    assert limits(made, FOLLOW_UP) == [("2027-02-22", "running")]
    assert post(bureau, made, "compose_statement").status_code == 302
    text = "".join(texts.text_of(texts.current(texts.main_document(made))).values())
    assert "三个排口已封堵" in text
    assert "厦水函〔2026〕31号书面回复" in text
    city.clock.move_to(at(2, 20, year=2027))
    assert post(prosecutors, made, "look_back_recommendation", PERFORMED).status_code == 302
    assert not Matter.objects.get(pk=made.pk).open
    assert verify_stream(made.stream) is None


@pytest.mark.parametrize(
    ("received", "urgent", "due"),
    [
        ("2026-11-17", False, "2027-01-17"),
        ("2026-11-17", True, "2026-12-02"),
        ("2026-12-31", False, "2027-02-28"),
        ("2027-12-29", False, "2028-02-29"),
        ("2028-02-20", True, "2028-03-06"),
    ],
)
def test_the_reply_counts_from_the_day_of_receipt(city, received, urgent, due):
    room = Procuracy(city)
    city.clock.move_to(at(11, 22) if received < "2026-11-22" else at(3, 1, year=2028))
    given = {key: value for key, value in letter(issued_on="2026-11-16").items() if key != "addressee"}
    given |= {"procuratorate": "procuratorate", "received_on": received, "urgent": urgent, "scan": room.scan(OFFICER)}
    made = room.do(OFFICER, KIND, "register_recommendation", data=given).subject
    assert limits(made, REPLY_LIMIT)[0][0] == due


def test_one_that_came_on_paper_is_registered_with_the_scan(city):
    room = Procuracy(city)
    given = {key: value for key, value in letter().items() if key != "addressee"}
    given |= {"procuratorate": "procuratorate", "received_on": "2026-11-21"}
    assert room.refused(OFFICER, KIND, "register_recommendation", data=given).code == "entered_without_scan"
    given["scan"] = room.scan(OFFICER)
    made = room.do(OFFICER, KIND, "register_recommendation", data=given).subject
    assert made.state == "received"
    assert Entry.objects.get(stream=made.stream, act="register_recommendation").on_behalf_of == "市检察院"
    assert (
        room.refused(OFFICER, KIND, "register_recommendation", data={**given, "scan": room.scan(OFFICER)}).code
        == "recommendation_twice"
    )
    room.filled(made)
    room.do(OFFICER, KIND, "reply_recommendation", made.pk, {**REPLY, "letter": room.scan(OFFICER)})
    assert room.refused(OFFICER, KIND, "judge_reply", made.pk, PERFORMED).code == "entered_without_scan"
    room.do(OFFICER, KIND, "judge_reply", made.pk, {**PERFORMED, "scan": room.scan(OFFICER)})
    assert made.pieces.count() == 2


def test_what_the_procuratorate_does_here_it_does_itself(city):
    room = Procuracy(city)
    made = room.replied()
    given = {**PERFORMED, "scan": room.scan(OFFICER)}
    assert room.refused(OFFICER, KIND, "judge_reply", made.pk, given).code == "procuratorate_works_here"
    assert (
        room.refused(OFFICER, KIND, "withdraw_recommendation", made.pk, {"note": "撤回"}).code
        == "procuratorate_works_here"
    )
    page = city.client(OFFICER).get(f"/matters/{made.public_id}/").content.decode()
    assert f"/matters/{made.public_id}/withdraw_recommendation/" not in page


def test_a_body_on_paper_is_entered_by_the_procuratorate(city):
    room = Procuracy(city)
    made = room.issued()
    assert room.refused(PROSECUTOR, KIND, "acknowledge_recommendation", made.pk).code == "entered_without_scan"
    receipt = {"received_on": "2026-11-21", "scan": room.scan(PROSECUTOR, "送达回证.txt")}
    room.do(PROSECUTOR, KIND, "acknowledge_recommendation", made.pk, receipt)
    assert limits(made, REPLY_LIMIT) == [("2027-01-21", "running")]
    room.do(PROSECUTOR, KIND, "reply_recommendation", made.pk, {**REPLY, "scan": room.scan(PROSECUTOR)})
    assert made.procuratorial_recommendation.replies.get().on_paper


@pytest.mark.parametrize(
    ("received", "code"),
    [("2026-11-23", "day_in_future"), ("2026-11-19", "received_before_issued"), ("2026-02-30", "bad_data")],
)
def test_a_day_of_receipt_that_cannot_be_is_refused(city, received, code):
    room = Procuracy(city)
    made = room.issued()
    refused = room.refused(OFFICER, KIND, "acknowledge_recommendation", made.pk, {"received_on": received})
    assert refused.code == code


@pytest.mark.parametrize(
    ("who", "given", "code"),
    [
        ("water-bureau.principal", {}, "not_a_procuratorate"),
        (PROSECUTOR, {"addressee": "government"}, "unknown_body"),
        (PROSECUTOR, {"issued_on": "2026-11-23"}, "day_in_future"),
        (PROSECUTOR, {"demands": []}, "bad_data"),
        (PROSECUTOR, {"case": 4711}, "not_found"),
    ],
)
def test_what_cannot_be_recommended_is_refused(city, who, given, code):
    assert Procuracy(city).refused(who, KIND, "issue_recommendation", data=letter(**given)).code == code
    assert not Matter.objects.filter(kind=KIND).exists()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"evidence_note": ""}, "evidence_missing"),
        ({"on": "2026-11-23"}, "day_in_future"),
        ({"progress": "under_way", "on": "2026-11-21"}, "day_in_past"),
        ({"demand": 0}, "unknown_choice"),
    ],
)
def test_a_measure_needs_its_day_and_evidence(city, given, code):
    room = Procuracy(city)
    made = room.received()
    demand = made.procuratorial_recommendation.demands.first().pk
    assert room.refused(OFFICER, KIND, "add_measure", made.pk, {**MEASURE, "demand": demand, **given}).code == code


def test_a_reply_needs_every_demand_and_its_letter(city):
    room = Procuracy(city)
    made = room.received()
    first, second = made.procuratorial_recommendation.demands.all()
    room.do(OFFICER, KIND, "add_measure", made.pk, {**MEASURE, "demand": first.pk})
    lacking = room.refused(OFFICER, KIND, "reply_recommendation", made.pk, {**REPLY, "letter": room.scan(OFFICER)})
    assert (lacking.code, "第2项" in lacking.sentence, "第1项" in lacking.sentence) == ("reply_incomplete", True, False)
    room.do(
        OFFICER,
        KIND,
        "add_measure",
        made.pk,
        {**MEASURE, "demand": second.pk, "progress": "under_way", "on": "2027-03-01"},
    )
    assert room.refused(OFFICER, KIND, "reply_recommendation", made.pk, REPLY).code == "letter_missing"
    measure = first.measures.get()
    room.do(OFFICER, KIND, "take_out_measure", made.pk, {"measure": measure.pk})
    assert room.refused(OFFICER, KIND, "take_out_measure", made.pk, {"measure": measure.pk}).code == "unknown_choice"
    assert room.refused(OFFICER, KIND, "reply_recommendation", made.pk, REPLY).code == "reply_incomplete"


def test_part_performance_has_a_day_of_its_own_and_a_second_reply(city):
    room = Procuracy(city)
    made = room.replied()
    asked = {"verdict": "partly", "opinion": "台账没有建立。"}
    assert room.refused(PROSECUTOR, KIND, "judge_reply", made.pk, asked).code == "supplement_day_missing"
    assert (
        room.refused(PROSECUTOR, KIND, "judge_reply", made.pk, {**asked, "supplement_by": "2026-11-22"}).code
        == "day_in_past"
    )
    room.do(PROSECUTOR, KIND, "judge_reply", made.pk, {**asked, "supplement_by": "2026-12-15"})
    assert limits(made, "public-interest.supplementary-reply") == [("2026-12-15", "running")]
    assert limits(made, FOLLOW_UP) == []
    room.do(
        OFFICER,
        KIND,
        "reply_recommendation",
        made.pk,
        {**REPLY, "number": "厦水函〔2026〕40号", "letter": room.scan(OFFICER)},
    )
    room.do(PROSECUTOR, KIND, "judge_reply", made.pk, PERFORMED)
    assert Matter.objects.get(pk=made.pk).state == "looking_back"
    room.do(PROSECUTOR, KIND, "look_back_recommendation", made.pk, {**asked, "supplement_by": "2026-12-30"})
    assert Matter.objects.get(pk=made.pk).state == "supplement"
    assert [state for _, state in limits(made, "public-interest.supplementary-reply")] == ["met", "running"]


def test_not_performed_leads_to_a_suit_before_the_court(city):
    room = Procuracy(city)
    made = room.judged("not")
    assert made.state == "to_sue"
    given = {"court": "court", "sued_on": "2026-11-22", "claims": "确认不履行监管职责违法并责令履行"}
    assert (
        room.refused(PROSECUTOR, KIND, "sue_on_recommendation", made.pk, {**given, "court": "police"}).code
        == "unknown_body"
    )
    assert (
        room.refused(PROSECUTOR, KIND, "sue_on_recommendation", made.pk, {**given, "sued_on": "2026-11-23"}).code
        == "day_in_future"
    )
    done = room.do(PROSECUTOR, KIND, "sue_on_recommendation", made.pk, given).subject
    suit = Link.objects.get(source=made, target__kind="litigation").target
    assert (done.state, done.open, suit.holder.key) == ("sued", False, "court")


def test_without_a_reply_a_suit_follows_only_after_the_day(city):
    room = Procuracy(city)
    made = room.received(urgent=True)
    assert room.refused(PROSECUTOR, KIND, "no_reply", made.pk).code == "reply_not_overdue"
    city.clock.move_to(at(12, 8))
    sweep.sweep()
    assert Matter.objects.get(pk=made.pk).first_missed_at is not None
    room.do(PROSECUTOR, KIND, "no_reply", made.pk)
    room.filled(made)
    late = room.do(OFFICER, KIND, "reply_recommendation", made.pk, {**REPLY, "letter": room.scan(OFFICER)}).subject
    assert late.state == "replied"
    assert limits(made, REPLY_LIMIT)[0][1] == "met"


def test_only_those_named_know_and_notices_say_nothing(city):
    room = Procuracy(city)
    made = room.replied()
    for who in (
        STRANGER,
        "committee-office.director",
        "government.vice-mayor-agriculture",
        "water-bureau.legal-reviewer",
    ):
        if who == "water-bureau.legal-reviewer":
            access_matter(city.actor(who), made.public_id)
            continue
        with pytest.raises(Refused) as refused:
            access_matter(city.actor(who), made.public_id)
        assert refused.value.status == 404
        assert made.title not in city.client(who).get("/matters/?state=all").content.decode()
    told = Notice.objects.filter(matter=made)
    assert told.exists()
    assert not [one for one in told if "检察" in one.title + one.text or "排洪沟" in one.title + one.text]


def test_a_body_without_linkage_officer_handles_it_by_its_liaison(city):
    room = Procuracy(city)
    made = room.issued(addressee="justice-bureau")
    named = set(NamedAccess.objects.filter(matter=made).values_list("person", flat=True))
    assert {city.actor(f"justice-bureau.{post}").person for post in ("principal", "deputy", "liaison")} <= named
    room.do("justice-bureau.liaison", KIND, "acknowledge_recommendation", made.pk)


def test_an_identity_number_in_a_demand_is_masked(city):
    number = "110101199003074477"
    made = Procuracy(city).issued(subject=f"某甲{number}倾倒", demands=[f"查处某甲（{number}）的行为"])
    facts = str(list(Entry.objects.filter(stream=made.stream).values_list("facts", flat=True)))
    assert number not in made.title + made.procuratorial_recommendation.demands.get().text + facts


def test_every_act_in_every_state_is_refused_to_whom_the_table_does_not_name(city):
    roles = (PROSECUTOR, OFFICER, HEAD, STRANGER, "committee-office.director")
    assert checked(city, RECOMMENDATIONS, Procuracy(city).replied(), roles) > 200


def test_the_pages_cost_a_constant_number_of_queries(city, django_assert_max_num_queries):
    made = Procuracy(city).replied(demands=[f"第{order}项要求整改到位" for order in range(1, 13)])
    client = city.client(OFFICER)
    for tab in ("letter", "rectification", "judged", "paper", "pieces", "named"):
        address = f"/matters/{made.public_id}/?tab={tab}"
        client.get(address)
        with django_assert_max_num_queries(65):
            client.get(address)
