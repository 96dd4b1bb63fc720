"""Bookings by the public: seats given out, given back and passed on, always under the facility's lock.

What somebody books by telephone goes the same way as what comes from the portal, and gets number and code as well.
"""

from __future__ import annotations

import secrets

from ecoduty.casework.intakes import numbers, telling
from ecoduty.casework.intakes.models import Receipt
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.casework.intakes.telling import Told
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.facility_openings import contacts, data, messages, queries, showing
from ecoduty.mechanisms.facility_openings.models import Booking, Session
from ecoduty.mechanisms.facility_openings.states import BookingState, SessionState

_FULL = "名额已满，候补也已满，请选别的场次。"
_TRIES = 8  # numbers tried where one is taken


def book(attempt: Attempt) -> None:
    """Give out seats, or a place on the waiting list, under the number that the portal gave.

    Raises Refused `booking_closed`, `too_many_seats`, `booked_before` or `session_full`.
    """
    session = queries.session_of(attempt.subject, attempt.data.session)
    if attempt.recorded_at > session.books_until:
        raise Refused("booking_closed", "这一场已经停止预约。")
    _give(attempt, session, attempt.data.reference)


def book_by_phone(attempt: Attempt) -> None:
    """The same for somebody on the telephone, until the session begins: whoever takes the call knows what still goes.

    Raises Refused as `book` does.
    """
    session = queries.session_of(attempt.subject, attempt.data.session)
    if attempt.recorded_at >= session.starts_at:
        raise Refused("booking_closed", "这一场已经开始，不能再预约。")
    reference = _new_reference(attempt)
    _give(attempt, session, reference)
    attempt.record(reference=reference)


def _new_reference(attempt: Attempt) -> str:
    """A number with its receipt, as the portal would have given it."""
    day = local_date(attempt.recorded_at)
    for _ in range(_TRIES):
        reference = numbers.reference(secrets.token_hex(16), day)
        digest = numbers.code_digest(reference, numbers.code(contacts.nonce(reference)))
        form = numbers.form_digest(contacts.nonce(reference))
        given = {"kind": IntakeKind.BOOKING, "code": digest, "form": form, "content": form, "at": attempt.recorded_at}
        if Receipt.objects.get_or_create(reference=reference, defaults=given)[1]:
            return reference
    raise RuntimeError("no number is free")


def _give(attempt: Attempt, session: Session, reference: str) -> None:
    given: data.Seats = attempt.data
    if session.state != SessionState.SCHEDULED:
        raise Refused("booking_closed", "这一场已经停止预约。")
    if not given.organisation and given.seats > session.own_seats:
        raise Refused(
            "too_many_seats", f"个人一次最多预约{session.own_seats}人；团体请填写单位或团体名称。", status=422
        )
    if given.seats > session.capacity:
        raise Refused("too_many_seats", f"这一场最多接待{session.capacity}人。", status=422)
    _once_only(session, given.phone)
    state = _place(session, given.seats)
    booking = Booking(
        session=session, reference=reference, seats=given.seats, organisation=given.organisation,
        group=given.group if given.organisation else "", state=state, made_at=attempt.recorded_at, wants_sms=given.wants_sms,
        taken_by="" if attempt.actor.is_system else attempt.actor.title,
    )  # fmt: skip
    booking.contact = contacts.sealed(given.name, given.phone, reference)
    booking.save(force_insert=True)
    _count(session, state, given.seats)
    tell(booking)
    messages.send(booking)
    attempt.record(booking=str(booking.pk), outcome=state.label)


def _place(session: Session, seats: int) -> BookingState:
    """Confirmed while there are seats and nobody waits before; else the waiting list."""
    if not session.waiting and session.taken + seats <= session.capacity:
        return BookingState.CONFIRMED
    if session.waiting + seats <= session.waiting_limit:
        return BookingState.WAITING
    raise Refused("session_full", _FULL)


def _once_only(session: Session, phone: str) -> None:
    """One telephone books a session once; there are never more bookings than seats, so all of them are looked through."""
    known = session.bookings.exclude(contact="").exclude(state=BookingState.CANCELLED)
    if any(contacts.contact_of(booking)[1] == phone for booking in known):
        raise Refused("booked_before", "这个电话已经预约过这一场；要改人数，请凭原来的编号取消后重新预约。")


def _count(session: Session, state: BookingState, seats: int) -> None:
    if state == BookingState.CONFIRMED:
        session.taken += seats
    else:
        session.waiting += seats
    session.save(update_fields=["taken", "waiting"])
    showing.show_session(session)


def cancel(attempt: Attempt) -> None:
    """Give seats back; whoever waits moves up. Raises Refused `unknown_booking` or `session_over`."""
    _give_back(attempt, "您已取消预约，姓名和电话已删除。")


def cancel_for_caller(attempt: Attempt) -> None:
    """The same, for somebody on the telephone. Raises Refused as `cancel` does."""
    _give_back(attempt, f"设施主管单位已为您取消预约：{attempt.data.reason}。姓名和电话已删除。")


def _give_back(attempt: Attempt, sentence: str) -> None:
    booking = _of_reference(attempt)
    session = booking.session
    if booking.state == BookingState.CANCELLED:
        return
    if session.state != SessionState.SCHEDULED or session.starts_at <= attempt.recorded_at:
        raise Refused("session_over", "这一场已经开始或结束，不能再取消。")
    if booking.state == BookingState.CONFIRMED:
        session.taken -= booking.seats
    else:
        session.waiting -= booking.seats
    booking.state, booking.contact, booking.organisation = BookingState.CANCELLED, "", ""
    booking.erased_at = attempt.recorded_at
    booking.save()
    session.save(update_fields=["taken", "waiting"])
    tell(booking, sentence)
    move_up(session, attempt)
    showing.show_session(session)


def move_up(session: Session, attempt: Attempt) -> None:
    """Those who wait get the seats that are free, in the order they came; who does not fit waits on."""
    moved = 0
    for booking in session.bookings.filter(state=BookingState.WAITING).order_by("id"):
        if session.taken + booking.seats > session.capacity:
            break  # nobody overtakes
        session.taken += booking.seats
        session.waiting -= booking.seats
        booking.state = BookingState.CONFIRMED
        booking.save(update_fields=["state"])
        tell(booking, "候补成功。")
        messages.send(booking)
        moved += 1
    if moved:
        session.save(update_fields=["taken", "waiting"])
        attempt.record(moved_up=moved)


def call_off(session: Session) -> None:
    """Everybody who booked reads that it does not take place."""
    for booking in session.bookings.exclude(state=BookingState.CANCELLED):
        booking.state = BookingState.CANCELLED
        booking.save(update_fields=["state"])
        tell(booking, f"这一场取消了：{session.reason}")
        messages.send(booking)


def moved(session: Session) -> None:
    """Everybody who booked reads that time or place changed."""
    for booking in session.bookings.exclude(state=BookingState.CANCELLED):
        tell(booking, "这一场的时间或地点改了，请看下面的新安排；不能来的，请取消。")
        messages.send(booking)


def feedback(attempt: Attempt) -> None:
    """Keep what a visitor says. Raises Refused `unknown_booking` or `not_held`."""
    booking = _of_reference(attempt)
    if booking.session.state != SessionState.HELD or booking.state != BookingState.CONFIRMED:
        raise Refused("not_held", "到访之后才能评价。")
    booking.score, booking.feedback = attempt.data.score, attempt.data.text
    booking.save(update_fields=["score", "feedback"])
    tell(booking, "评价已收到，谢谢。")


def _of_reference(attempt: Attempt) -> Booking:
    found = Booking.objects.select_related("session__facility").filter(
        reference=attempt.data.reference, session__facility=attempt.subject.pk
    )
    booking = found.first()
    if booking is None:
        raise Refused("unknown_booking", "没有这个编号的预约。", status=404)
    return booking


def tell(booking: Booking, sentence: str = "") -> None:
    """What number and code answer with from now on."""
    state = BookingState(booking.state)
    said = sentence or ("名额已满，有人取消时按先后递补。" if state == BookingState.WAITING else "")
    facts = {"seats": booking.seats, "score": booking.score}
    told = Told(booking.reference, IntakeKind.BOOKING, state.value, state.label, said, booking.session.public_id, facts)
    telling.tell([told])
