"""Django's registration of succession."""

from __future__ import annotations

from django.apps import AppConfig


class SuccessionConfig(AppConfig):
    """Who goes on with what a dissolved body left."""

    name = "ecoduty.casework.succession"
    label = "succession"
    verbose_name = "职责承接"

    def ready(self) -> None:
        """Listen to the acts of the directory that dissolve bodies and join people, and have the sweep look after the rest."""
        from ecoduty.casework.succession import people, takeover  # noqa: PLC0415 -- models are there once apps are ready

        takeover.install()
        people.install()
