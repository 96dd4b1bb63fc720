"""Django's registration of stored files."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files."""

    name = "ecoduty.kernel.files"
    label = "files"
    verbose_name = "文件"
