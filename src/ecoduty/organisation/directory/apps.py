"""Django's registration of the directory."""

from __future__ import annotations

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Bodies, units, posts, people, coordinators, leaders in charge, delegations."""

    name = "ecoduty.organisation.directory"
    label = "directory"
    verbose_name = "机构名录"
