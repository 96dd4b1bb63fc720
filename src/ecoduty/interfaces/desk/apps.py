"""Django's registration of the desk."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Staff pages."""

    name = "ecoduty.interfaces.desk"
    label = "desk"
    verbose_name = "工作台"

    def ready(self) -> None:
        """Load what single mechanisms add to their pages: every module of `pages` registers its own parts."""
        pages = import_module("ecoduty.interfaces.desk.pages")
        for module in iter_modules(pages.__path__):
            import_module(f"{pages.__name__}.{module.name}")
