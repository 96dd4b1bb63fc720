"""Below /api/ even what Django itself answers (404, 405, 413, 500) is a problem document."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ecoduty.interfaces.api import problems

PLACE = "/api/"
_KEPT = ("Allow", "Retry-After", "Connection")


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
