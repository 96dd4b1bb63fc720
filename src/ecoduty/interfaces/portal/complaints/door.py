"""How these pages answer: never cached, only to pages of this site, whole again when the database is away."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ecoduty.casework.intakes import limiting
from ecoduty.interfaces.portal.answering import render

log = structlog.get_logger()

View = Callable[..., HttpResponse]
_KEPT_AWAY = frozenset({"map.x", "map.y"})


def open_to_everybody(view: View) -> View:
    """A page that takes something in. No session stands behind it that another site could ride on, so no cookie is set for
    it; what another site's page posts is refused by where it says that it comes from.
    """

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not _from_here(request):
            return plain(request, "这张表不是从本站打开的", "请从本站的“我要举报”或“查进度”页面重新打开、填写。", 403)
        try:
            response = view(request, *args, **kwargs)
        except DatabaseError:
            log.exception("portal.database_away")
            response = _away(request)
        response["Cache-Control"] = "no-store"
        return response

    checked: View = csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(answer))
    return checked


def address_of(request: HttpRequest) -> str:
    """The day's digest of the address that the visitor comes from; behind a proxy the one that the proxy saw."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return limiting.digest_of(told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", "")))


def plain(request: HttpRequest, title: str, sentence: str, status: int) -> HttpResponse:
    """A page with one sentence, drawn without the database."""
    return render(request, "complaints/plain.html", {"heading": title, "sentence": sentence}, status=status)


def _from_here(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin", "")
    return origin in {"", "null"} or urlsplit(origin).netloc == request.get_host()


def _away(request: HttpRequest) -> HttpResponse:
    """503 with everything that was entered, to be sent again with one press; files have to be chosen again."""
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name not in _KEPT_AWAY]
    body = loader.render_to_string("portal/complaints/away.html", {"kept": kept, "action": request.path})
    response = HttpResponse(body, status=503)
    response["Retry-After"] = "60"
    return response
