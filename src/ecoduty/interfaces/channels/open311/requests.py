"""GET requests and tokens: what everybody may know of what was sent, never who, what or where exactly.

A day, a kind, a district, a coarse status and words on it. The text, the place, the answer and the reasons given to a reporter
are for him, with his code, on the portal.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from ecoduty.casework.intakes import numbers, standing
from ecoduty.casework.intakes.models import PublicStanding, Receipt
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.interfaces.channels.open311 import sending
from ecoduty.interfaces.channels.open311.answering import GeoReportError, Said, endpoint
from ecoduty.interfaces.channels.open311.services import KIND, opened
from ecoduty.interfaces.portal.reading import ALIAS
from ecoduty.kernel.clock import SHANGHAI, as_local, local_date, today

OPEN, CLOSED = "open", "closed"
DAYS = 90  # the longest span, by the standard
MOST = 1000  # requests in one answer
_CLOSED = (standing.CLOSED, standing.REFUSED, standing.MERGED)
_NAMED = 100  # numbers in one question


@endpoint("GET", "POST")
def requests(request: HttpRequest) -> Said:
    """A list of requests, or a new one."""
    if request.method == "POST":
        return sending.create(request)
    opened(request)
    rows = _asked_for(request).order_by("-received_on", "-reference")
    page, size = _whole(request, "page", 1), min(_whole(request, "page_size", MOST), MOST)
    shown = rows[(page - 1) * size : page * size]
    return Said("service_requests", [_row(one, extended=_extended(request)) for one in shown])


@endpoint("GET")
def one(request: HttpRequest, number: str) -> Said:
    """One request by its number."""
    opened(request)
    reference = numbers.meant_reference(number)
    row = PublicStanding.objects.using(ALIAS).filter(reference=reference, kind=KIND).first()
    if row is None:
        receipt = _reports().filter(reference=reference).first() if reference else None
        if receipt is None:
            raise GeoReportError(404, f"没有 service_request_id“{number[:40]}”。")
        row = _waiting(receipt)
    return Said("service_requests", [_row(row, extended=_extended(request))])


@endpoint("GET")
def token(request: HttpRequest, number: str) -> Said:
    """The number behind a token. Numbers are given at once here, so that each is its own token."""
    opened(request)
    reference = numbers.meant_reference(number)
    if not reference or not _reports().filter(reference=reference).exists():
        raise GeoReportError(404, f"没有 token“{number[:40]}”。")
    return Said("service_requests", [{"service_request_id": reference, "token": reference}])


def _reports() -> QuerySet[Receipt]:
    """Receipts of reports: a booking's number is no request."""
    return Receipt.objects.using(ALIAS).filter(kind=IntakeKind.REPORT)


def _asked_for(request: HttpRequest) -> QuerySet[PublicStanding]:
    rows = PublicStanding.objects.using(ALIAS).filter(kind=KIND).exclude(category="")
    if named := _listed(request, "service_request_id"):
        return rows.filter(reference__in=[numbers.meant_reference(one) for one in named[:_NAMED]])
    if codes := _listed(request, "service_code"):
        rows = rows.filter(category__in=codes)
    if statuses := _listed(request, "status"):
        if unknown := set(statuses) - {OPEN, CLOSED}:
            raise GeoReportError(400, f"status 只有 open 和 closed，没有“{min(unknown)[:40]}”。")
        closed = Q(state__in=_CLOSED)
        rows = rows.filter(
            (closed if CLOSED in statuses else Q(pk=None)) | (~closed if OPEN in statuses else Q(pk=None))
        )
    since, until = _span(request)
    return rows.filter(received_on__gte=since, received_on__lte=until)


def _span(request: HttpRequest) -> tuple[date, date]:
    """First and last day asked for: ninety days back from today where nothing was said."""
    since, until = _day(request, "start_date"), _day(request, "end_date")
    until = until or (min(since + timedelta(days=DAYS), today()) if since else today())
    since = since or until - timedelta(days=DAYS)
    if since > until:
        raise GeoReportError(400, "start_date 在 end_date 之后。")
    if (until - since).days > DAYS:
        raise GeoReportError(400, f"start_date 与 end_date 相隔最多{DAYS}天，请分几次取。")
    return since, until


def _day(request: HttpRequest, name: str) -> date | None:
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise GeoReportError(400, f"{name} 须形如 2026-11-01T00:00:00+08:00。") from error
    return local_date(moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI))


def _listed(request: HttpRequest, name: str) -> list[str]:
    return [part.strip() for part in request.GET.get(name, "").split(",") if part.strip()]


def _whole(request: HttpRequest, name: str, otherwise: int) -> int:
    text = request.GET.get(name, "")
    if text and not (text.isascii() and text.isdecimal() and int(text[:9]) > 0 and len(text) < 10):
        raise GeoReportError(400, f"{name} 须是正整数。")
    return int(text) if text else otherwise


def _extended(request: HttpRequest) -> bool:
    return request.GET.get("extensions", "").lower() in {"true", "1"}


def _waiting(receipt: Receipt) -> PublicStanding:
    """What is known of a report before it was taken in."""
    return PublicStanding(
        reference=receipt.reference, kind=KIND, state=standing.RECEIVED, label="已收到，正在登记", since=receipt.at,
        received_on=local_date(receipt.at), changed_at=receipt.at,
    )  # fmt: skip


def _row(row: PublicStanding, *, extended: bool) -> dict[str, Any]:
    expected = datetime.combine(row.due_on, time(23, 59, 59), SHANGHAI).isoformat() if row.due_on else None
    found: dict[str, Any] = {
        "service_request_id": row.reference, "status": CLOSED if row.state in _CLOSED else OPEN, "status_notes": row.label,
        "service_name": row.category_label or None, "service_code": row.category or None, "description": None,
        "agency_responsible": row.handler or None, "service_notice": row.due_words or None,
        "requested_datetime": datetime.combine(row.received_on, time(), SHANGHAI).isoformat(),
        "updated_datetime": as_local(row.changed_at).replace(microsecond=0).isoformat(), "expected_datetime": expected,
        "address": row.district_label or None, "address_id": None, "zipcode": None, "lat": None, "long": None, "media_url": None,
    }  # fmt: skip
    if extended:
        found["extended_attributes"] = {
            "vendor_status": row.state, "vendor_status_label": standing.STATES.get(row.state, row.label), "district": row.district or None,
            "limit_label": row.limit_label or None,
        }  # fmt: skip
    return found
