"""Django's registration of complaints."""

from __future__ import annotations

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """What people report."""

    name = "ecoduty.mechanisms.complaints"
    label = "complaints"
    verbose_name = "群众反映"

    def ready(self) -> None:
        """Register the act table and the figures."""
        from ecoduty.mechanisms.complaints import figures, flow, rules  # noqa: PLC0415 -- models are there once apps are ready
        from ecoduty.mechanisms.complaints.intake import codes, offering, projecting  # noqa: PLC0415 -- the same
        from ecoduty.mechanisms.complaints.intake import flow as intake  # noqa: PLC0415 -- the same

        flow.install()
        rules.install()
        figures.install()
        intake.install()
        codes.install()
        offering.install()
        projecting.install()
