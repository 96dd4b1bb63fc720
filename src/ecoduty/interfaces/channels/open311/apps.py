"""Django's registration of Open311."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Open311Config(AppConfig):
    """GeoReport v2 for the public's applications."""

    name = "ecoduty.interfaces.channels.open311"
    label = "open311"
    verbose_name = "Open311"

    def ready(self) -> None:
        """Follow what becomes of tokens."""
        import_module("ecoduty.interfaces.channels.open311.keys").install()
