"""Django's registration of accounts."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Sign-in accounts."""

    name = "ecoduty.organisation.accounts"
    label = "accounts"
    verbose_name = "账号"
