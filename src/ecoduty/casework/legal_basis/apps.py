"""Django's registration of the legal basis library."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class LegalBasisConfig(AppConfig):
    """Instruments, provisions, validity on a day, old → new mapping."""

    name = "ecoduty.casework.legal_basis"
    label = "legal_basis"
    verbose_name = "法律依据库"

    def ready(self) -> None:
        """Make the act table known, and have the library filled when a rulebook is adopted."""
        import_module("ecoduty.casework.legal_basis.flow")
        from ecoduty.casework.legal_basis import seeding  # noqa: PLC0415 -- models are only there once apps are ready

        seeding.install()
