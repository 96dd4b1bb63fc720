"""Django's registration of accountability."""

from __future__ import annotations

from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    """Referrals to discipline and organisation bodies, and the assistance asked for them."""

    name = "ecoduty.mechanisms.accountability"
    label = "accountability"
    verbose_name = "责任追究移交"

    def ready(self) -> None:
        """Register the act tables and their limits."""
        from ecoduty.mechanisms.accountability import assistance_flow, flow, inheriting  # noqa: PLC0415 -- models are there once apps are ready
        from ecoduty.mechanisms.accountability.omissions import flow as omissions  # noqa: PLC0415 -- as above

        flow.install()
        assistance_flow.install()
        omissions.install()
        inheriting.install()
