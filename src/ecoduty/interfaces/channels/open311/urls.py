"""The addresses of the standard, each ending in its format."""

from __future__ import annotations

from django.urls import path, re_path

from ecoduty.interfaces.channels.open311 import requests, services

app_name = "open311"
_FORM = r"\.(?P<form>json|xml)$"
urlpatterns = [
    re_path(rf"^discovery{_FORM}", services.discovery, name="discovery"),
    re_path(rf"^v2/services{_FORM}", services.services, name="services"),
    re_path(rf"^v2/services/(?P<code>[^/]+?){_FORM}", services.definition, name="service"),
    re_path(rf"^v2/requests{_FORM}", requests.requests, name="requests"),
    re_path(rf"^v2/requests/(?P<number>[^/]+?){_FORM}", requests.one, name="request"),
    re_path(rf"^v2/tokens/(?P<number>[^/]+?){_FORM}", requests.token, name="token"),
    path("<path:rest>", services.nowhere, {"form": "json"}),
]
