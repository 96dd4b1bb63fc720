"""Every request gets a short number that stands on its error page and in the log, so that both can be found together."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars

log = structlog.get_logger(__name__)

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,40}")


class RequestIdMiddleware:
    """Takes a proxy's number or makes one; answers with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        number = given if _GIVEN.fullmatch(given) else secrets.token_hex(6)
        request.META["ecoduty.request_id"] = number
        started = time.monotonic()
        with bound_contextvars(request_id=number):
            response = self.get_response(request)
            log.info(
                "request",
                method=request.method,
                route=_route(request),
                status=response.status_code,
                ms=round((time.monotonic() - started) * 1000),
            )
        response[HEADER] = number
        return response


def _route(request: HttpRequest) -> str:
    """The pattern of the address, which says which page it was and nothing about what was on it."""
    match = request.resolver_match
    return str(match.route) if match else "-"


def request_id(request: HttpRequest) -> str:
    """The number of a request; empty where the middleware did not run."""
    return str(request.META.get("ecoduty.request_id", ""))
