"""Django's registration of the outbox."""

from __future__ import annotations

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Delivery rows and their drainer."""

    name = "ecoduty.kernel.outbox"
    label = "outbox"
    verbose_name = "发件箱"
