"""Django's registration of accounts."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from ecoduty.kernel.clock import local_date


class AccountsConfig(AppConfig):
    """Sign-in accounts."""

    name = "ecoduty.organisation.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        """Make the act table known, and how long a proof of the second factor counts."""
        import_module("ecoduty.organisation.accounts.flow")
        import_module("ecoduty.organisation.accounts.entrance")
        import_module("ecoduty.organisation.accounts.joining").install()
        registry = import_module("ecoduty.kernel.flow.registry")
        rules = import_module("ecoduty.organisation.accounts.rules")
        registry.proof_lasts(lambda recorded_at: rules.sign_in_rules(local_date(recorded_at)).fresh_factor)
