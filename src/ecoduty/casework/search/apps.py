"""Django's registration of search."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The text of everything that can be searched."""

    name = "ecoduty.casework.search"
    label = "search"
    verbose_name = "搜索"

    def ready(self) -> None:
        """Have the gate keep the search text in step with every act."""
        from ecoduty.casework.search import keeping  # noqa: PLC0415 -- models are only there once apps are ready

        keeping.install()
