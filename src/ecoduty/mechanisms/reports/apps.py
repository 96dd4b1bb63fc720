"""Django's registration of the reports mechanism."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Annual special report and half-year report."""

    name = "ecoduty.mechanisms.reports"
    label = "reports"
    verbose_name = "履职报告"

    def ready(self) -> None:
        """Register the act tables, the figures, and that the platform opens reports by itself."""
        from ecoduty.mechanisms.reports import figures, flow  # noqa: PLC0415 -- models are there once apps are ready

        flow.install()
        figures.install()
