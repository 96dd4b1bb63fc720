"""Django's registration of lead determinations."""

from __future__ import annotations

from django.apps import AppConfig


class LeadDepartmentsConfig(AppConfig):
    """Who leads what nobody leads yet."""

    name = "ecoduty.mechanisms.lead_departments"
    label = "lead_departments"
    verbose_name = "牵头部门明确"

    def ready(self) -> None:
        """Register the act table, the figures and the answer to what is undetermined."""
        from ecoduty.mechanisms.lead_departments import answering, figures, flow  # noqa: PLC0415 -- models are there once apps are ready

        flow.install()
        figures.install()
        answering.install()
