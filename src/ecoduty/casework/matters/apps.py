"""Django's registration of matters."""

from __future__ import annotations

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """Matters, parties, links."""

    name = "ecoduty.casework.matters"
    label = "matters"
    verbose_name = "办件"

    def ready(self) -> None:
        """Tell the gate where the tolerance for late entries stands, and what passing on does."""
        from ecoduty.casework.matters import passing, policy  # noqa: PLC0415 -- models are only there once apps are ready

        policy.install()
        passing.install()
