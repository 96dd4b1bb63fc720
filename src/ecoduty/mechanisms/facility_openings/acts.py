"""What the acts of a facility do beyond their table. Each runs inside the gate's transaction, under the facility's lock."""

from __future__ import annotations

from datetime import date, timedelta

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.opening import open_matter
from ecoduty.casework.publications import privacy
from ecoduty.kernel.clock import local_date, spoken_date, start_of_day
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.facility_openings import booking, data, queries, showing
from ecoduty.mechanisms.facility_openings.models import Booking, Facility, Plan, Session
from ecoduty.mechanisms.facility_openings.states import OPEN, SUSPENDED, WITHDRAWN, SessionState
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

_FACTS = ("name", "operator", "address", "route", "requirements", "languages", "about", "phone")


def register(attempt: Attempt) -> None:
    """A facility of the actor's own body. Raises Refused `unknown_facility_kind`, `unknown_district` or `opened_in_future`."""
    _register(attempt, Body.objects.get(key=attempt.actor.body), sample=False)


def load_sample(attempt: Attempt) -> None:
    """A facility that is a sample. Raises Refused as `register` does, and `unknown_body`."""
    body = Body.objects.filter(key=attempt.data.body).first()
    if body is None:
        raise Refused("unknown_body", f"没有这个单位：{attempt.data.body}。", status=422)
    _register(attempt, body, sample=True)
    facility: Facility = attempt.subject.facility
    morning = start_of_day(local_date(attempt.recorded_at))
    for one in attempt.data.sessions:
        begins = morning + timedelta(days=one.in_days, hours=one.hour)
        session = Session(
            facility=facility, starts_at=begins, ends_at=begins + timedelta(hours=one.hours), capacity=one.capacity,
            waiting_limit=one.waiting_limit,
        )  # fmt: skip
        _complete(session, facility, attempt)
        session.save(force_insert=True)
        showing.show_session(session)


def _register(attempt: Attempt, body: Body, *, sample: bool) -> None:
    given: data.RegisterFacility = attempt.data
    on = local_date(attempt.recorded_at)
    if given.kind not in queries.kinds(on):
        raise Refused("unknown_facility_kind", "没有这一种设施，请从所列的种类中选。", status=422)
    if given.last_opened_on and given.last_opened_on > on:
        raise Refused(
            "opened_in_future", f"上次开放日期{spoken_date(given.last_opened_on)}还没有到，请核对。", status=422
        )
    matter = open_matter(
        attempt, title=given.name, holder=body, state=OPEN.code, secrecy=Secrecy.PUBLIC,
        origin_note="示例" if sample else "",
    )  # fmt: skip
    facility = Facility(matter=matter, kind=given.kind, last_opened_on=given.last_opened_on, sample=sample)
    _fill(facility, given)
    facility.save(force_insert=True)
    showing.show(facility, matter, OPEN.code)


def amend(attempt: Attempt) -> None:
    """Other words for the public. Raises Refused `unknown_district`."""
    matter: Matter = attempt.subject
    facility: Facility = matter.facility
    _fill(facility, attempt.data)
    facility.save()
    matter.title = facility.name
    showing.show(facility, matter, matter.state)


def _fill(facility: Facility, given: data.FacilityFacts) -> None:
    for name in _FACTS:
        setattr(facility, name, getattr(given, name))
    facility.district = directory.districts().filter(key=given.district).first() if given.district else None
    if given.district and facility.district is None:
        raise Refused("unknown_district", "没有这个区，请从所列的区中选。", status=422)


def plan(attempt: Attempt) -> None:
    """Keep the plan of a half year. Raises Refused `unknown_period` or `plan_too_thin`."""
    given: data.OpeningPlan = attempt.data
    on = local_date(attempt.recorded_at)
    if given.period not in dict(queries.periods(on)):
        raise Refused("unknown_period", "计划期只能选本半年或下半年。", status=422)
    months = sorted(set(given.months))
    _thick_enough(given.period, months, on)
    Plan.objects.create(
        facility=attempt.subject.facility, period=given.period, months=months, text=given.text,
        at=attempt.occurred_at, by=attempt.actor.title,
    )  # fmt: skip


def _thick_enough(period: str, months: list[int], on: date) -> None:
    """Two months without an opening are one too many; what is past of this half year cannot be planned any more."""
    possible = list(queries.months_of(period))
    if not set(months) <= set(possible):
        raise Refused("unknown_period", f"所选的月份不在计划期内，应为{possible[0]}月至{possible[-1]}月。", status=422)
    first = on.month if period == queries.period_of(on) else possible[0]
    pairs = [(one, one + 1) for one in possible[::2] if one + 1 >= first]
    bare = [pair for pair in pairs if not set(pair) & set(months)]
    if bare:
        raise Refused("plan_too_thin", f"{bare[0][0]}月至{bare[0][1]}月没有安排，每两个月至少开放一次。", status=422)


def schedule(attempt: Attempt) -> None:
    """Announce a session. Raises Refused `session_in_past`."""
    facility: Facility = attempt.subject.facility
    session = Session(facility=facility)
    _arrange(session, attempt)
    session.save(force_insert=True)
    showing.show_session(session)
    attempt.record(session=str(session.public_id))


def change_session(attempt: Attempt) -> None:
    """Another time or place. Raises Refused `session_over`, `session_in_past`, `seats_given_away`."""
    session = _scheduled(attempt)
    if attempt.data.capacity < session.taken:
        raise Refused("seats_given_away", f"已有{session.taken}人预约成功，接待人数不能少于此数。", status=422)
    before = (session.starts_at, session.ends_at, session.place)
    _arrange(session, attempt)
    session.save()
    if before != (session.starts_at, session.ends_at, session.place):
        booking.moved(session)
    booking.move_up(session, attempt)
    showing.show_session(session)


def _arrange(session: Session, attempt: Attempt) -> None:
    given: data.SessionFacts = attempt.data
    facility: Facility = attempt.subject.facility
    if given.starts_at <= attempt.recorded_at:
        raise Refused("session_in_past", "开始时间已经过去，请安排以后的时间。", status=422)
    session.starts_at, session.ends_at = given.starts_at, given.ends_at
    session.capacity, session.waiting_limit = given.capacity, given.waiting_limit
    session.place, session.route = given.place, given.route
    session.requirements, session.languages = given.requirements, given.languages
    _complete(session, facility, attempt)


def _complete(session: Session, facility: Facility, attempt: Attempt) -> None:
    """What was left empty is as the facility has it."""
    on = local_date(attempt.recorded_at)
    session.place = session.place or facility.address
    session.route = session.route or facility.route
    session.requirements = session.requirements or facility.requirements
    session.languages = session.languages or facility.languages
    session.books_until = queries.books_until(session.starts_at, on)
    session.own_seats = queries.own_seats(on)


def cancel_session(attempt: Attempt) -> None:
    """It does not take place: everybody who booked reads why. Raises Refused `session_over`."""
    _call_off(_scheduled(attempt), attempt.data.reason)


def _call_off(session: Session, reason: str) -> None:
    session.state, session.reason = SessionState.CANCELLED, reason
    session.save(update_fields=["state", "reason"])
    booking.call_off(session)
    showing.show_session(session)


def record_visit(attempt: Attempt) -> None:
    """Who came. Raises Refused `session_over`, `session_not_over`, `nobody_came` or `personal_data`."""
    given: data.RecordVisit = attempt.data
    session = _scheduled(attempt)
    if session.starts_at > attempt.recorded_at:
        raise Refused("session_not_over", "这一场还没有开始，开放之后再登记到访。", status=422)
    visitors = sum(given.groups.values())
    if not visitors:
        raise Refused("nobody_came", "没有到访人数。确实没有开放的，请办理取消场次。", status=422)
    _refuse_personal_data(given)
    facility: Facility = attempt.subject.facility
    session.state, session.visitors, session.groups, session.record = (
        SessionState.HELD,
        visitors,
        given.groups,
        given.record,
    )
    session.recorded_at, session.recorded_by = attempt.recorded_at, attempt.actor.title
    session.save()
    held_on = local_date(session.starts_at)
    facility.last_opened_on = max(held_on, facility.last_opened_on or held_on)
    facility.save(update_fields=["last_opened_on"])
    showing.show_session(session)
    showing.show(facility, attempt.subject, attempt.subject.state)
    attempt.record(visitors=visitors, held_on=held_on.isoformat())


def _refuse_personal_data(given: data.RecordVisit) -> None:
    found = (
        [] if given.checked or not given.record else privacy.suspicions([{"title": "开放情况", "text": given.record}])
    )
    if found:
        told = "、".join(f"{item.what}{item.words}" for item in found[:5])
        raise Refused("personal_data", f"开放情况疑似含有个人信息：{told}。请删去，或核对后勾选。", status=422)


def suspend(attempt: Attempt) -> None:
    """Close for a while: what was announced is called off."""
    given: data.Suspension = attempt.data
    until = f"，预计{spoken_date(given.until)}恢复" if given.until else ""
    _close(attempt, f"{given.reason}{until}", SUSPENDED.code)


def resume(attempt: Attempt) -> None:
    """Open again."""
    facility: Facility = attempt.subject.facility
    facility.reason = ""
    facility.save(update_fields=["reason"])
    showing.show(facility, attempt.subject, OPEN.code)


def withdraw(attempt: Attempt) -> None:
    """Open no more."""
    _close(attempt, attempt.data.reason, WITHDRAWN.code)


def _close(attempt: Attempt, reason: str, state: str) -> None:
    facility: Facility = attempt.subject.facility
    facility.reason = reason
    facility.save(update_fields=["reason"])
    coming = facility.sessions.filter(state=SessionState.SCHEDULED, starts_at__gt=attempt.occurred_at)
    for session in coming.order_by("starts_at"):
        _call_off(session, reason[:300])
    showing.show(facility, attempt.subject, state)


def open_contacts(attempt: Attempt) -> None:
    """Somebody looks at who booked a session: this entry says who and why."""
    queries.session_of(attempt.subject, attempt.data.session)


def erase_contacts(attempt: Attempt) -> None:
    """Who booked is forgotten: so many days after the session, as the rulebook says."""
    limit = attempt.recorded_at - timedelta(days=queries.contact_days(local_date(attempt.recorded_at)))
    known = Booking.objects.filter(
        session__facility=attempt.subject.pk, session__public_id__in=attempt.data.sessions, session__ends_at__lt=limit
    ).exclude(contact="")
    attempt.record(erased=known.update(contact="", organisation="", erased_at=attempt.recorded_at))


def _scheduled(attempt: Attempt) -> Session:
    session = queries.session_of(attempt.subject, attempt.data.session)
    if session.state != SessionState.SCHEDULED:
        label = SessionState(session.state).label
        raise Refused("session_over", f"这一场{label}，不能再办理。", status=409)
    return session
