"""Django's registration of leadership."""

from __future__ import annotations

from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    """Meetings, the topics put before them, and who has reported on what."""

    name = "ecoduty.mechanisms.leadership"
    label = "leadership"
    verbose_name = "领导研究"

    def ready(self) -> None:
        """Register the act tables, their limits and the figures."""
        from ecoduty.mechanisms.leadership import figures, flow  # noqa: PLC0415 -- models are there once apps are ready

        flow.install()
        figures.install()
