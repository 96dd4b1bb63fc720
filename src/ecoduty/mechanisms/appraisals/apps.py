"""Django's registration of appraisals."""

from __future__ import annotations

from django.apps import AppConfig


class AppraisalsConfig(AppConfig):
    """Target letters, their scores, and what results are used for."""

    name = "ecoduty.mechanisms.appraisals"
    label = "appraisals"
    verbose_name = "目标责任书考核"

    def ready(self) -> None:
        """Register the act table and the figures."""
        from ecoduty.mechanisms.appraisals import figures, flow  # noqa: PLC0415 -- models are there once apps are ready

        flow.install()
        figures.install()
