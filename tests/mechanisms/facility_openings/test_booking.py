"""Bookings: taken in once, the last seat given once, given back and passed on, forgotten by rule."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections

from ecoduty.casework.intakes import standing as public
from ecoduty.casework.intakes import taking, texts
from ecoduty.casework.intakes.models import Intake, PublicStanding
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.casework.publications.models import PublishedSession
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.facility_openings.contacts import code_of, contact_of
from ecoduty.mechanisms.facility_openings.models import Booking
from ecoduty.mechanisms.facility_openings.tasks import erase_due
from tests.mechanisms.facility_openings.steps import Doors, asked, at, said, standing


@pytest.fixture
def doors(city):
    return Doors(city)


def test_a_booking_is_taken_in_and_answers_to_its_code(doors):
    session = doors.announce(capacity=3)
    request = asked(session, 2)
    assert taking.take_in() == 1
    assert standing(request) == ("confirmed", "")
    shown = PublishedSession.objects.get(pk=session.public_id)
    assert (shown.taken, shown.left) == (2, 1)
    assert taking.take_in() == 0


def test_who_booked_stands_sealed_in_one_place_and_in_no_entry(doors):
    request = asked(doors.announce(), 2)
    taking.take_in()
    intake = Intake.objects.get(reference=request.reference)
    assert (intake.sealed, intake.content) == ("", {})
    booking = Booking.objects.get(reference=request.reference)
    assert "13900000001" not in booking.contact
    assert contact_of(booking) == ("陈某", "13900000001")
    entries = repr(list(Entry.objects.filter(stream=doors.matter.stream).values()))
    assert "陈某" not in entries
    assert "13900000001" not in entries


def test_what_does_not_fit_waits_and_moves_up_in_the_order_it_came(doors):
    session = doors.announce(capacity=4, waiting_limit=4)
    first, second, third, fourth = (asked(session, seats, f"1390000000{n}") for n, seats in enumerate((3, 2, 1, 2)))
    taking.take_in()
    assert [standing(one)[0] for one in (first, second, third, fourth)] == [
        "confirmed",
        "waiting",
        "waiting",
        "refused",
    ]
    said(first, IntakeKind.CANCELLATION)
    taking.take_in()
    assert standing(first) == ("cancelled", "您已取消预约，姓名和电话已删除。")
    assert [standing(one) for one in (second, third)] == [("confirmed", "候补成功。")] * 2
    session.refresh_from_db()
    assert (session.taken, session.waiting) == (3, 0)
    assert Booking.objects.get(reference=first.reference).contact == ""


@pytest.mark.parametrize(
    ("seats", "more", "words"),
    [
        (6, {}, "个人一次最多预约5人"), (11, {"organisation": "示例小学"}, "最多接待10人"), (10, {"organisation": "示例小学"}, ""),
    ],
)  # fmt: skip
def test_a_group_may_take_them_all_and_one_person_a_few(doors, seats, more, words):
    request = asked(doors.announce(), seats, **more)
    taking.take_in()
    state, sentence = standing(request)
    assert words in sentence
    assert state == ("refused" if words else "confirmed")


def test_one_telephone_books_a_session_once(doors):
    session = doors.announce()
    first, again, other = asked(session, 1), asked(session, 1), asked(session, 1, "13900000002")
    taking.take_in()
    assert [standing(one)[0] for one in (first, again, other)] == ["confirmed", "refused", "confirmed"]


def test_a_session_called_off_tells_everybody_why(doors):
    session = doors.announce()
    request = asked(session, 2)
    taking.take_in()
    doors.do("cancel_session", {"session": str(session.public_id), "reason": "台风停业"})
    assert standing(request) == ("cancelled", "这一场取消了：台风停业")
    late = asked(session, 1, "13900000002")
    taking.take_in()
    assert standing(late) == ("refused", "这一场已经停止预约。")


def test_booking_ends_a_day_before_and_feedback_comes_after(doors, city):
    session = doors.announce()
    request = asked(session, 2)
    said(request, IntakeKind.FEEDBACK, score=5, text="还没去")
    taking.take_in()
    assert Booking.objects.get(reference=request.reference).score is None
    assert not Intake.objects.exclude(state="taken").exists()
    city.clock.move_to(session.books_until + timedelta(minutes=1))
    late = asked(session, 1, "13900000002")
    taking.take_in()
    assert standing(late)[0] == "refused"
    city.clock.move_to(at(12, 12, 15))
    doors.hold(session)
    said(request, IntakeKind.FEEDBACK, score=4, text="讲解清楚")
    taking.take_in()
    booking = Booking.objects.get(reference=request.reference)
    assert (booking.score, booking.feedback) == (4, "讲解清楚")
    assert standing(request)[1] == "评价已收到，谢谢。"


def test_contacts_are_forgotten_thirty_days_after_the_visit(doors, city):
    session = doors.announce()
    request = asked(session, 2)
    taking.take_in()
    city.clock.move_to(session.ends_at + timedelta(days=30))
    assert erase_due() == 0
    city.clock.move_to(session.ends_at + timedelta(days=30, minutes=1))
    assert erase_due() == 1
    booking = Booking.objects.get(reference=request.reference)
    assert (booking.contact, booking.seats) == ("", 2)
    assert booking.erased_at is not None
    assert Entry.objects.filter(stream=doors.matter.stream, act="erase_contacts").get().facts["erased"] == 1
    assert erase_due() == 0


def test_two_at_once_for_the_last_seat_and_one_gets_it(fresh_city):
    doors = Doors(fresh_city)
    session = doors.announce(capacity=1)
    requests = [asked(session, 1, f"1390000000{n}") for n in range(6)]
    start = threading.Barrier(2)

    def worker() -> None:
        start.wait()
        taking.take_in()
        connections.close_all()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    states = sorted(standing(one)[0] for one in requests)
    assert states == ["confirmed", *["refused"] * 5]
    session.refresh_from_db()
    assert session.taken == 1


def test_one_that_cannot_be_taken_in_holds_nobody_up(doors, city):
    session = doors.announce()
    broken = asked(session, 1)
    Intake.objects.filter(reference=broken.reference).update(sealed="x25519$nokey$AAAA")
    good = asked(session, 1, "13900000002")
    taking.take_in()
    assert standing(good)[0] == "confirmed"
    left = Intake.objects.get(reference=broken.reference)
    assert (left.state, left.taken_at) == ("waiting", None)
    assert "nokey" in left.problem
    assert not PublicStanding.objects.filter(pk=broken.reference).exists()


def test_number_and_code_open_it_however_they_are_typed_and_neither_does_alone(doors):
    sent = asked(doors.announce(), 2)
    taking.take_in()
    found = public.find(sent.reference.replace("-", ""), sent.code.lower().replace("-", " "), using="default")
    assert found.standing.facts == {"seats": 2, "score": None}
    assert public.find(sent.reference, "0000-0000-0000", using="default") is None
    assert public.find("", sent.code, using="default") is None


def test_by_telephone_it_is_booked_until_the_door_opens_and_the_caller_gets_number_and_code(doors, city):
    session = doors.announce(capacity=3)
    city.clock.move_to(session.books_until + timedelta(hours=1))
    given = {"session": str(session.public_id), "name": "何某", "phone": "0592-555 0101", "seats": 2}
    doors.do("book_by_phone", given)
    made = Booking.objects.get()
    assert (contact_of(made), made.taken_by != "") == (("何某", "05925550101"), True)
    assert public.find(made.reference, code_of(made), using="default").standing.label == "预约成功"
    with pytest.raises(Refused) as refused:
        doors.do("book_by_phone", given)
    assert refused.value.code == "booked_before"
    doors.do("cancel_for_caller", {"reference": made.reference, "reason": "来电人改期"})
    made.refresh_from_db()
    assert (made.state, made.contact) == ("cancelled", "")
    assert "来电人改期" in PublicStanding.objects.get(pk=made.reference).next_steps
    entries = repr(list(Entry.objects.filter(stream=doors.matter.stream).values("facts")))
    assert "何某" not in entries
    assert "5550101" not in entries
    city.clock.move_to(session.starts_at)
    with pytest.raises(Refused) as refused:
        doors.do("book_by_phone", {**given, "phone": "13900000009"})
    assert refused.value.code == "booking_closed"


@pytest.fixture
def sent_texts():
    """Text messages as they leave, through a channel of the test's own."""
    left: list[tuple[str, str]] = []

    def deliver(key, payload) -> None:
        found = texts.compose(payload)
        left.append((found.mobile, found.words))

    texts.offer(deliver, 100)
    yield left
    texts.withdraw()


def test_who_asked_for_it_is_told_by_text_message_and_nobody_else(fresh_city, sent_texts):
    doors = Doors(fresh_city)
    session = doors.announce(capacity=2, waiting_limit=2)
    first, second = asked(session, 2, "13900000001"), asked(session, 2, "13900000002", wants_sms=True)
    taking.take_in()
    texts.drain()
    said(first, IntakeKind.CANCELLATION)
    taking.take_in()
    texts.drain()
    doors.do("cancel_session", {"session": str(session.public_id), "reason": "台风停业"})
    texts.drain()
    assert [mobile for mobile, _ in sent_texts] == ["13900000002"] * 3
    for (_, words), part in zip(sent_texts, ("候补中", "预约成功", "已取消，台风停业"), strict=True):
        assert part in words
        assert second.reference in words
        assert second.code not in words
        assert "陈某" not in words


def test_a_session_moved_tells_who_booked(doors):
    session = doors.announce()
    request = asked(session, 2)
    taking.take_in()
    begins = at(12, 19)
    doors.do("change_session", {"session": str(session.public_id), "starts_at": begins, "ends_at": begins + timedelta(hours=1), "capacity": 10})  # fmt: skip
    assert "时间或地点改了" in standing(request)[1]
