"""Django's registration of encouragement."""

from __future__ import annotations

from django.apps import AppConfig


class EncouragementConfig(AppConfig):
    """Training, commendation, achievement records."""

    name = "ecoduty.mechanisms.encouragement"
    label = "encouragement"
    verbose_name = "激励"

    def ready(self) -> None:
        """Register the act tables and the figures."""
        from ecoduty.mechanisms.encouragement import figures, flow  # noqa: PLC0415 -- models are there once apps are ready

        flow.install()
        figures.install()
