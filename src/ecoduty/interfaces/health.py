"""`/healthz`, `/readyz` and `/readyz/pages`: for proxies and monitors. Strangers learn yes or no, nothing else.

- `/healthz`: this process answers; it looks at nothing. Restart it when this fails.
- `/readyz/pages`: this process can serve pages (database, tables). A proxy sends nobody here while this fails.
- `/readyz`: the platform as a whole, background work too. Call a person when this fails. What nobody could do while the
  platform was down has, after a start, the time it always has.

A middleware in front of everything: no session, no cookie, no check of the host, on every door.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ecoduty.interfaces import condition
from ecoduty.interfaces.condition import Finding
from ecoduty.kernel.clock import wall_now

STARTED = wall_now()  # the platform starts with this process, or a little before it
KEPT_SECONDS = 2.0  # however often somebody asks, the database is asked no more often than this

Looks = tuple[Callable[[], Iterator[Finding]], ...]


def _background() -> Iterator[Finding]:
    return condition.background(STARTED)


def _looks() -> dict[str, Looks]:
    whole = (condition.pages,) if settings.CONNECT_AS == "portal" else (condition.pages, _background)
    return {"/healthz": (), "/readyz/pages": (condition.pages,), "/readyz": whole}


class HealthMiddleware:
    """Answers the three addresses and passes on everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.looks = _looks()
        self.answers: dict[str, tuple[float, bool]] = {}
        self.lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        looks = self.looks.get(request.path_info)
        if looks is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        good = self._answer(request.path_info, looks)
        response = HttpResponse("ok\n" if good else "not ok\n", content_type="text/plain", status=200 if good else 503)
        response["Cache-Control"] = "no-store"
        return response

    def _answer(self, path: str, looks: Looks) -> bool:
        with self.lock:
            until, good = self.answers.get(path, (0.0, False))
            if time.monotonic() >= until:
                good = condition.holds(*looks) if looks else True
                self.answers[path] = (time.monotonic() + KEPT_SECONDS, good)
            return good
