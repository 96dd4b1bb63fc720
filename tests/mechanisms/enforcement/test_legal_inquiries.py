"""Written inquiries: both ways, an answer in seven days, one further question, entered for who writes on paper."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Link, Matter
from ecoduty.casework.matters.rules import access_matter
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.enforcement.inquiries.flow import INQUIRIES
from tests.mechanisms.enforcement.cooperation_steps import (
    BUREAU,
    COURT,
    POLICE,
    PROCURATORATE,
    STRANGER,
    Cooperation,
    at,
    question,
)
from tests.mechanisms.who_may import checked

KIND = "legal_inquiry"
ANSWER = {"answer": "一次采样结合暗管现场勘验可以认定，须有采样全过程录像。", "number": "厦检函〔2026〕9号"}


def limits(matter: Matter) -> list[tuple[date, str]]:
    return list(Deadline.objects.filter(matter=matter).order_by("pk").values_list("due_on", "state"))


def test_a_question_is_answered_in_seven_days_over_the_pages(city):
    bureau, prosecutors = city.client(BUREAU), city.client(PROCURATORATE)
    assert bureau.post("/legal-inquiries/new/", question()).status_code == 302
    made = Matter.objects.get(kind=KIND)
    assert (made.holder.key, limits(made)) == (
        "procuratorate",
        [(date(2026, 11, 30), "running")],
    )  # the 29th is a Sunday
    form = prosecutors.get(f"/matters/{made.public_id}/answer_legal_inquiry/").content.decode()
    assert "只有一次采样的" in form
    answered = prosecutors.post(
        f"/matters/{made.public_id}/answer_legal_inquiry/", {"_version": made.version, **ANSWER}
    )
    assert answered.status_code == 302
    seen = bureau.get(f"/matters/{made.public_id}/").content.decode()
    assert ANSWER["number"] in seen
    assert "《环境保护行政执法与刑事司法衔接工作办法》第二十四条" in seen
    assert limits(made)[0][1] == "met"


def test_one_further_question_and_no_third(city):
    room = Cooperation(city)
    made = room.asked()
    room.do(PROCURATORATE, KIND, "answer_legal_inquiry", made.pk, ANSWER)
    room.do(BUREAU, KIND, "follow_up_legal_inquiry", made.pk, {"question": "没有录像的怎么办？"})
    assert [state for _, state in limits(made)] == ["met", "running"]
    room.do(PROCURATORATE, KIND, "answer_legal_inquiry", made.pk, {"answer": "须补充勘验。"})
    third = room.refused(BUREAU, KIND, "follow_up_legal_inquiry", made.pk, {"question": "再问一次可以吗？"})
    assert third.code == "legal_inquiry_followed_up"
    assert not room.do(BUREAU, KIND, "close_legal_inquiry", made.pk).subject.open


def test_the_police_ask_a_department_and_a_court_is_asked(city):
    room = Cooperation(city)
    assert room.asked(POLICE, asked="ecology-bureau").holder.key == "ecology-bureau"
    assert room.asked(POLICE, asked="court").holder.key == "court"
    assert room.asked(COURT, asked="police").legal_inquiry.asker.key == "court"


def test_a_letter_on_paper_counts_from_the_day_it_was_received(city):
    room = Cooperation(city)
    came = question(asker="police", asked="ecology-bureau", received_on="2026-11-17")
    assert room.refused(BUREAU, KIND, "ask_legal_inquiry", data=came).code == "entered_without_scan"
    made = room.do(BUREAU, KIND, "ask_legal_inquiry", data={**came, "scan": room.scan(BUREAU)}).subject
    assert limits(made) == [(date(2026, 11, 24), "running")]
    assert Entry.objects.get(stream=made.stream, act="ask_legal_inquiry").on_behalf_of == "市公安局"
    room.do(BUREAU, KIND, "answer_legal_inquiry", made.pk, ANSWER)
    further = {"question": "补充鉴定由谁委托？"}
    assert room.refused(BUREAU, KIND, "follow_up_legal_inquiry", made.pk, further).code == "entered_without_scan"
    room.do(BUREAU, KIND, "follow_up_legal_inquiry", made.pk, {**further, "scan": room.scan(BUREAU)})
    assert limits(made)[1] == (date(2026, 11, 30), "running")


def test_an_answer_on_paper_is_entered_for_who_gave_it(city):
    room = Cooperation(city)
    made = room.asked()
    assert room.refused(BUREAU, KIND, "answer_legal_inquiry", made.pk, ANSWER).code == "entered_without_scan"
    given = {**ANSWER, "scan": room.scan(BUREAU)}
    city.clock.move_to(at(12, 20))
    room.do(
        BUREAU, KIND, "answer_legal_inquiry", made.pk, given, occurred_at=at(11, 27), reason="复函次周收到，见来函日期"
    )
    entry = Entry.objects.get(stream=made.stream, act="answer_legal_inquiry")
    assert (entry.on_behalf_of, entry.late) == ("市检察院", True)
    assert Deadline.objects.get(matter=made).late is False


@pytest.mark.parametrize(
    ("start", "due"),
    [("2026-02-10", "2026-02-24"), ("2028-02-22", "2028-02-29"), ("2026-09-24", "2026-10-08")],
)
def test_seven_days_roll_over_holidays_and_know_leap_days(city, start, due):
    room = Cooperation(city)
    year, month, day = map(int, start.split("-"))
    if year > 2026:
        city.clock.move_to(at(3, 10, year=year))
    came = question(asker="police", asked="ecology-bureau", received_on=start, scan=room.scan(BUREAU))
    made = room.do(BUREAU, KIND, "ask_legal_inquiry", data=came).subject
    assert limits(made)[0][0].isoformat() == due, (year, month, day)


@pytest.mark.parametrize(
    ("who", "given", "code"),
    [
        (BUREAU, {"asked": "ecology-bureau"}, "asked_oneself"),
        (BUREAU, {"asked": "water-bureau"}, "no_side_of_justice"),
        (BUREAU, {"asked": "government"}, "unknown_body"),
        (BUREAU, {"asker": "government", "asked": "court"}, "unknown_body"),
        (BUREAU, {"asker": "police", "asked": "court"}, "not_a_side"),
        (BUREAU, {"received_on": "2026-11-23"}, "in_future"),
        (BUREAU, {"subject": "短"}, "bad_data"),
        ("government.vice-mayor-ecology", {}, "not_permitted"),
    ],
)
def test_what_cannot_be_asked_is_refused(city, who, given, code):
    room = Cooperation(city)
    if code == "not_a_side":
        given = {**given, "scan": room.scan(who)}
    assert room.refused(who, KIND, "ask_legal_inquiry", data=question(**given)).code == code
    assert not Matter.objects.filter(kind=KIND).exists()


def test_only_the_two_sides_know_and_the_number_leads_nowhere(city):
    room = Cooperation(city)
    made = room.asked()
    for who in (STRANGER, POLICE, "committee-office.director", "government.vice-mayor-ecology"):
        with pytest.raises(Refused) as refused:
            access_matter(city.actor(who), made.public_id)
        assert refused.value.status == 404
    assert not Link.objects.filter(source=made).exists()
    page = city.client(PROCURATORATE).get(f"/matters/{made.public_id}/").content.decode()
    assert "S2026-0A1B2C3D4E" in page


def test_an_identity_number_is_masked_before_anything_is_kept(city):
    number = "110101199003074477"
    made = Cooperation(city).asked(subject=f"某甲{number}的证据", question=f"身份证{number}能否作为主体证据？")
    facts = str(list(Entry.objects.filter(stream=made.stream).values_list("facts", flat=True)))
    assert number not in made.title + made.legal_inquiry.turns.get().question + facts
    assert city.client(BUREAU).get("/inbox/").content.decode().count("身份证号码已遮住") >= 1


def test_every_act_in_every_state_is_refused_to_whom_the_table_does_not_name(city):
    roles = (BUREAU, PROCURATORATE, STRANGER, "committee-office.director", "procuratorate.principal")
    assert checked(city, INQUIRIES, Cooperation(city).asked(), roles) > 80


def test_the_page_costs_a_constant_number_of_queries(city, django_assert_max_num_queries):
    made = Cooperation(city).asked()
    client = city.client(BUREAU)
    client.get(f"/matters/{made.public_id}/")
    with django_assert_max_num_queries(60):
        client.get(f"/matters/{made.public_id}/")
