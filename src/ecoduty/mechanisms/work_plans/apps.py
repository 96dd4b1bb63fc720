"""Django's registration of work plans."""

from __future__ import annotations

from django.apps import AppConfig


class WorkPlansConfig(AppConfig):
    """Plans and their tasks."""

    name = "ecoduty.mechanisms.work_plans"
    label = "plans"
    verbose_name = "工作计划"

    def ready(self) -> None:
        """Register the act tables and the figures."""
        from ecoduty.mechanisms.work_plans import figures, flow  # noqa: PLC0415 -- models are there once apps are ready

        flow.install()
        figures.install()
