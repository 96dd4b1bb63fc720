"""Addresses below /api/ that are no operations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

from ecoduty.interfaces.api import document, problems


@require_safe
@condition(etag_func=lambda request: document.tag())  # noqa: ARG005 -- Django hands it over
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- as above
    """The OpenAPI document; open to everybody, for it says nothing of any matter."""
    response = HttpResponse(document.published(), content_type="application/json; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300"
    return response


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 -- Django hands it over
    """Every address below /api/ that does not exist."""
    return problems.by_status(request, 404)


nowhere.csrf_exempt = True  # type: ignore[attr-defined]  # a POST to nowhere is told so, not that a form expired
