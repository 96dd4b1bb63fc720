"""Django's registration of adopted rulebooks."""

from __future__ import annotations

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """Adopted versions of the rulebook and the imported text of the plan."""

    name = "ecoduty.kernel.rulebook"
    label = "rulebook"
    verbose_name = "规则书"
