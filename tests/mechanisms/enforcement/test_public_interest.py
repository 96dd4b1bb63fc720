"""Public interest cases and the supervision of suits (clause 21.1): what must precede a suit, whose act it is, what came of it."""

from __future__ import annotations

import pytest

from ecoduty.casework.matters.models import Link, Matter
from ecoduty.casework.matters.rules import access_matter
from ecoduty.interfaces.desk.parts import parts_of
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.procuratorial.cases.flow import CASES
from ecoduty.mechanisms.enforcement.procuratorial.supervision.flow import SUPERVISIONS
from tests.mechanisms.enforcement.procuratorial_steps import (
    CASE,
    DEMANDS,
    JUDGE,
    OFFICER,
    PERFORMED,
    PROSECUTOR,
    RECOMMENDATION,
    STRANGER,
    SUPERVISION,
    Procuracy,
    at,
    filed,
    limits,
    supervised,
)
from tests.mechanisms.who_may import checked

BUREAU = "ecology-bureau.linkage-officer"
NOTICE = {"published_on": "2026-11-03", "place": "检察日报"}
SUIT = {"court": "court", "sued_on": "2026-12-08", "claims": "判令赔偿修复费用并公开道歉"}
JUDGED = {
    "outcome": "supported",
    "number": "（2026）闽02民初88号",
    "judged_on": "2027-03-01",
    "note": "赔偿修复费用二十万元。",
}
DONE = {"executed_on": "2027-04-01", "execution": "修复费用已入库，河道已修复。"}
FIRST = {"addressee": "water-bureau", "number": "厦检行公建〔2026〕8号", "issued_on": "2026-11-20", "demands": DEMANDS}
SUBMITTED = {"document_number": "厦检民监抗〔2026〕2号", "submitted_on": "2026-09-04"}
ANSWER = {"answer": "retrial", "number": "（2026）闽02民监5号", "answered_on": "2026-10-08"}
RESULT = {"result": "changed", "number": "（2026）闽02民再3号", "result_on": "2026-11-20"}


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


@pytest.mark.clause("21.1", page="/matters/?kind=public_interest_case")
def test_a_civil_case_goes_its_road_on_the_pages(city):
    prosecutors, court = city.client(PROSECUTOR), city.client(JUDGE)
    assert "公益受损情况" in prosecutors.get("/public-interest-cases/new/").content.decode()
    assert prosecutors.post("/public-interest-cases/new/", filed()).status_code == 302
    made = Matter.objects.get(kind=CASE)
    assert court.get(f"/matters/{made.public_id}/").status_code == 404
    assert post(prosecutors, made, "publish_notice", NOTICE).status_code == 302
    early = post(prosecutors, made, "end_notice", {"sued_by": "nobody"}).content.decode()
    assert "12月3日" in early
    city.clock.move_to(at(12, 4))
    assert post(prosecutors, made, "end_notice", {"sued_by": "nobody"}).status_code == 302
    city.clock.move_to(at(12, 8))
    assert post(prosecutors, made, "bring_suit", SUIT).status_code == 302
    suit = Link.objects.get(source=made, target__kind="litigation").target
    assert (suit.holder.key, suit.secrecy) == ("court", "restricted")
    city.clock.move_to(at(4, 2, year=2027))
    assert post(court, made, "register_judgment", JUDGED).status_code == 302
    assert post(prosecutors, made, "register_execution", DONE).status_code == 302
    page = prosecutors.get(f"/matters/{made.public_id}/").content.decode()
    for word in ("支持诉讼请求", "河道已修复", suit.title):
        assert word in page
    assert not Matter.objects.get(pk=made.pk).open
    assert verify_stream(made.stream) is None


@pytest.mark.parametrize(
    ("published", "day", "open_"),
    [
        ("2026-11-03", (12, 3), False),
        ("2026-11-03", (12, 4), True),
        ("2026-11-10", (12, 10), False),
        ("2026-11-10", (12, 11), True),
    ],
)
def test_a_suit_waits_until_the_notice_has_run_thirty_days(city, published, day, open_):
    room = Procuracy(city)
    made = room.case()
    room.do(PROSECUTOR, CASE, "publish_notice", made.pk, {**NOTICE, "published_on": published})
    city.clock.move_to(at(*day, hour=23))
    if open_:
        assert room.do(PROSECUTOR, CASE, "end_notice", made.pk, {"sued_by": "nobody"}).subject.state == "ready"
    else:
        assert room.refused(PROSECUTOR, CASE, "end_notice", made.pk, {"sued_by": "nobody"}).code == "notice_running"


def test_somebody_else_sues_and_the_case_ends(city):
    room = Procuracy(city)
    made = room.case()
    room.do(PROSECUTOR, CASE, "publish_notice", made.pk, NOTICE)
    city.clock.move_to(at(12, 10))
    assert room.refused(PROSECUTOR, CASE, "end_notice", made.pk, {"sued_by": "others"}).code == "plaintiff_missing"
    given = {"sued_by": "others", "note": "某环保组织向市中院起诉"}
    assert room.do(PROSECUTOR, CASE, "end_notice", made.pk, given).subject.state == "ended"


def test_an_administrative_case_goes_over_a_recommendation_to_court(city):
    room = Procuracy(city)
    made = room.case(sort="administrative")
    assert room.refused(PROSECUTOR, CASE, "publish_notice", made.pk, NOTICE).code == "not_a_civil_case"
    room.do(PROSECUTOR, CASE, "recommend_first", made.pk, FIRST)
    letter = Matter.objects.get(kind=RECOMMENDATION)
    assert letter.procuratorial_recommendation.case_id == made.pk
    road = [one.code for one in parts_of(CASE).drawn(Matter.objects.get(pk=made.pk), CASES).states if one.main]
    assert road == ["investigating", "recommended", "ready", "sued", "judged", "executed"]
    assert room.refused(PROSECUTOR, CASE, "conclude_recommendation", made.pk).code == "recommendation_open"
    # Who is asked learns nothing of the case.
    with pytest.raises(Refused):
        access_matter(city.actor(OFFICER), made.public_id)
    page = city.client(OFFICER).get(f"/matters/{letter.public_id}/").content.decode()
    facts = str(list(Entry.objects.filter(stream=letter.stream).values_list("facts", flat=True)))
    for word in (made.number, str(made.public_id), made.title):
        assert word not in page + facts
    room.do(OFFICER, RECOMMENDATION, "acknowledge_recommendation", letter.pk)
    room.filled(letter)
    room.do(
        OFFICER,
        RECOMMENDATION,
        "reply_recommendation",
        letter.pk,
        {"number": "厦水函1号", "letter": room.scan(OFFICER)},
    )
    room.do(PROSECUTOR, RECOMMENDATION, "judge_reply", letter.pk, {"verdict": "not", "opinion": "没有整改。"})
    alone = {"court": "court", "sued_on": "2026-11-22", "claims": "责令履行职责"}
    assert (
        room.refused(PROSECUTOR, RECOMMENDATION, "sue_on_recommendation", letter.pk, alone).code == "sued_from_the_case"
    )
    assert room.do(PROSECUTOR, CASE, "conclude_recommendation", made.pk).subject.state == "ready"
    room.do(PROSECUTOR, CASE, "bring_suit", made.pk, {**SUIT, "sued_on": "2026-11-22"})
    assert Matter.objects.get(pk=letter.pk).state == "sued"
    assert made.links_out.get(target__kind="litigation").target.litigation.agency.key == "water-bureau"


def test_a_body_that_performed_ends_the_case(city):
    room = Procuracy(city)
    made = room.case(sort="administrative")
    assert room.refused(PROSECUTOR, CASE, "recommend_first", room.case().pk, FIRST).code == "not_an_administrative_case"
    room.do(PROSECUTOR, CASE, "recommend_first", made.pk, FIRST)
    letter = Matter.objects.get(kind=RECOMMENDATION)
    room.do(OFFICER, RECOMMENDATION, "acknowledge_recommendation", letter.pk)
    room.filled(letter)
    room.do(
        OFFICER,
        RECOMMENDATION,
        "reply_recommendation",
        letter.pk,
        {"number": "厦水函1号", "letter": room.scan(OFFICER)},
    )
    room.do(PROSECUTOR, RECOMMENDATION, "judge_reply", letter.pk, PERFORMED)
    ended = room.do(PROSECUTOR, CASE, "conclude_recommendation", made.pk).subject
    assert (ended.state, ended.public_interest_case.ended_for) == ("ended", "performed")


def test_procuratorate_and_court_on_paper_are_entered_with_their_papers(city):
    room = Procuracy(city)
    assert room.refused(BUREAU, CASE, "file_public_interest_case", data=filed()).code == "entered_without_scan"
    made = room.case(BUREAU, scan=room.scan(BUREAU, "立案决定书.txt"))
    assert made.holder.key == "procuratorate"
    assert Entry.objects.get(stream=made.stream, act="file_public_interest_case").on_behalf_of == "市检察院"
    assert room.refused(BUREAU, CASE, "publish_notice", made.pk, NOTICE).code == "entered_without_scan"
    room.do(BUREAU, CASE, "publish_notice", made.pk, {**NOTICE, "scan": room.scan(BUREAU)})
    city.clock.move_to(at(12, 8))
    room.do(PROSECUTOR, CASE, "end_notice", made.pk, {"sued_by": "nobody"})
    room.do(PROSECUTOR, CASE, "bring_suit", made.pk, SUIT)
    city.clock.move_to(at(4, 2, year=2027))
    assert room.refused(PROSECUTOR, CASE, "register_judgment", made.pk, JUDGED).code == "entered_without_scan"
    room.do(PROSECUTOR, CASE, "register_judgment", made.pk, {**JUDGED, "scan": room.scan(PROSECUTOR, "判决书.txt")})
    assert Entry.objects.get(stream=made.stream, act="register_judgment").on_behalf_of == "市中院"
    assert made.pieces.count() == 3


@pytest.mark.parametrize(
    ("act", "given", "code"),
    [
        ("bring_suit", {**SUIT, "sued_on": "2026-12-30"}, "day_in_future"),
        ("bring_suit", {**SUIT, "court": "police"}, "unknown_body"),
        ("end_public_interest_case", {"reason": "bored"}, "unknown_choice"),
    ],
)
def test_what_cannot_be_is_refused(city, act, given, code):
    room = Procuracy(city)
    made = room.case()
    room.do(PROSECUTOR, CASE, "publish_notice", made.pk, NOTICE)
    city.clock.move_to(at(12, 10))
    room.do(PROSECUTOR, CASE, "end_notice", made.pk, {"sued_by": "nobody"})
    assert room.refused(PROSECUTOR, CASE, act, made.pk, given).code == code
    if act == "bring_suit":
        room.do(PROSECUTOR, CASE, "bring_suit", made.pk, SUIT)
        before = {**JUDGED, "judged_on": "2026-12-07"}
        assert room.refused(JUDGE, CASE, "register_judgment", made.pk, before).code == "before_suit"
        assert (
            room.refused(JUDGE, CASE, "register_judgment", made.pk, {**JUDGED, "outcome": "won"}).code
            == "unknown_choice"
        )


def test_a_notice_before_the_filing_is_refused(city):
    room = Procuracy(city)
    refused = room.refused(PROSECUTOR, CASE, "publish_notice", room.case().pk, {**NOTICE, "published_on": "2026-11-01"})
    assert refused.code == "before_filing"


@pytest.mark.clause("21.1", page="/matters/?kind=litigation_supervision")
def test_a_protest_is_answered_by_the_court_in_time(city):
    prosecutors, court = city.client(PROSECUTOR), city.client(JUDGE)
    assert prosecutors.post("/litigation-supervision/new/", supervised()).status_code == 302
    made = Matter.objects.get(kind=SUPERVISION)
    assert post(prosecutors, made, "submit_supervision", {**SUBMITTED, "submitted_on": "2026-11-20"}).status_code == 302
    assert limits(made) == [("2026-12-21", "running")]  # the 20th is a Sunday
    assert court.get("/").content.decode().count(made.title) >= 1
    city.clock.move_to(at(12, 15))
    assert post(court, made, "answer_supervision", {**ANSWER, "answered_on": "2026-12-15"}).status_code == 302
    assert limits(made)[0][1] == "met"
    assert post(prosecutors, made, "close_supervision", {**RESULT, "result_on": "2026-12-15"}).status_code == 302
    page = court.get(f"/matters/{made.public_id}/").content.decode()
    assert "改判" in page
    assert "裁定再审" in page


@pytest.mark.parametrize(
    ("sort", "answer", "due"),
    [
        ("protest", "retrial", "2026-10-08"),
        ("retrial", "not-adopted", "2026-12-04"),
        ("execution", "adopted", "2026-12-04"),
    ],
)
def test_each_sort_has_its_own_limit_and_answers(city, sort, answer, due):
    room = Procuracy(city)
    made = room.supervision(sort=sort)
    room.do(PROSECUTOR, SUPERVISION, "submit_supervision", made.pk, SUBMITTED)
    assert limits(made)[0][0] == due
    strange = {**ANSWER, "answer": "corrected"}
    assert room.refused(JUDGE, SUPERVISION, "answer_supervision", made.pk, strange).code == "unknown_choice"
    early = {**ANSWER, "answer": answer, "answered_on": "2026-09-03"}
    assert room.refused(JUDGE, SUPERVISION, "answer_supervision", made.pk, early).code == "out_of_order"
    room.do(JUDGE, SUPERVISION, "answer_supervision", made.pk, {**ANSWER, "answer": answer})


def test_a_court_on_paper_is_entered_and_an_application_may_find_no_support(city):
    room = Procuracy(city)
    made = room.supervision(BUREAU, scan=room.scan(BUREAU))
    room.do(PROSECUTOR, SUPERVISION, "submit_supervision", made.pk, SUBMITTED)
    assert room.refused(PROSECUTOR, SUPERVISION, "answer_supervision", made.pk, ANSWER).code == "entered_without_scan"
    room.do(PROSECUTOR, SUPERVISION, "answer_supervision", made.pk, {**ANSWER, "scan": room.scan(PROSECUTOR)})
    other = room.supervision(docket_number="（2025）闽02民终32号")
    assert (
        room.do(PROSECUTOR, SUPERVISION, "not_support_supervision", other.pk, {"note": "理由不成立"}).subject.open
        is False
    )
    assert (
        room.refused(PROSECUTOR, SUPERVISION, "register_supervision", data=supervised(court="police")).code
        == "unknown_body"
    )
    assert (
        room.refused(PROSECUTOR, SUPERVISION, "register_supervision", data=supervised(source="rumour")).code
        == "unknown_choice"
    )


def test_only_those_named_know(city):
    room = Procuracy(city)
    made, other = room.case(), room.supervision()
    for who in (STRANGER, BUREAU, JUDGE, "committee-office.director", "police.principal"):
        for matter in (made, other):
            with pytest.raises(Refused) as refused:
                access_matter(city.actor(who), matter.public_id)
            assert refused.value.status == 404
    assert access_matter(city.actor("procuratorate.principal"), made.public_id)


def test_every_act_in_every_state_is_refused_to_whom_the_table_does_not_name(city):
    room = Procuracy(city)
    roles = (PROSECUTOR, JUDGE, STRANGER, "committee-office.director", "procuratorate.principal")
    assert checked(city, CASES, room.case(), roles) > 150
    assert checked(city, SUPERVISIONS, room.supervision(), roles) > 150


def test_the_pages_cost_a_constant_number_of_queries(city, django_assert_max_num_queries):
    room = Procuracy(city)
    client = city.client(PROSECUTOR)
    for matter in (room.case(), room.supervision()):
        for tab in ("course", "concerned", "pieces", "named"):
            address = f"/matters/{matter.public_id}/?tab={tab}"
            client.get(address)
            with django_assert_max_num_queries(60):
                client.get(address)
