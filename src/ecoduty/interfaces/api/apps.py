"""Django's registration of the API."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """REST v1."""

    name = "ecoduty.interfaces.api"
    label = "api"
    verbose_name = "接口"
