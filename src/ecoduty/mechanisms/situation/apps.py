"""Django's registration of situation."""

from __future__ import annotations

from django.apps import AppConfig


class SituationConfig(AppConfig):
    """Progress calls, bulletins, analyses."""

    name = "ecoduty.mechanisms.situation"
    label = "situation"
    verbose_name = "调度、通报、研判"

    def ready(self) -> None:
        """Register the act tables and the figures."""
        from ecoduty.mechanisms.situation import figures  # noqa: PLC0415 -- models are there once apps are ready
        from ecoduty.mechanisms.situation.analyses import flow as analyses  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.situation.bulletins import flow as bulletins  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.situation.calls import flow as calls  # noqa: PLC0415 -- as above

        analyses.install()
        bulletins.install()
        calls.install()
        figures.install()
