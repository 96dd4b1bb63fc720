"""Django's registration of facility openings."""

from __future__ import annotations

from django.apps import AppConfig


class FacilityOpeningsConfig(AppConfig):
    """Facilities that open their doors to the public."""

    name = "ecoduty.mechanisms.facility_openings"
    label = "facility_openings"
    verbose_name = "环保设施开放"

    def ready(self) -> None:
        """Register the act table, the figures and who takes in what the public books."""
        from ecoduty.mechanisms.facility_openings import figures, flow, intake, messages, showing  # noqa: PLC0415 -- models are there once apps are ready

        flow.install()
        figures.install()
        intake.install()
        messages.install()
        showing.install()
