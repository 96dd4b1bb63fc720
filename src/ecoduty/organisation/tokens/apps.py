"""Django's registration of access tokens."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class TokensConfig(AppConfig):
    """Access tokens of other systems."""

    name = "ecoduty.organisation.tokens"
    label = "tokens"
    verbose_name = "接口令牌"

    def ready(self) -> None:
        """Make the act table known."""
        import_module("ecoduty.organisation.tokens.flow")
