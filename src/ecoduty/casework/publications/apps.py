"""Django's registration of publications."""

from __future__ import annotations

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Publications, their snapshots for the portal, checks of their pages."""

    name = "ecoduty.casework.publications"
    label = "publications"
    verbose_name = "公开"

    def ready(self) -> None:
        """Have the plan shown to the public follow the rulebook in force, and pages in trouble told of."""
        from ecoduty.casework.publications import plan, watching  # noqa: PLC0415 -- models are only there once apps are ready

        plan.install()
        watching.install()
