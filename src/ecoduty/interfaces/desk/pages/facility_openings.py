"""What facilities that open add to the generic pages: their sessions with who booked and came, their plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Sum

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.publications.openings import VISITORS
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import as_local, now, today
from ecoduty.kernel.flow import Act, Actor, options
from ecoduty.mechanisms.facility_openings import data, queries
from ecoduty.mechanisms.facility_openings.flow import FACILITY, KIND
from ecoduty.mechanisms.facility_openings.models import Booking, Facility, Plan, Session
from ecoduty.mechanisms.facility_openings.states import BookingState, SessionState
from ecoduty.organisation.directory import queries as directory

_ON_SESSIONS = frozenset({"change_session", "cancel_session", "record_visit", "open_contacts", "book_by_phone"})
_SHOWN = 24


def _own(matter: Matter) -> Facility:
    return Facility.objects.select_related("district").get(pk=matter.pk)


def when(session: Session) -> str:
    """9月12日（周六）09:00—11:00."""
    start, end = as_local(session.starts_at), as_local(session.ends_at)
    return f"{words.day(start.date(), today())} {start:%H:%M}—{end:%H:%M}"


def _row(session: Session) -> dict[str, Any]:
    state = SessionState(session.state)
    over = session.starts_at <= now()
    groups = "、".join(f"{VISITORS[name]}{number}人" for name, number in session.groups.items() if name in VISITORS)
    acts: tuple[tuple[str, str], ...] = ()
    if state == SessionState.SCHEDULED:
        acts = (
            (("record_visit", "登记到访"),)
            if over
            else (("book_by_phone", "电话预约"), ("change_session", "改期或改名额"), ("cancel_session", "取消场次"))
        )
    return {
        "session": session, "when": when(session), "state": "待登记到访" if over and acts else state.label,
        "groups": groups, "acts": acts, "scheduled": state == SessionState.SCHEDULED,
    }  # fmt: skip


def _sessions(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    found = Session.objects.filter(facility=matter.pk).annotate(
        said=Count("bookings__score"), score=Avg("bookings__score")
    )
    may = {option.act.code for option in options(FACILITY, matter, actor, now()) if option.open}
    rows = [_row(session) for session in found.order_by("-starts_at")[:_SHOWN]]
    return {
        "rows": [{**row, "acts": [pair for pair in row["acts"] if pair[0] in may]} for row in rows],
        "matter": matter,
        "may_see_contacts": "open_contacts" in may,
    }


def _session_count(matter: Matter) -> int:
    return Session.objects.filter(facility=matter.pk).count()


def _about_facility(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- public words
    own = _own(matter)
    feedback = own.sessions.filter(bookings__score__isnull=False).values_list(
        "starts_at", "bookings__score", "bookings__feedback"
    )
    return {
        "own": own,
        "kind": queries.kinds(today()).get(own.kind, own.kind),
        "plans": _plans(own),
        "feedback": [(words.day(as_local(at).date(), today()), score, text) for at, score, text in feedback.order_by("-starts_at")[:50]],
    }  # fmt: skip


def _plans(own: Facility) -> list[dict[str, Any]]:
    latest: dict[str, Plan] = {plan.period: plan for plan in own.plans.order_by("id")}
    return [
        {"label": period_label(period), "months": "、".join(f"{one}月" for one in plan.months), "text": plan.text, "by": plan.by}
        for period, plan in sorted(latest.items(), reverse=True)
    ]  # fmt: skip


def period_label(period: str) -> str:
    """2026年下半年."""
    return f"{period[:4]}年{'上' if period.endswith('H1') else '下'}半年"


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    last = words.day(own.last_opened_on, today()) if own.last_opened_on else "还没有开放过"
    found = [
        Fact("", queries.kinds(today()).get(own.kind, own.kind)),
        Fact("运营", own.operator),
        Fact("上次开放", last),
    ]
    if own.sample:
        found.append(Fact("", "示例，不是真实设施"))
    return [*found, Fact("原因", own.reason)] if own.reason else found


def _choices(act: Act, subject: Any) -> dict[str, Choices]:
    choices: dict[str, Choices] = {}
    if issubclass(act.data, data.FacilityFacts):
        choices["district"] = [(body.key, body.name) for body in directory.districts()]
        choices["kind"] = list(queries.kinds(today()).items())
    if act.code == "plan":
        choices["period"] = queries.periods(today())
        choices["months"] = [(str(month), f"{month}月") for month in range(1, 13)]
    if issubclass(act.data, data.Seats):
        choices["group"] = list(VISITORS.items())
    if subject is not None and act.code == "cancel_for_caller":
        choices["reference"] = _booked(subject)
    if subject is not None and act.code in _ON_SESSIONS:
        choices["session"] = [(str(one.public_id), when(one)) for one in _fitting(act.code, subject)]
    return choices


def _booked(subject: Matter) -> Choices:
    """Bookings that can be given back: by number, with nobody's name."""
    found = Booking.objects.filter(session__facility=subject.pk, session__starts_at__gt=now()).exclude(
        state=BookingState.CANCELLED
    )
    return [
        (one.reference, f"{one.reference}　{when(one.session)}　{one.seats}人{f'　{one.organisation}' if one.organisation else ''}")
        for one in found.select_related("session").order_by("session__starts_at", "id")
    ]  # fmt: skip


def _fitting(code: str, subject: Matter) -> list[Session]:
    found = Session.objects.filter(facility=subject.pk)
    if code == "record_visit":
        found = found.filter(state=SessionState.SCHEDULED, starts_at__lte=now())
    elif code == "book_by_phone":
        found = found.filter(state=SessionState.SCHEDULED, starts_at__gt=now())
    elif code != "open_contacts":
        found = found.filter(state=SessionState.SCHEDULED)
    return list(found.order_by("starts_at"))


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the same for every post
    values: dict[str, Any] = {}
    if act.code == "amend" and subject is not None:
        own = _own(subject)
        values = {name: getattr(own, name) for name in data.FacilityFacts.model_fields if name != "district"}
        values["district"] = own.district.key if own.district else ""
    if act.code == "plan":
        values = {"period": queries.period_of(today())}
    return Prefill(values=values, choices=_choices(act, subject))


def _about(act: Act, subject: Any, said: Mapping[str, str]) -> Mapping[str, Any]:
    """The session that an address names: as it stands for the form that changes it, who is expected for the record."""
    if act.code not in {"change_session", "record_visit"} or subject is None:
        return {}
    try:
        key = UUID(said.get("session", ""))
    except ValueError:
        return {}
    session = Session.objects.filter(facility=subject.pk, public_id=key).first()
    if session is None:
        return {}
    if act.code == "record_visit":
        return expected(session)
    return {name: _typed(getattr(session, name)) for name in data.SessionFacts.model_fields}


def expected(session: Session) -> dict[str, int]:
    """Who booked, by kind of visitor; those who named none are residents. To be corrected by who counted at the gate."""
    confirmed = session.bookings.filter(state=BookingState.CONFIRMED)
    rows = confirmed.values_list("group").annotate(n=Sum("seats")).order_by()
    found: dict[str, int] = {}
    for group, seats in rows:
        found[group or "residents"] = found.get(group or "residents", 0) + seats
    return found


def _typed(value: Any) -> Any:
    return as_local(value) if isinstance(value, datetime) else value


register(
    KIND,
    Parts(
        tabs=(
            Tab("sessions", "开放场次", "desk/openings/sessions.html", _sessions, _session_count),
            Tab("facility", "设施和计划", "desk/openings/facility.html", _about_facility),
        ),
        facts=_facts,
        prefill=_prefill,
        about=_about,
        pages=(PageLink("开放总览", "desk:openings"),),
        inline=(_ON_SESSIONS | {"cancel_for_caller"}) - {"record_visit"},
        instead={"open_contacts": "desk:opening-contacts", "book_by_phone": "desk:opening-phone"},
    ),
)
