"""Django's registration of webhooks."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class WebhookConfig(AppConfig):
    """Subscriptions of other systems, and telling them."""

    name = "ecoduty.interfaces.channels.webhook"
    label = "webhook"
    verbose_name = "事件推送"

    def ready(self) -> None:
        """Make the act table known, listen to acts, open both channels."""
        import_module("ecoduty.interfaces.channels.webhook.flow")
        import_module("ecoduty.interfaces.channels.webhook.telling").install()
