"""Django's registration of coordination."""

from __future__ import annotations

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """Leads and supporters, and what happens when one of them does not move."""

    name = "ecoduty.mechanisms.coordination"
    label = "coordination"
    verbose_name = "协调推进"

    def ready(self) -> None:
        """Register the act tables, the papers of the ladder and the figures."""
        from ecoduty.mechanisms.coordination import figures, flow, ladder, situations  # noqa: PLC0415 -- models are there once apps are ready

        flow.install()
        ladder.install()
        situations.install()
        figures.install()
