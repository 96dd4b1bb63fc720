"""Django's registration of duties."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Instances of recurring duties, deadlines and what changed them."""

    name = "ecoduty.casework.duties"
    label = "duties"
    verbose_name = "义务与时限"

    def ready(self) -> None:
        """Tell the gate that acts start and meet deadlines, and make the calendar's act table known."""
        from ecoduty.casework.duties import effect  # noqa: PLC0415 -- models are only there once apps are ready

        effect.install()
        import_module("ecoduty.casework.duties.holidays")
