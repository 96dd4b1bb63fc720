"""Django's registration of intakes."""

from __future__ import annotations

from django.apps import AppConfig


class IntakesConfig(AppConfig):
    """What comes in through the public's pages."""

    name = "ecoduty.casework.intakes"
    label = "intakes"
    verbose_name = "公众来件"

    def ready(self) -> None:
        """Publish the numbers of the door whenever a rulebook is adopted."""
        from ecoduty.casework.intakes import offering  # noqa: PLC0415 -- models are there once apps are ready

        offering.install()
