"""Django's registration of documents."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents, their versions, recipients and numbers."""

    name = "ecoduty.casework.documents"
    label = "documents"
    verbose_name = "公文"

    def ready(self) -> None:
        """Say who reads a matter's files, have documents drawn, letters written and receipts asked for."""
        from ecoduty.casework.documents import (  # noqa: PLC0415 -- models are only there once apps are ready
            attachments,
            letters,
            passing,
            watching,
        )
        from ecoduty.casework.documents.rendering import channel  # noqa: PLC0415 -- the same

        attachments.install()
        passing.install()
        channel.install()
        letters.install()
        watching.install()
