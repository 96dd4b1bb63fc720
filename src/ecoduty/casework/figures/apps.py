"""Django's registration of figures."""

from __future__ import annotations

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Counted matters, their snapshots, and named figures."""

    name = "ecoduty.casework.figures"
    label = "figures"
    verbose_name = "统计"

    def ready(self) -> None:
        """Make the numbers of the cockpit known."""
        from ecoduty.casework.figures import standing  # noqa: PLC0415 -- models are ready from here on

        standing.register()
