"""Open days before the public: calendar, one session, booking without an account, what became of it, feeds (24.4)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connections
from django.test import Client
from icalendar import Calendar

from ecoduty.casework.intakes.models import Intake, Mark
from ecoduty.casework.intakes.taking import take_in
from tests.interfaces.portal.complaints.citizen import solve, value_of
from tests.interfaces.portal.test_lists import Reader
from tests.mechanisms.facility_openings.steps import Doors, at

BOOKING = {"name": "林某", "phone": "139 0000-0003", "seats": "2", "organisation": "", "group": ""}
KEPT = re.compile(r"<dt>编号</dt><dd>([^<]+)</dd></div><div><dt>查询码</dt><dd>([^<]+)<")
FOLLOW = "/portal/openings/bookings/"


@pytest.fixture
def doors(planned):
    return Doors(planned, last_opened_on="2027-01-05")


@pytest.fixture
def session(doors):
    return doors.announce(at(2, 27), capacity=3, waiting_limit=2)


class Sender(Reader):
    """Sends with the portal's own connection only."""

    def post(self, *args, **kwargs):
        def refuse(execute, sql, params, many, context):
            raise AssertionError(f"a public page asked the application's database: {sql[:120]}")

        with connections["default"].execute_wrapper(refuse):
            return super().post(*args, **kwargs)


@pytest.fixture
def reader() -> Client:
    return Sender()


def token_of(reader: Client, session) -> str:
    return value_of("token", reader.get(f"/portal/openings/{session.public_id}/").content.decode())


def booked(reader: Client, session, **changes: str) -> tuple[dict[str, str], int]:
    """Number and code, as the next form carries them, and the status; by a browser that proves itself."""
    token = changes.get("token") or token_of(reader, session)
    given = {**BOOKING, "token": token, "proof": "" if "proof" in changes else solve(token), **changes}
    answer = reader.post(f"/portal/openings/{session.public_id}/", given)
    found = KEPT.search(answer.content.decode())
    return ({"number": found[1], "code": found[2]} if found else {}), answer.status_code


@pytest.mark.clause("24.4", page="/portal/openings/")
def test_anybody_reads_when_and_where_and_whether_seats_are_left(doors, session, reader):
    page = reader.get("/portal/openings/").content.decode()
    for words in (
        "2027年2月",
        "2月27日（周六）",
        "09:00—11:00",
        "示例污水处理厂",
        "还有<b>3</b>个名额",
        "城市污水处理设施",
    ):
        assert words in page
    assert "近期没有安排" in reader.get("/portal/openings/?kind=monitoring").content.decode()
    one = reader.get(f"/portal/openings/{session.public_id}/")
    for words in ("进水格栅—生化池—中控室", "穿平底鞋", "普通话、闽南语", "个人一次最多5人"):
        assert words in one.content.decode()
    assert one["Cache-Control"] == "no-store"


@pytest.mark.clause("24.4", page="/portal/openings/bookings/")
def test_a_booking_without_an_account_is_confirmed_cancelled_and_told_by_number_and_code(doors, session, reader):
    kept, status = booked(reader, session)
    assert (len(kept["code"]), status) == (14, 200)

    def ask(**more: str) -> str:
        return reader.post(FOLLOW, {**kept, **more}).content.decode()

    assert "正在确认" in ask()
    take_in()
    page = ask()
    assert "预约成功" in page
    assert "林某" not in page
    assert "已收到取消" in ask(do="cancel")
    take_in()
    assert "您已取消预约，姓名和电话已删除。" in ask()


def test_the_common_page_leads_on_and_a_complaints_number_is_no_booking(doors, session, reader):
    kept, _ = booked(reader, session)
    take_in()
    page = reader.post("/portal/complaints/", kept).content.decode()
    assert "预约成功" in page
    assert f'action="{FOLLOW}"' in page
    assert reader.post("/portal/opinions/comments/", kept).status_code == 404


def test_the_same_form_sent_twice_is_one_booking_and_another_content_is_not_lost(doors, session, reader):
    token = token_of(reader, session)
    first, again = (booked(reader, session, token=token)[0] for _ in range(2))
    assert first == again
    other = reader.post(
        f"/portal/openings/{session.public_id}/", {**BOOKING, "token": token, "seats": "1", "proof": "0"}
    )
    assert other.status_code == 409
    assert first["number"] in other.content.decode()
    assert Intake.objects.count() == 1


def test_feedback_after_the_visit(doors, session, reader, planned):
    kept, _ = booked(reader, session)
    take_in()
    planned.clock.move_to(at(2, 27, 14))
    doors.hold(session)
    page = reader.post(FOLLOW, kept).content.decode()
    assert "这次参观满意吗" in page
    wrong = reader.post(FOLLOW, {**kept, "do": "feedback"})
    assert wrong.status_code == 422
    reader.post(FOLLOW, {**kept, "do": "feedback", "score": "5", "text": "<b>好</b>"})
    take_in()
    assert session.bookings.get().feedback == "<b>好</b>"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "请填写联系人姓名"), ({"phone": "请打我"}, "请填写能接通的电话"), ({"seats": "9"}, "请填写人数，1至3"),
        ({"seats": "-1"}, "请填写人数"), ({"seats": "二"}, "请填写人数"), ({"seats": "1" * 50}, "请填写人数"),
        ({"organisation": "长" * 81, "group": "students"}, "不能超过80个字"), ({"organisation": "示例小学"}, "请选择团体是哪一类"),
        ({"name": "<script>alert(1)</script>" * 3}, "姓名不能超过40个字"), ({"phone": "5550101", "sms": "1"}, "11位手机号码"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(doors, session, reader, changes, words):
    given = {**BOOKING, "token": token_of(reader, session), **changes}
    answer = reader.post(f"/portal/openings/{session.public_id}/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "139 0000-0003" in page or "phone" in changes
    assert "<script>alert" not in page
    assert Intake.objects.count() == 0


def test_without_script_it_takes_a_few_seconds_and_fewer_an_hour(doors, session, reader, planned):
    token = token_of(reader, session)
    assert booked(reader, session, token=token, proof="") == ({}, 429)
    assert booked(reader, session, token="forged", proof="") == ({}, 409)
    assert Intake.objects.count() == 0
    answers = [booked(reader, session, homepage="http://spam")[1] for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert set(Mark.objects.values_list("what", flat=True)) == {"unproved"}


def test_one_address_guesses_so_often(doors, session, reader):
    wrong = {"number": "270221-0000-0000", "code": "0000-0000-0000"}
    assert [reader.post(FOLLOW, wrong).status_code for _ in range(21)] == [404] * 20 + [429]
    page = reader.post(FOLLOW, wrong).content.decode()
    assert "一小时后再查" in page


def test_a_group_books_more_than_one_person_may(doors, session, reader):
    assert booked(reader, session, seats="3", organisation="示例小学", group="students")[1] == 200
    take_in()
    made = session.bookings.get()
    assert (made.organisation, made.group, made.seats) == ("示例小学", "students", 3)


def test_a_session_that_is_over_or_called_off_cannot_be_booked(doors, session, reader, planned):
    token = token_of(reader, session)
    planned.clock.move_to(session.books_until + timedelta(seconds=1))
    assert "已经停止预约" in reader.get(f"/portal/openings/{session.public_id}/").content.decode()
    answer = reader.post(f"/portal/openings/{session.public_id}/", {**BOOKING, "token": token})
    assert "这一场已经停止预约" in answer.content.decode()
    doors.do("cancel_session", {"session": str(session.public_id), "reason": "台风停业"})
    assert "台风停业" in reader.get(f"/portal/openings/{session.public_id}/").content.decode()


def test_the_calendar_feed_and_the_data(doors, session, reader, planned):
    answer = reader.get("/portal/openings.ics")
    event = next(iter(Calendar.from_ical(answer.content).walk("VEVENT")))
    assert event["SUMMARY"] == "示例污水处理厂开放"
    assert event["DTSTART"].dt == session.starts_at
    assert event["STATUS"] == "CONFIRMED"
    again = reader.get("/portal/openings.ics", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    planned.clock.advance(timedelta(seconds=1))
    doors.do("cancel_session", {"session": str(session.public_id), "reason": "台风停业"})
    changed = reader.get("/portal/openings.ics", headers={"If-None-Match": answer["ETag"]})
    assert b"STATUS:CANCELLED" in changed.content
    data = reader.get("/portal/openings.json").json()
    assert data["facilities"][0]["kind"] == "sewage"
    assert (data["sessions"][0]["state"], data["sessions"][0]["reason"]) == ("cancelled", "台风停业")


def test_the_calendar_costs_the_same_for_one_and_for_many(doors, reader, django_assert_max_num_queries):
    for day in range(15, 28):
        doors.announce(at(2, day))
    with django_assert_max_num_queries(9, using="portal"):
        reader.get("/portal/openings/")


def test_the_portals_role_lays_down_and_reads_none(doors, session, reader):
    booked(reader, session)
    with connections["portal"].cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("SELECT sealed FROM intakes_intake")
