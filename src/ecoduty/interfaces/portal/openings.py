"""Open days: the calendar, one session with its booking, what became of a booking, feeds (clause 24.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from icalendar import Calendar, Event

from ecoduty.casework.intakes import forms, sending, telephones
from ecoduty.casework.intakes.models import PublicStanding
from ecoduty.casework.intakes.standing import Found
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.casework.publications.models import PublishedFacility, PublishedSession
from ecoduty.casework.publications.openings import VISITORS
from ecoduty.interfaces.portal import door, reading
from ecoduty.interfaces.portal.answering import missing, public_with, render
from ecoduty.interfaces.portal.door import NotSent, open_to_everybody
from ecoduty.interfaces.portal.feeds import EVERYBODY
from ecoduty.interfaces.portal.reading import ALIAS
from ecoduty.kernel.clock import as_local, now, start_of_day, today

SECTION = "openings"
_PAST = timedelta(days=62)
_SCORES = ((5, "很满意"), (4, "满意"), (3, "一般"), (2, "不满意"), (1, "很不满意"))
_LONGEST_NAME, _LONGEST_GROUP, _LONGEST_WORDS = 40, 80, 1000


def last_change() -> tuple[str, datetime | None]:
    """When anything about facilities and sessions last changed, and how many can be booked at this moment. Two queries."""
    facilities = PublishedFacility.objects.using(ALIAS).aggregate(n=Count("pk"), at=Max("changed_at"))
    sessions = PublishedSession.objects.using(ALIAS).aggregate(
        n=Count("pk"), at=Max("changed_at"), open=Count("pk", filter=Q(books_until__gt=now())),
        begun=Count("pk", filter=Q(starts_at__lte=now())),
    )  # fmt: skip
    moments = [moment for moment in (facilities["at"], sessions["at"]) if moment is not None]
    return repr((*facilities.values(), *sessions.values())), max(moments, default=None)


@public_with(last_change)
def calendar(request: HttpRequest) -> HttpResponse:
    """What comes, month by month; facilities by kind; what was held lately."""
    facilities = list(PublishedFacility.objects.using(ALIAS).order_by("kind_order", "kind", "name"))
    wanted = request.GET.get("kind", "")
    kinds = [_kind(label, list(some)) for label, some in groupby(facilities, key=lambda one: one.kind_label)]
    sessions = [one for one in _sessions(since=now() - _PAST) if wanted in {"", one.facility.kind}]
    coming = [one for one in sessions if one.starts_at > now()]
    held = [one for one in sessions if one.state == "held"]
    content = {
        "plan": reading.plan(), "section": SECTION, "kinds": kinds, "wanted": wanted, "at": now(),
        "months": [(day, list(some)) for day, some in groupby(coming, key=_month)],
        "held": held[::-1][:10], "samples": any(one.sample for one in facilities),
    }  # fmt: skip
    return render(request, "openings.html", content)


def _kind(label: str, facilities: list[PublishedFacility]) -> dict[str, Any]:
    opened = [one for one in facilities if one.state == "open"]
    return {"code": facilities[0].kind, "label": label, "opened": len(opened), "facilities": facilities}


def _month(session: PublishedSession) -> datetime:
    local = as_local(session.starts_at)
    return start_of_day(local.date().replace(day=1))


def _sessions(since: datetime) -> list[PublishedSession]:
    found = PublishedSession.objects.using(ALIAS).filter(starts_at__gte=since).select_related("facility")
    return list(found.order_by("starts_at", "pk"))


@dataclass
class Filled:
    """A booking as it was typed: what was wrong stands by field."""

    name: str = ""
    phone: str = ""
    seats: str = "1"
    organisation: str = ""
    group: str = ""
    sms: str = ""
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, posted: QueryDict, session: PublishedSession) -> Filled:
        """What was typed, checked. Names of people are never repeated anywhere else."""
        names = ("name", "phone", "seats", "organisation", "group", "sms")
        found = cls(**{name: " ".join(posted.get(name, "").replace("\0", "").split())[:200] for name in names})
        found.phone, found.seats = telephones.typed(found.phone), telephones.typed(found.seats)
        wrong = found.problems
        if not found.name or len(found.name) > _LONGEST_NAME:
            wrong["name"] = "请填写联系人姓名。" if not found.name else f"姓名不能超过{_LONGEST_NAME}个字。"
        if not telephones.is_number(found.phone):
            wrong["phone"] = "请填写能接通的电话，只用数字、空格和短横线。"
        elif found.sms and not telephones.takes_texts(found.phone):
            wrong["phone"] = "要用短信告知结果的，请填11位手机号码。"
        if len(found.organisation) > _LONGEST_GROUP:
            wrong["organisation"] = f"不能超过{_LONGEST_GROUP}个字。"
        if found.organisation and found.group not in VISITORS:
            wrong["group"] = "请选择团体是哪一类。"
        found.check_seats(session)
        return found

    def check_seats(self, session: PublishedSession) -> None:
        """Say what is wrong with the number of people."""
        count = int(self.seats) if self.seats.isascii() and self.seats.isdecimal() and len(self.seats) <= 6 else 0
        if not 1 <= count <= session.capacity:
            self.problems["seats"] = f"请填写人数，1至{session.capacity}。"
        elif not self.organisation and count > session.own_seats:
            self.problems["seats"] = f"个人一次最多{session.own_seats}人；团体请填写单位或团体名称。"

    def content(self, session: PublishedSession) -> dict[str, Any]:
        """What is asked for; names nobody."""
        organisation = self.organisation
        return {
            "session": str(session.pk), "seats": int(self.seats), "organisation": organisation,
            "group": self.group if organisation else "",
        }  # fmt: skip

    @property
    def person(self) -> dict[str, Any]:
        """Who asks; sealed before it leaves this process."""
        return {"name": self.name, "phone": telephones.bare(self.phone), "wants_sms": self.sms == "1"}


@open_to_everybody
def session(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One session; a POST hands in a booking and gives number and code at once."""
    found = PublishedSession.objects.using(ALIAS).select_related("facility").filter(pk=public_id).first()
    if found is None:
        return missing(request, "没有这一场开放")
    numbers = forms.shown(forms.DOOR, using=ALIAS)
    if request.method != "POST":
        return _render(request, found, Filled(), numbers)
    filled = Filled.read(request.POST, found)
    if not found.books(now()):
        filled.problems["form"] = "这一场已经停止预约，请选别的场次。"
    if numbers is None:
        filled.problems["form"] = "网上预约还没有开通，请拨打咨询电话预约。"
    if filled.problems or numbers is None:
        return _render(request, found, filled, numbers, 422)
    return _hand_in(request, found, filled, numbers)


def _hand_in(request: HttpRequest, found: PublishedSession, filled: Filled, numbers: dict[str, Any]) -> HttpResponse:
    sent = door.hand_in(request, numbers, IntakeKind.BOOKING, filled.content(found), filled.person, press="预约")
    if isinstance(sent, NotSent):
        filled.problems["form"] = sent.sentence
        return _render(request, found, filled, numbers, sent.status, again=sent.again)
    shown = {"plan": reading.plan(), "section": SECTION, "session": found, "facility": found.facility, "sent": sent}
    return render(request, "booked.html", {**shown, "seats": filled.seats})


def _render(
    request: HttpRequest, found: PublishedSession, filled: Filled, numbers: dict[str, Any] | None, status: int = 200,
    *, again: bool = False,
) -> HttpResponse:  # fmt: skip
    carried = "" if again else request.POST.get("token", "")[:200]
    content = {
        "plan": reading.plan(), "section": SECTION, "session": found, "facility": found.facility, "filled": filled,
        "token": door.token(carried, numbers) if numbers else None, "bookable": found.books(now()) and bool(numbers),
        "closed": not found.books(now()), "full": not found.left, "may_wait": found.waiting < found.waiting_limit,
        "visitors": VISITORS, "sms": bool(numbers and numbers["sms"]),
    }  # fmt: skip
    return render(request, "opening.html", content, status=status)


@open_to_everybody
def booking(request: HttpRequest) -> HttpResponse:
    """What became of a booking, for whoever has number and code; giving it back, and saying how it was."""
    content: dict[str, Any] = {"plan": reading.plan(), "section": SECTION, "number": "", "scores": _SCORES}
    if request.method != "POST":
        return render(request, "booking.html", content)
    number, code, address = request.POST.get("number", ""), request.POST.get("code", ""), door.address_of(request)
    numbers = forms.shown(forms.DOOR, using=ALIAS)
    if numbers is None:
        return door.plain(request, "网上预约还没有开通", "请拨打设施的咨询电话。", 503)
    found, problem, status = door.look_up(numbers, number, code, address)
    if found is None or (found.standing and found.standing.kind != IntakeKind.BOOKING):
        told = {"number": number[:60], "problem": problem or "这不是预约的编号，请到“查进度”查。"}
        return render(request, "booking.html", {**content, **told}, status=status if found is None else 404)
    key = found.standing.about if found.standing else None
    about = PublishedSession.objects.using(ALIAS).select_related("facility").filter(pk=key).first()
    content |= {"found": found, "code": code[:60], "session": about, **_may(found.standing, about)}
    content |= _done(request.POST, found, content, address)
    return render(request, "booking.html", content, status=422 if content.get("wrong") else 200)


def _may(found: PublicStanding | None, about: PublishedSession | None) -> dict[str, bool]:
    state = found.state if found else ""
    return {
        "may_cancel": bool(about and state in {"confirmed", "waiting"} and about.state == "scheduled" and about.starts_at > now()),
        "may_say": bool(about and state == "confirmed" and about.state == "held"),
    }  # fmt: skip


def _done(posted: QueryDict, found: Found, content: dict[str, Any], address: str) -> dict[str, str]:
    what, reference = posted.get("do", ""), found.receipt.reference
    if what == "cancel" and content["may_cancel"]:
        sending.word(IntakeKind.CANCELLATION, reference, {}, address=address, using=ALIAS)
        return {"said": "已收到取消，几秒内生效。"}
    if what == "feedback" and content["may_say"]:
        score = posted.get("score", "")
        if score not in {"1", "2", "3", "4", "5"}:
            return {"wrong": "请选择满意度。"}
        said = {"score": int(score), "text": posted.get("text", "").replace("\0", "")[:_LONGEST_WORDS]}
        sending.word(IntakeKind.FEEDBACK, reference, said, address=address, using=ALIAS)
        return {"said": "评价已收到，谢谢。"}
    return {}


@public_with(last_change)
def ics(request: HttpRequest) -> HttpResponse:
    """The calendar to subscribe to; what is called off stays in it as cancelled."""
    drawn = Calendar()
    drawn.add("prodid", "-//Ecoduty//Open days//ZH")
    drawn.add("version", "2.0")
    drawn.add("method", "PUBLISH")
    drawn.add("x-wr-calname", "环保设施开放日历")
    drawn.add("refresh-interval;value=duration", "PT1H")
    for one in _sessions(since=now() - _PAST):
        drawn.add_component(_event(request, one))
    return HttpResponse(drawn.to_ical(), content_type="text/calendar; charset=utf-8", headers=EVERYBODY)


def _event(request: HttpRequest, one: PublishedSession) -> Event:
    event = Event()
    address = request.build_absolute_uri(reverse("portal:opening", args=[one.pk]))
    sample = "（示例）" if one.facility.sample else ""
    event.add("uid", f"opening-{one.pk}@{request.get_host().partition(':')[0]}")
    event.add("dtstamp", one.changed_at)
    event.add("sequence", int(one.changed_at.timestamp()) % 2**31)
    event.add("dtstart", as_local(one.starts_at))
    event.add("dtend", as_local(one.ends_at))
    event.add("summary", f"{one.facility.name}开放{sample}")
    event.add("location", one.place)
    event.add("description", one.reason or f"{one.requirements}\n预约：{address}")
    event.add("status", "CANCELLED" if one.state == "cancelled" else "CONFIRMED")
    event.add("url", address)
    return event


@public_with(last_change)
def data(request: HttpRequest) -> HttpResponse:
    """Facilities and sessions as JSON."""
    facilities = PublishedFacility.objects.using(ALIAS).order_by("kind_order", "kind", "name")
    sessions = _sessions(since=start_of_day(today()) - _PAST)
    content = {
        "facilities": [_facility(one) for one in facilities],
        "sessions": [_session(request, one) for one in sessions],
    }
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False}, headers=EVERYBODY)


def _facility(one: PublishedFacility) -> dict[str, Any]:
    names = ("kind", "kind_label", "name", "operator", "address", "route", "requirements", "languages", "about", "phone", "state", "reason", "sample")  # fmt: skip
    return {
        "id": str(one.pk), "body": one.body_key, "district": one.district_name, **{name: getattr(one, name) for name in names},
        "last_opened_on": one.last_opened_on.isoformat() if one.last_opened_on else None,
    }  # fmt: skip


def _session(request: HttpRequest, one: PublishedSession) -> dict[str, Any]:
    names = ("place", "route", "requirements", "languages", "capacity", "taken", "left", "waiting", "state", "reason", "visitors")  # fmt: skip
    return {
        "id": str(one.pk), "facility": str(one.facility_id), "url": request.build_absolute_uri(reverse("portal:opening", args=[one.pk])),
        "starts_at": as_local(one.starts_at).isoformat(), "ends_at": as_local(one.ends_at).isoformat(),
        "books_until": as_local(one.books_until).isoformat(), **{name: getattr(one, name) for name in names},
    }  # fmt: skip
