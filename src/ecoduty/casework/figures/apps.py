"""Django's registration of figures."""

from __future__ import annotations

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Counted matters, their snapshots, and named figures."""

    name = "ecoduty.casework.figures"
    label = "figures"
    verbose_name = "统计"
