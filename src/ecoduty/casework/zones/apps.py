"""Django's registration of zones."""

from __future__ import annotations

from django.apps import AppConfig


class ZonesConfig(AppConfig):
    """Packages between two network zones."""

    name = "ecoduty.casework.zones"
    label = "zones"
    verbose_name = "分区摆渡"
