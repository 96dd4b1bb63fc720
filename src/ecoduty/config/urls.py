"""The addresses: every door brings its own list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("portal/", include("ecoduty.interfaces.portal.urls")),
    path("", include("ecoduty.interfaces.desk.urls")),
]

handler400 = "ecoduty.interfaces.desk.errors.bad_request"
handler403 = "ecoduty.interfaces.desk.errors.forbidden"
handler404 = "ecoduty.interfaces.desk.errors.not_found"
handler500 = "ecoduty.interfaces.desk.errors.server_error"
