"""Django's registration of supervision orders."""

from __future__ import annotations

from django.apps import AppConfig


class SupervisionOrdersConfig(AppConfig):
    """What is ordered, and followed to its end."""

    name = "ecoduty.mechanisms.supervision_orders"
    label = "supervision_orders"
    verbose_name = "督办"

    def ready(self) -> None:
        """Register the act tables and the figures."""
        from ecoduty.mechanisms.supervision_orders import figures, flow  # noqa: PLC0415 -- models are there once apps are ready

        flow.install()
        figures.install()
