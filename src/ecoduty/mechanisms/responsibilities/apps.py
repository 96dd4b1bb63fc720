"""Django's registration of the responsibilities mechanism."""

from __future__ import annotations

from django.apps import AppConfig


class ResponsibilitiesConfig(AppConfig):
    """Lists of who is responsible for what."""

    name = "ecoduty.mechanisms.responsibilities"
    label = "responsibilities"
    verbose_name = "责任清单"
