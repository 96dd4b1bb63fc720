"""Django's registration of intakes."""

from __future__ import annotations

from django.apps import AppConfig


class IntakesConfig(AppConfig):
    """What comes in through the public's pages."""

    name = "ecoduty.casework.intakes"
    label = "intakes"
    verbose_name = "公众来件"
