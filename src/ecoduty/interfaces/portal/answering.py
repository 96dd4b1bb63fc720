"""How every public page answers: conditionally, without session or script, in large type if asked, never with a stack."""

from __future__ import annotations

import functools
import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
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
from ecoduty.kernel.clock import is_rehearsal, is_simulated, now, rehearsal_offset, start_of_day, today

log = structlog.get_logger()

LARGE = "portal_large"  # the cookie
FRESH = 60  # seconds a cache may answer for us

View = Callable[..., HttpResponse]
Change = Callable[[], tuple[str, datetime | None]]


@dataclass(frozen=True, slots=True)
class State:
    """What pages depend on beside their address: a text that changes with anything shown, and when it last did."""

    words: str
    changed: datetime
    day: date

    @property
    def last_modified(self) -> int:
        """Whole seconds, as HTTP has them."""
        return int(self.changed.timestamp())


@dataclass(frozen=True, slots=True)
class Drawn:
    """How an answer was made, for whoever keeps it: `state` before it was drawn, `change` that asks for a newer one."""

    state: State
    change: Change | None
    etag: str


def public(view: View) -> View:
    """A page for everybody: GET and HEAD, with ETag and Last-Modified, and a plain page when the database is away."""
    return _conditional(view, None)


def public_with(change: Change) -> Callable[[View], View]:
    """The same for a page that shows more than the plan and its publications: `change` says when that last did."""
    return lambda view: _conditional(view, change)


def _conditional(view: View, change: Change | None) -> View:
    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            state = getattr(request, "portal_state", None) or state_now(change)
            etag = etag_of(request, state)
            known = get_conditional_response(request, etag=etag, last_modified=state.last_modified)
            response = known or view(request, *args, **kwargs)
        except DatabaseError:
            log.exception("portal.database_away")
            return away()
        if response.status_code in {200, 304}:
            validated(response, etag, state)
            patch_vary_headers(response, ["Cookie"])
        if response.status_code == 200:
            response.drawn = Drawn(state, change, etag)  # type: ignore[attr-defined]  # read by keeping.py
        return response

    checked: View = require_safe(answer)
    return checked


def validated(response: HttpResponse, etag: str, state: State) -> None:
    """Say by what the answer is known again, and how long nobody need ask."""
    response["ETag"] = etag
    response["Last-Modified"] = http_date(state.last_modified)
    response["Cache-Control"] = f"public, max-age={FRESH}"


def etag_of(request: HttpRequest, state: State) -> str:
    """The answer's own mark: what is shown, under which address, in which type size."""
    parts = (state.words, request.build_absolute_uri(), large_type(request))
    return quote_etag(hashlib.sha256(repr(parts).encode()).hexdigest()[:24])


class _Looks:
    """The states last looked at. The database is asked for one at most every PORTAL_LOOK_SECONDS, however many read."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.seen: dict[Change | None, tuple[float, str, datetime | None]] = {}

    def at(self, change: Change | None) -> tuple[str, datetime | None]:
        with self.lock:
            seen = self.seen.get(change)
            started = time.monotonic()
            if seen is None or started - seen[0] >= settings.PORTAL_LOOK_SECONDS:
                words, changed = change() if change else reading.last_change()
                seen = self.seen[change] = (started, words, changed)
        return seen[1], seen[2]


_looks = _Looks()


def state_now(change: Change | None = None) -> State:
    """The state of everything shown, looked at a moment ago at most. Raises DatabaseError."""
    day = today()
    morning = start_of_day(day)
    words, changed = _looks.at(None)
    more, later = _looks.at(change) if change else ("", None)
    latest = max((moment for moment in (changed, later, morning) if moment is not None), default=morning)
    parts = (words, more, day, _release(), is_rehearsal(), rehearsal_offset())
    return State(repr(parts), min(latest, now()), day)


@functools.cache
def _release() -> str:
    """What the pages are drawn with: another release is another page."""
    digest = hashlib.sha256(static("portal/portal.css").encode())
    for path in sorted((Path(__file__).parent / "templates").rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def large_type(request: HttpRequest) -> bool:
    """Whether this reader asked for large type."""
    return request.COOKIES.get(LARGE) == "1"


def render(request: HttpRequest, name: str, content: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page in the portal's frame. `content` may bring `plan`; without one the frame names no city."""
    frame = {
        "large": large_type(request),
        "path": request.get_full_path(),
        "address": request.build_absolute_uri(),
        "section": content.pop("section", ""),
        "staff_url": getattr(settings, "PORTAL_STAFF_URL", ""),
        "rehearsal": is_rehearsal(),
        "simulated": is_simulated(),
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
