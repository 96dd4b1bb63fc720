"""Django's registration of the portal."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Public pages."""

    name = "ecoduty.interfaces.portal"
    label = "portal"
    verbose_name = "门户"
