"""Django's registration of publicity and participation."""

from __future__ import annotations

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """Campaigns and opinions."""

    name = "ecoduty.mechanisms.participation"
    label = "participation"
    verbose_name = "宣传和公众参与"

    def ready(self) -> None:
        """Register both act tables, the figures and who takes in opinions."""
        from ecoduty.mechanisms.participation import figures, flow, intake  # noqa: PLC0415 -- models are there once apps are ready

        flow.install()
        figures.install()
        intake.install()
