"""Addresses of the API."""

from __future__ import annotations

from django.urls import path

from ecoduty.interfaces.api import views
from ecoduty.interfaces.api.door import api

urlpatterns = [
    path("openapi.json", views.openapi),
    path("", api.urls),
    path("<path:rest>", views.nowhere),
    path("", views.nowhere),
]
