"""Django's registration of complaints."""

from __future__ import annotations

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """What people report."""

    name = "ecoduty.mechanisms.complaints"
    label = "complaints"
    verbose_name = "群众反映"

    def ready(self) -> None:
        """Register the act table, the figures, what the public sends, and who tells how much was reported where."""
        from ecoduty.mechanisms.complaints import counting, figures, flow, rules  # noqa: PLC0415 -- models are there once apps are ready
        from ecoduty.mechanisms.complaints.intake import arriving, codes, offering, projecting  # noqa: PLC0415 -- the same
        from ecoduty.mechanisms.complaints.intake import flow as intake  # noqa: PLC0415 -- the same

        flow.install()
        rules.install()
        figures.install()
        counting.install()
        intake.install()
        arriving.install()
        codes.install()
        offering.install()
        projecting.install()
