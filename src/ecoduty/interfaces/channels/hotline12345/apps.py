"""Django's registration of the line to 12345."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

_ROOM = "ecoduty.interfaces.channels.hotline12345"


class Hotline12345Config(AppConfig):
    """Work orders of 12345, both ways."""

    name = _ROOM
    label = "hotline12345"
    verbose_name = "12345往来"

    def ready(self) -> None:
        """Make the act tables known, listen to acts on complaints, open the channel."""
        import_module(f"{_ROOM}.flow")
        import_module(f"{_ROOM}.installing").install()
