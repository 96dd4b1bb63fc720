"""Django's registration of saved filters."""

from __future__ import annotations

from django.apps import AppConfig


class SavedFiltersConfig(AppConfig):
    """What people ask the list of matters for again and again."""

    name = "ecoduty.casework.saved_filters"
    label = "saved_filters"
    verbose_name = "常用筛选"

    def ready(self) -> None:
        """Register the act table."""
        from ecoduty.casework.saved_filters import acts  # noqa: F401, PLC0415 -- models are there once apps are ready
