"""设施开放: all kinds with their facilities and gaps, and who booked a session."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Min, Q, Sum
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import access_matter
from ecoduty.casework.matters.thresholds import thresholds_in_force
from ecoduty.casework.publications.openings import VISITORS
from ecoduty.interfaces.desk import rows, shell, words
from ecoduty.interfaces.desk.act_page import Place, act_on, option_of, page, row_of
from ecoduty.interfaces.desk.acting import Attempted
from ecoduty.interfaces.desk.pages.facility_openings import period_label, when
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.clock import as_local
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.flow.gate import may_create
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.facility_openings import queries
from ecoduty.mechanisms.facility_openings.contacts import code_of, contact_of
from ecoduty.mechanisms.facility_openings.flow import FACILITY, KIND
from ecoduty.mechanisms.facility_openings.models import Booking, Facility, Plan, Session
from ecoduty.mechanisms.facility_openings.states import BY_CODE, OPEN, BookingState, SessionState


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """Every kind that must open, its facilities, and what is missing. Open days are public: everybody may read this."""
    found = list(Facility.objects.select_related("matter__holder").order_by("matter__holder__order", "matter_id"))
    held = Session.objects.filter(state=SessionState.HELD, starts_at__year=visit.today.year, facility__sample=False)
    coming = Session.objects.filter(state=SessionState.SCHEDULED, starts_at__gt=visit.now)
    next_of = dict(coming.values_list("facility").annotate(first=Min("starts_at")).order_by())
    period = queries.period_of(visit.today)
    planned = dict(Plan.objects.filter(period=period).order_by("id").values_list("facility", "months"))
    lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for own in found:
        lines[own.kind].append(_line(visit, own, next_of.get(own.pk), planned.get(own.pk)))
    kinds = queries.kinds(visit.today)
    summed = held.aggregate(n=Count("pk"), visitors=Sum("visitors"))
    content = {
        "kinds": [{"label": kinds.get(code, code), "rows": lines[code]} for code in (*kinds, *sorted(set(lines) - set(kinds)))],
        "gaps": queries.gaps(visit.today),
        "opened": sum(own.matter.state == OPEN.code and not own.sample for own in found),
        "held": summed["n"],
        "visitors": summed["visitors"] or 0,
        "may_register": may_create(FACILITY.by_code["register"], visit.actor),
        "period": period_label(period),
    }  # fmt: skip
    return shell.render(visit, "desk/openings/index.html", content, kind=KIND)


def _line(visit: Visit, own: Facility, coming: Any, months: list[int] | None) -> dict[str, Any]:
    matter: Matter = own.matter
    return {
        "own": own,
        "matter": matter,
        "state": BY_CODE[matter.state].label,
        "last": words.day(own.last_opened_on, visit.today) if own.last_opened_on else "",
        "due": words.day(matter.next_due_on, visit.today) if matter.next_due_on else "",
        "light": rows.light_of(matter, visit.now, thresholds_in_force()),
        "next": _moment(coming, visit.today) if coming else "",
        "planned": "、".join(f"{month}月" for month in months or ()),
    }


def _moment(at: Any, on: date) -> str:
    local = as_local(at)
    return f"{words.day(local.date(), on)} {local:%H:%M}"


@require_http_methods(["GET", "POST"])
@staff
def contacts(visit: Visit, public_id: UUID) -> HttpResponse:
    """Who booked a session: after a reason, which the ledger keeps."""
    matter = access_matter(visit.actor, public_id)
    table, act = row_of(KIND, "open_contacts")
    if matter.kind != KIND:
        raise refuse("not_found")
    option_of(visit, table, act, matter)
    asked = visit.request.POST if visit.request.method == "POST" else visit.request.GET
    session = queries.session_of(matter, asked.get("session", ""))
    content: dict[str, Any] = {
        "matter": matter, "session": session, "when": when(session), "rows": None, "problem": "",
        "days": queries.contact_days(visit.today), "reason": asked.get("reason", ""),
    }  # fmt: skip
    status = 200
    if visit.request.method == "POST":
        given = {"session": str(session.public_id), "reason": asked.get("reason", "")}
        try:
            perform(table, act.code, matter.pk, actor=visit.actor, data=given)
        except Refused as refused:
            content["problem"], status = refused.sentence, refused.status
        else:
            content["rows"] = _booked(session)
    return shell.render(visit, "desk/openings/contacts.html", content, status=status, kind=KIND)


def _booked(session: Session) -> list[dict[str, Any]]:
    found = session.bookings.filter(~Q(contact="")).exclude(state=BookingState.CANCELLED).order_by("id")
    booked = []
    for one in found:
        name, phone = contact_of(one)
        booked.append({
            "name": name, "phone": phone, "seats": one.seats, "organisation": one.organisation, "reference": one.reference,
            "group": VISITORS.get(one.group, ""), "state": BookingState(one.state).label, "code": code_of(one),
        })  # fmt: skip
    return booked


@require_http_methods(["GET", "POST"])
@staff
def phone(visit: Visit, public_id: UUID) -> HttpResponse:
    """A booking for somebody on the telephone. Number and code stand above the next page, once, to be read out."""
    matter = access_matter(visit.actor, public_id)
    table, row = row_of(KIND, "book_by_phone")
    if matter.kind != KIND:
        raise refuse("not_found")
    place = Place(matter.title, reverse("desk:matter", args=[matter.public_id]), matter, matter.pk, whole=True)
    outcome = act_on(visit, KIND, row.code, place)
    if isinstance(outcome, Attempted):
        return page(visit, table, place, outcome)
    made = Booking.objects.get(reference=Entry.objects.get(pk=outcome.entry.id).facts["reference"])
    told = f"{BookingState(made.state).label}。请告诉来电人：编号{made.reference}，查询码{code_of(made)}。"
    messages.success(visit.request, told)
    return HttpResponseRedirect(place.url)
