"""Django's registration of the responsibilities mechanism."""

from __future__ import annotations

from django.apps import AppConfig


class ResponsibilitiesConfig(AppConfig):
    """Lists of who is responsible for what."""

    name = "ecoduty.mechanisms.responsibilities"
    label = "responsibilities"
    verbose_name = "责任清单"

    def ready(self) -> None:
        """Register the act tables and the figures."""
        from ecoduty.mechanisms.responsibilities import figures, flow  # noqa: PLC0415 -- models are there once apps are ready

        flow.install()
        figures.install()
