"""Django's registration of escalation."""

from __future__ import annotations

from django.apps import AppConfig


class EscalationConfig(AppConfig):
    """Rungs, reminders, notices."""

    name = "ecoduty.casework.escalation"
    label = "escalation"
    verbose_name = "催办与升级"

    def ready(self) -> None:
        """Tell the gate what rung acts do, and the deadlines whom to tell when they are met or move."""
        from ecoduty.casework.escalation import effect  # noqa: PLC0415 -- models are only there once apps are ready

        effect.install()
