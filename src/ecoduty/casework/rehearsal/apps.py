"""Django's registration of rehearsals."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class RehearsalConfig(AppConfig):
    """The clock of a rehearsal, turned forward."""

    name = "ecoduty.casework.rehearsal"
    label = "rehearsal"
    verbose_name = "演练"

    def ready(self) -> None:
        """Make the act table known."""
        import_module("ecoduty.casework.rehearsal.flow")
