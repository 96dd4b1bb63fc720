"""Django's registration of accounts."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Sign-in accounts."""

    name = "ecoduty.organisation.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        """Make the act table known."""
        import_module("ecoduty.organisation.accounts.flow")
