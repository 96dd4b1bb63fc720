"""Refusing what is too large before a byte of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, loader

from ecoduty.kernel.files.refusals import refuse, size_in_words

ENVELOPE = 1024 * 1024  # bytes that a form may need around its file
TEMPLATE = "413.html"  # a door may bring its own page


class RefuseOversized:
    """Answers 413 from the announced length alone. A client that announces less than it sends is cut off by the server;
    one that announces nothing sends nothing (WSGI).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass or refuse it."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        limit = int(settings.FILE_SIZE_LIMIT)
        if not announced.isdecimal() or int(announced) <= limit + ENVELOPE:
            return self.get_response(request)
        refused = refuse("file_too_large", name="（所选文件）", limit=size_in_words(limit))
        try:
            body: str = loader.render_to_string(TEMPLATE, {"refused": refused})
        except TemplateDoesNotExist:
            body = (
                '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>文件太大</title>'
                f"<h1>文件太大</h1><p>{refused.sentence}</p>"
            )
        response = HttpResponse(body, status=refused.status)
        response["Connection"] = "close"
        return response
