"""How every public page answers: conditionally, without session or script, in large type if asked, never with a stack."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.templatetags.static import static
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from ecoduty.interfaces.portal import reading
from ecoduty.kernel.clock import is_rehearsal, now, rehearsal_offset, start_of_day, today

log = structlog.get_logger()

LARGE = "portal_large"  # the cookie
FRESH = 60  # seconds a cache may answer for us

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A page for everybody: GET and HEAD, with ETag and Last-Modified, and a plain page when the database is away."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            etag, changed = _version(request)
            known = get_conditional_response(request, etag=etag, last_modified=int(changed.timestamp()))
            response = known or view(request, *args, **kwargs)
        except DatabaseError:
            log.exception("portal.database_away")
            return away()
        if response.status_code in {200, 304}:
            response["ETag"] = etag
            response["Last-Modified"] = http_date(changed.timestamp())
            response["Cache-Control"] = f"public, max-age={FRESH}"
            patch_vary_headers(response, ["Cookie"])
        return response

    checked: View = require_safe(answer)
    return checked


def _version(request: HttpRequest) -> tuple[str, datetime]:
    """What the answer depends on: everything shown, the day (reports fall due), the type size, the release."""
    words, changed = reading.last_change()
    morning = start_of_day(today())
    parts = (
        words,
        request.build_absolute_uri(),
        today(),
        large_type(request),
        static("portal/portal.css"),
        (is_rehearsal(), rehearsal_offset()),
    )
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:24]
    return quote_etag(digest), min(max(changed or morning, morning), now())


def large_type(request: HttpRequest) -> bool:
    """Whether this reader asked for large type."""
    return request.COOKIES.get(LARGE) == "1"


def render(request: HttpRequest, name: str, content: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page in the portal's frame. `content` may bring `plan`; without one the frame names no city."""
    frame = {
        "large": large_type(request),
        "path": request.get_full_path(),
        "section": content.pop("section", ""),
        "staff_url": getattr(settings, "PORTAL_STAFF_URL", ""),
        "rehearsal": is_rehearsal(),
        "today": today(),
    }
    return HttpResponse(loader.render_to_string(f"portal/{name}", {**frame, **content}), status=status)


def missing(request: HttpRequest, what: str = "") -> HttpResponse:
    """404: what was looked for is not here."""
    return render(request, "missing.html", {"plan": reading.plan(), "what": what or "您要找的页面不在这里"}, status=404)


def away() -> HttpResponse:
    """503, drawn without the database."""
    response = HttpResponse(loader.render_to_string("portal/away.html", {}), status=503)
    response["Retry-After"] = "60"
    response["Cache-Control"] = "no-store"
    return response
