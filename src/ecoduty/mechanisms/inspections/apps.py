"""Django's registration of inspections."""

from __future__ import annotations

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """The register of problems, whoever found them."""

    name = "ecoduty.mechanisms.inspections"
    label = "inspections"
    verbose_name = "督查检查"

    def ready(self) -> None:
        """Register the act table, its limits, the figures and the facts."""
        from ecoduty.mechanisms.inspections import facts, figures, flow, plans_and_visits  # noqa: PLC0415 -- models are there once apps are ready

        flow.install()
        figures.install()
        plans_and_visits.install()
        facts.install()
