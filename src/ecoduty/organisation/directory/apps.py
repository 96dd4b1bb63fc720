"""Django's registration of the directory."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Bodies, units, posts, people, coordinators, leaders in charge, delegations."""

    name = "ecoduty.organisation.directory"
    label = "directory"
    verbose_name = "机构名录"

    def ready(self) -> None:
        """Make the act tables known."""
        import_module("ecoduty.organisation.directory.flow")
        import_module("ecoduty.organisation.directory.adoption")
