"""Below /api/ even what Django itself answers (404, 405, 413, 500) is a problem document."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from ecoduty.interfaces.api import problems

PLACE = "/api/"
_KEPT = ("Allow", "Retry-After", "Connection")


class HeadMiddleware:
    """Below /api/ HEAD is answered as GET, without the body: programs ask so whether something is there or has changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let a HEAD pass as GET; take the body off the answer, and leave what is said of it."""
        if not request.path.startswith(PLACE):
            return self.get_response(request)
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"
        response = self.get_response(request)
        request.method = asked
        allowed = response.get("Allow", "")
        if "GET" in allowed and "HEAD" not in allowed:
            response["Allow"] = f"{allowed}, HEAD"
        if asked == "HEAD":
            _without_body(response)
        return response


def _without_body(response: HttpResponseBase) -> None:
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()  # what it read from is closed with it
        return
    assert isinstance(response, HttpResponse)
    response.headers.setdefault("Content-Length", str(len(response.content)))
    response.content = b""


class ProblemMiddleware:
    """Replaces pages of errors by problem documents where a program asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass; look at the answer."""
        response = self.get_response(request)
        if not request.path.startswith(PLACE) or response.status_code < 400:
            return response
        if response.get("Content-Type", "").startswith(problems.MEDIA_TYPE):
            return response
        error = sys.exc_info()[1]
        if response.status_code >= 500 and isinstance(error, Exception):
            answer = problems.unexpected(request, error)
        else:
            answer = problems.by_status(request, response.status_code)
        for name in _KEPT:
            if name in response:
                answer[name] = response[name]
        return answer
